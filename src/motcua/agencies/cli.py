"""`motcua agencies import-units FILE` and `import-changes FILE`, each with `--since DAY`, the day it began; and
`import-routes FILE`, the rules of competence (`motcua dossiers route` tries them)."""

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from motcua.agencies.api import import_changes, import_routes, import_units
from motcua.agencies.services import UNITS_SINCE
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import MotCuaError

USAGE = """Usage: motcua agencies import-units FILE [--since YYYY-MM-DD]
       motcua agencies import-changes FILE [--since YYYY-MM-DD]
       motcua agencies import-routes FILE"""
REFUSED = 2


def main(arguments: Sequence[str]) -> int:
    """Run `["agencies", verb, …]`; the exit code is 2 when it was refused."""
    match list(arguments)[1:]:
        case ["import-units", file, *rest]:
            return _import(rest, lambda since: import_units(Path(file), actor=SYSTEM, valid_from=since), "units")
        case ["import-changes", file, *rest]:
            return _import(
                rest, lambda since: import_changes(Path(file), actor=SYSTEM, since=since), "changes of units"
            )
        case ["import-routes", file]:
            return _import([], lambda _since: import_routes(Path(file), actor=SYSTEM), "rules of competence")
        case _:
            return _refuse(USAGE)


def _import(options: list[str], read: Callable[[date], int], what: str) -> int:
    try:
        since = _since(options)
    except ValueError:
        return _refuse(USAGE)
    try:
        count = read(since)
    except MotCuaError as refusal:
        return _refuse(
            "; ".join([str(refusal), *(f"{key}: {text}" for key, text in getattr(refusal, "fields", {}).items())])
        )
    print(f"{count} {what} since {since} are in place.")
    return 0


def _since(options: list[str]) -> date:
    match options:
        case []:
            return UNITS_SINCE
        case ["--since", day]:
            return date.fromisoformat(day)
    raise ValueError


def _refuse(text: str) -> int:
    print(text, file=sys.stderr)
    return REFUSED
