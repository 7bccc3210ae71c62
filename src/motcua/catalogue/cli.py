"""`motcua catalogue import FILE`, `publish FOLDER…`, `first [--check]` and `rules CODE --on DAY`."""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

from django.utils.timezone import localdate

from motcua.catalogue.api import import_catalogue, publish_first_catalogue, publish_package, rules_on
from motcua.catalogue.contracts import Fee, ImportReport, TimeLimit
from motcua.catalogue.errors import PackageInvalidError
from motcua.catalogue.first.reading import read_first
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import MotCuaError
from motcua.kernel.languages import pick
from motcua.kernel.money import say_money

USAGE = """Usage: motcua catalogue import FILE
       motcua catalogue publish FOLDER...
       motcua catalogue first [--check]
       motcua catalogue rules CODE [--on YYYY-MM-DD]
       motcua catalogue export CODE... FILE | plan FILE | apply FILE [--take-theirs] | key | trust LINE"""
ARCHIVES = ("export", "plan", "apply", "key", "trust")
REFUSED = 2
NO_VERSION = "no version covers this day; these are dated rules that a later version records"
SHOWN = 50  # rejected rows that are told one by one


def main(arguments: Sequence[str]) -> int:
    """Run `["catalogue", verb, …]`; the exit code is 0, 1 when some rows or packages were rejected, 2 when refused."""
    words = list(arguments)[1:]
    if words and words[0] in ARCHIVES:
        # Loaded only here: it alone needs the library that signs.
        run: Callable[[Sequence[str]], int] = import_module("motcua.catalogue.archives.cli").main
        return run(words)
    match words:
        case ["import", file]:
            return import_file(Path(file))
        case ["publish", *folders] if folders:
            return publish_folders([Path(folder) for folder in folders])
        case ["first"] | ["first", "--check"]:
            return first_catalogue(publish="--check" not in arguments)
        case ["rules", code, *on] if on[:1] in ([], ["--on"]) and len(on) in {0, 2}:
            return tell_rules(code, on[-1] if on else "")
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


def first_catalogue(*, publish: bool) -> int:
    """Check the files of `data/first/`, and publish what they say; every problem is told with file and line."""
    try:
        if not publish:
            print(f"{len(read_first())} procedures, nothing to mend.")
            return 0
        stored = publish_first_catalogue(actor=SYSTEM)
    except PackageInvalidError as refusal:
        for problem in refusal.problems:
            _tell(f"first/{problem}")
        return 1
    print(f"First catalogue: {stored.created} new, {stored.updated} changed, {stored.unchanged} as before.")
    return 0


def tell_rules(code: str, on: str) -> int:
    """What the rule was on a day, each line with its validity and reference."""
    try:
        found = rules_on(code, date.fromisoformat(on) if on else localdate(clock.now()))
    except ValueError:
        _tell(f"{on!r} is no day; write it as 2025-06-30.")
        return REFUSED
    except MotCuaError as refusal:
        _tell(str(refusal))
        return REFUSED
    held = found.version.effective_from if found.version.effective_from != date.min else "the beginning"
    state = f"version {found.version.hash[:12]}, in force from {held}"
    print(f"{found.code} {pick(found.version.name, 'vi')}\non {found.day}: {state if found.in_force else NO_VERSION}")
    laws = {law.id: f"{law.article} – {law.number}".removeprefix(" – ") for law in found.version.legal_basis}
    rules: list[tuple[str, str, Fee | TimeLimit]] = [("Time limit", _limit(one), one) for one in found.time_limits]
    rules += [(pick(fee.name, "vi"), say_money(fee.amount), fee) for fee in found.fees]
    for name, amount, rule in rules:
        told = ", ".join(laws[law] for law in rule.legal if law in laws) or "no reference"
        span = f"{rule.valid_from or 'always'} to {rule.valid_to or 'now'}"
        print(f"  {name}: {amount}  [{span}; {told}]")
    for paper in found.papers:
        print(f"  {pick(paper.name, 'vi')}{' (in some cases)' if paper.when or not paper.required else ''}")
    return 0


def _limit(limit: TimeLimit) -> str:
    return (
        f"{limit.amount} {limit.unit.value.replace('_', ' ')}"
        if limit.unit and limit.amount is not None
        else pick(limit.note, "vi")
    )


def _tell_rejected(report: ImportReport) -> None:
    for line, reason in report.rejected[:SHOWN]:
        _tell(f"line {line}: {reason}")
    if len(report.rejected) > SHOWN:
        _tell(f"... and {len(report.rejected) - SHOWN} more.")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
