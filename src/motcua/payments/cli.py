"""`motcua payments import-accounts FILE`: the treasury's accounts, as docs/how-to/take-payments.md describes the file."""

import sys
from collections.abc import Sequence
from pathlib import Path

from motcua.kernel.errors import MotCuaError
from motcua.payments.api import import_accounts

USAGE = "Usage: motcua payments import-accounts FILE"
REFUSED = 2


def main(arguments: Sequence[str]) -> int:
    """Run `["payments", verb, …]`; the exit code is 2 when it was refused."""
    match list(arguments)[1:]:
        case ["import-accounts", file]:
            return _import(Path(file))
        case _:
            print(USAGE, file=sys.stderr)
            return REFUSED


def _import(path: Path) -> int:
    try:
        new = import_accounts(path)
    except (OSError, KeyError, ValueError, MotCuaError) as error:
        print(f"{path.name} cannot be used: {error!r}", file=sys.stderr)
        return REFUSED
    print(f"{new} accounts are new.")
    return 0
