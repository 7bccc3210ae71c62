"""`motcua payments …`: the treasury's accounts, the numbers of receipts, and banks' statements, from files."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from motcua.kernel.errors import MotCuaError
from motcua.payments.api import take_statement, write_accounts, write_ranges

USAGE = """Usage: motcua payments import-accounts FILE
       motcua payments import-ranges FILE
       motcua payments take-statement BANK FILE"""
REFUSED = 2


def main(arguments: Sequence[str]) -> int:
    """Run `["payments", verb, …]`; the exit code is 2 when it was refused."""
    match list(arguments)[1:]:
        case ["import-accounts", file]:
            return _run(file, lambda path: f"{write_accounts(_read(path, 'accounts'))} accounts are new.")
        case ["import-ranges", file]:
            return _run(file, lambda path: f"{write_ranges(_read(path, 'ranges'))} ranges are new.")
        case ["take-statement", bank, file]:
            return _run(file, lambda path: _take(bank, path))
        case _:
            print(USAGE, file=sys.stderr)
            return REFUSED


def _read(path: Path, what: str) -> "list[dict[str, object]]":
    found: list[dict[str, object]] = yaml.safe_load(path.read_text("utf-8"))[what]
    return found


def _take(bank: str, path: Path) -> str:
    with path.open("rb") as stream:
        taken = take_statement(bank=bank, stream=stream)
    return "\n".join(f"{one.account} {one.first_day} {one.last_day}: {one.counts}" for one in taken)


def _run(file: str, do: Callable[[Path], str]) -> int:
    try:
        print(do(Path(file)))
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError, MotCuaError) as error:
        print(f"{file} cannot be used: {error!r}", file=sys.stderr)
        return REFUSED
    return 0
