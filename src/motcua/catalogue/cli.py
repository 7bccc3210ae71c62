"""`motcua catalogue import FILE` and `motcua catalogue publish FOLDER…`."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from motcua.catalogue.api import import_catalogue, publish_package
from motcua.catalogue.contracts import ImportReport
from motcua.catalogue.errors import PackageInvalidError
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import MotCuaError

USAGE = "Usage: motcua catalogue import FILE | motcua catalogue publish FOLDER..."
REFUSED = 2
SHOWN = 50  # rejected rows that are told one by one


def main(arguments: Sequence[str]) -> int:
    """Run `["catalogue", verb, …]`; the exit code is 0, 1 when some rows or packages were rejected, 2 when refused."""
    match list(arguments)[1:]:
        case ["import", file]:
            return import_file(Path(file))
        case ["publish", *folders] if folders:
            return publish_folders([Path(folder) for folder in folders])
        case _:
            _tell(USAGE)
            return REFUSED


def import_file(path: Path) -> int:
    """Load a catalogue file, with progress and rejected rows on standard error and the sums on standard output."""
    began = time.monotonic()
    try:
        report = import_catalogue(actor=SYSTEM, path=path, progress=lambda count: _tell(f"  {count} rows read ..."))
    except MotCuaError as refusal:
        _tell(str(refusal))
        return REFUSED
    _tell_rejected(report)
    print(
        f"{path.name}: {report.read} rows read, {report.created} new, {report.updated} changed, "
        f"{report.unchanged} as before, {len(report.rejected)} rejected, {time.monotonic() - began:.1f} s."
    )
    return 1 if report.rejected else 0


def publish_folders(folders: Sequence[Path]) -> int:
    """Publish each package that is sound; tell every problem of the others."""
    broken = 0
    for folder in folders:
        try:
            version = publish_package(actor=SYSTEM, folder=folder)
            print(f"{version.code} {version.hash}")
        except PackageInvalidError as refusal:
            broken += 1
            for problem in refusal.problems:
                _tell(f"{folder.name}/{problem}")
    return 1 if broken else 0


def _tell_rejected(report: ImportReport) -> None:
    for line, reason in report.rejected[:SHOWN]:
        _tell(f"line {line}: {reason}")
    if len(report.rejected) > SHOWN:
        _tell(f"... and {len(report.rejected) - SHOWN} more.")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
