"""`motcua procedure …`: writing procedures from the command line."""

from collections.abc import Sequence
from pathlib import Path

# These ask what is published, or change it; the others work on folders alone.
_ON_DATABASE = frozenset({"publish", "migrate", "plan-migration", "record"})


def needs_database(arguments: Sequence[str]) -> bool:
    """Whether `motcua procedure ARGUMENTS` reads or writes what is published here."""
    verb, *rest = arguments or [""]
    if verb == "diff":
        return not all(Path(word).is_dir() for word in rest if not word.startswith("-"))
    return verb in _ON_DATABASE and not {"-h", "--help"}.intersection(rest)
