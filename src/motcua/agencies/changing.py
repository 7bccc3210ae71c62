"""Reading the official tables of changes: communes of before with the present ones that took them, and provinces."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from motcua.agencies.contracts import ChangeKind
from motcua.agencies.errors import DataUnreadableError
from motcua.agencies.models import UnitChange
from motcua.agencies.services import UNITS_SINCE, require_operator
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.texts import clean, fold
from motcua.ledger import api as ledger
from motcua.platform import remembering
from motcua.platform.database.transactions import acting

_COMMUNES = (
    "old_ward_code",
    "old_ward",
    "old_district_code",
    "old_district",
    "old_province_code",
    "old_province",
    "new_ward_code",
    "merge",
)
_PROVINCES = ("old_code", "old_province", "new_code", "new_province")
USUAL_NOTE = 20  # a note that more lines carry only says in words what their kind is
_FACTS = ["old_name", "old_district", "old_province_code", "old_province", "kind", "note", "search_key"]

Row = dict[str, str]


def import_changes(path: str | Path, *, actor: Actor = SYSTEM, since: date = UNITS_SINCE) -> int:
    """Read a table of changes (CSV, also gzipped), of communes or of provinces; its columns tell which. Only operators.

    Returns how many lines it has. A line of the same old and new code and day is overwritten, nothing is removed.
    Raises DataUnreadableError.
    """
    require_operator(actor)
    rows = _rows(Path(path))
    changes = _communes(rows, since) if "old_ward_code" in rows[0] else _provinces(rows, since)
    with acting(actor):
        UnitChange.objects.bulk_create(
            {(change.old_code, change.new_code): change for change in changes}.values(),
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["old_code", "new_code", "since"],
            update_fields=_FACTS,
        )
        ledger.record(actor=actor, action="agencies.changes_imported", facts={"changes": len(changes)})
    remembering.forget()
    return len(changes)


def _rows(path: Path) -> list[Row]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as table:
            reader = csv.DictReader(table)
            columns = set(reader.fieldnames or ())
            rows = list(reader)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise DataUnreadableError(fields={"path": str(error)}) from None
    missing = sorted(set(_COMMUNES) - columns)
    if missing and not set(_PROVINCES) <= columns:
        raise DataUnreadableError(fields={"columns": ", ".join(missing)})
    if not rows:
        raise DataUnreadableError(fields={"path": "no lines"})
    if strange := sorted({row.get("merge") or "whole" for row in rows} - set(ChangeKind)):
        raise DataUnreadableError(fields={"merge": ", ".join(strange)})
    return rows


def _communes(rows: list[Row], since: date) -> list[UnitChange]:
    provinces, districts = _usual(rows, "old_province"), _usual(rows, "old_district")
    notes = Counter((row["merge"], clean(row.get("note") or "")) for row in rows)
    said = {note for note, times in notes.items() if times > USUAL_NOTE}
    return [_commune(row, provinces, districts, said, since) for row in rows]


def _commune(
    row: Row, provinces: dict[str, str], districts: dict[str, str], usual_notes: set[tuple[str, str]], since: date
) -> UnitChange:
    note = clean(row.get("note") or "")
    district = districts[row["old_district_code"]]
    name = clean(row["old_ward"]) or district
    alone = not row["old_ward_code"]  # a district without communes
    return UnitChange(
        since=since,
        old_code=row["old_district_code"] if alone else row["old_ward_code"],
        old_name=name,
        old_district="" if name == district else district,
        old_province_code=row["old_province_code"],
        old_province=provinces[row["old_province_code"]],
        new_code=row["new_ward_code"],
        kind=row["merge"],
        note="" if (row["merge"], note) in usual_notes else note,
        search_key=f" {fold(name)} {fold(district)}",
    )


def _usual(rows: Iterable[Row], part: str) -> dict[str, str]:
    """The name that the table writes most often for each code: it writes some of them in two ways."""
    said: dict[str, Counter[str]] = {}
    for row in rows:
        said.setdefault(row[f"{part}_code"], Counter())[clean(row[part])] += 1
    return {code: names.most_common(1)[0][0] for code, names in said.items()}


def _provinces(rows: list[Row], since: date) -> list[UnitChange]:
    joined = Counter(row["new_code"] for row in rows)
    return [
        UnitChange(
            since=since,
            old_code=row["old_code"],
            old_name=(name := clean(row["old_province"])),
            old_province_code=row["old_code"],
            old_province=name,
            new_code=row["new_code"],
            kind=ChangeKind.WHOLE if joined[row["new_code"]] > 1 else ChangeKind.UNCHANGED,
            search_key=f" {fold(name)}",
        )
        for row in rows
    ]
