"""`motcua procedure VERB …`: which verb is whose."""

import sys
from collections.abc import Callable, Mapping, Sequence

from motcua.authoring.cli import checking, differing, migrating, publishing, recording, starting, trying

Verb = Callable[[Sequence[str]], int]

VERBS: Mapping[str, tuple[str, Verb]] = {
    "new": ("CODE [--from PACKAGE | --name TEXT]: begin a package that passes the check", starting.main),
    "check": ("DIR [--json] [--quiet]: is a package, or a folder of packages, fit to be published?", checking.main),
    "try": ("FOLDER [--port N]: look at it while you write; every change shows by itself", trying.main),
    "diff": ("OLD NEW [--json]: what differs; folders, hashes, codes, code@day", differing.main),
    "publish": ("FOLDER... [--effective-from DAY] [--dry-run]: check, show what changes, publish", publishing.main),
    "plan-migration": (
        "FROM TO --legal TEXT [--map OLD=NEW] [--out FILE]: how running dossiers would move",
        migrating.plan,
    ),
    "migrate": (
        "rehearse FILE | apply FILE | revert ID: move running dossiers and drafts, or take it back",
        migrating.migrate,
    ),
    "record": (
        "DOSSIER FOLDER [--name TEXT]: an example from a real dossier, its personal data replaced",
        recording.main,
    ),
}
REFUSED = 2


def main(arguments: Sequence[str]) -> int:
    """Run `["procedure", verb, …]`: 0 when all is well, 1 when something is wrong, 2 when the words are off."""
    verb, *rest = [*arguments[1:], ""][:1] + list(arguments[2:])
    if verb not in VERBS:
        print("\n".join(f"motcua procedure {name} {text}" for name, (text, _run) in VERBS.items()), file=sys.stderr)
        return REFUSED
    return VERBS[verb][1](rest)
