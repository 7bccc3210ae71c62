"""Which commands of `motcua dossiers` need the database; nothing else, since it is asked before anything is set up."""

from collections.abc import Sequence


def needs_database(arguments: Sequence[str]) -> bool:
    """Whether `motcua dossiers ARGUMENTS` does."""
    return list(arguments[:2]) != ["webhooks", "receive"] and not {"-h", "--help"}.intersection(arguments)
