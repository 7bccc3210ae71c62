"""What became of the units of before, asked by their code or by their name as people type it."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import F

from motcua.agencies.contracts import ChangeKind, OldUnitView, UnitPart, UnitView
from motcua.agencies.errors import UnitNotFoundError
from motcua.agencies.models import UnitChange
from motcua.agencies.queries import get_unit, today
from motcua.kernel.texts import alphabetical_key, clean, fold
from motcua.platform.remembering import remembered

MOST_FOUND = 12
LONGEST = 100  # characters of a name that is looked for
PROVINCE_DIGITS, MOST_DIGITS = 2, 5
_NO_FIT = 3
_MOST_STEPS = 5  # a unit that changed again, and again
_OTHER_CODES = Path(__file__).parent / "data" / "unit_codes.csv"

Rows = tuple[UnitChange, ...]


def list_old_provinces() -> tuple[tuple[str, str], ...]:
    """Code and name of the provinces of before, in Vietnamese order; nothing where no table was imported."""

    def read() -> tuple[tuple[str, str], ...]:
        rows = UnitChange.objects.values_list("old_province_code", "old_province").distinct()
        own = rows.filter(old_code=F("old_province_code"))  # where a list of provinces was imported, its names stand
        return tuple(sorted((dict(rows) | dict(own)).items(), key=lambda pair: alphabetical_key(without_kind(pair[1]))))

    return remembered(("old provinces",), read)


def find_old_units(text: str, province_code: str, on: date | None = None) -> tuple[OldUnitView, ...]:
    """Communes of a former province by their name as people type it, at most 12: "huong vinh", "xã Hương Vinh".

    Those called just this come first, then those that begin with it, then those of a district of that name.
    """
    wanted = fold(clean(text[:LONGEST])) if text.isprintable() else ""
    if not wanted or not _is_code(province_code):
        return ()
    day = on or today()
    known = remembered(("old units", province_code), lambda: _communes_of(province_code))
    ranked = ((min(_rank(wanted, row) for row in rows), code) for code, rows in known.items())
    best = sorted((rank, code) for rank, code in ranked if rank[0] < _NO_FIT)[:MOST_FOUND]
    return tuple(_remembered_view(code, known[code], day) for _rank_, code in best)


def map_old_unit(code: str, on: date | None = None) -> OldUnitView:
    """What became of the former unit `code`, as present units of the day. Raises UnitNotFoundError."""
    day = on or today()
    if not _is_code(code):
        raise UnitNotFoundError
    return remembered(("old unit", code, day), lambda: _view(_rows_of(code), day))


def _rows_of(code: str) -> Rows:
    return tuple(UnitChange.objects.filter(old_code=code).order_by("since", "new_code"))


def _communes_of(province_code: str) -> Mapping[str, Rows]:
    rows = UnitChange.objects.filter(old_province_code=province_code).exclude(old_code=province_code)
    found: dict[str, Rows] = {}
    for row in rows.order_by("old_name", "old_code", "since", "new_code"):
        found[row.old_code] = (*found.get(row.old_code, ()), row)
    return found


def _rank(wanted: str, row: UnitChange) -> tuple[int, str]:
    """How well the name fits, the best first."""
    name, short, whole = fold(row.old_name), fold(without_kind(row.old_name)), row.search_key
    if wanted in (name, short):
        return 0, name
    if name.startswith(wanted) or short.startswith(wanted):
        return 1, name
    return (2 if f" {wanted}" in whole else _NO_FIT), name


def _remembered_view(code: str, rows: Rows, day: date) -> OldUnitView:
    return remembered(("old unit", code, day), lambda: _view(rows, day))


def _view(rows: Rows, day: date) -> OldUnitView:
    """Raises UnitNotFoundError when there is no such unit, or it had not ended by `day`."""
    over = [row for row in rows if row.since <= day]
    if not over:
        raise UnitNotFoundError
    first = over[0]
    parts = {part.unit.code: part for row in over if row.since == first.since for part in _parts(row, day, _MOST_STEPS)}
    return OldUnitView(
        code=first.old_code,
        name=" / ".join(dict.fromkeys(row.old_name for row in over)),  # the table gives two codes to two communes each
        district=first.old_district,
        province_code=first.old_province_code,
        province=first.old_province,
        since=first.since,
        parts=tuple(sorted(parts.values(), key=_by_people)),
    )


def _parts(row: UnitChange, day: date, steps: int) -> Iterable[UnitPart]:
    """The present unit of a change; where that one changed again, what became of it."""
    if unit := _present(row.new_code, day):
        return [UnitPart(unit, ChangeKind(row.kind), row.note)]
    if not steps:
        return []
    later = UnitChange.objects.filter(old_code=row.new_code, since__gt=row.since, since__lte=day)
    return [part for change in later for part in _parts(change, day, steps - 1)]


def _present(code: str, day: date) -> UnitView | None:
    for written in (code, other_codes().get(code, "")):
        try:
            return get_unit(written, day)
        except UnitNotFoundError:
            continue
    return None


def _by_people(part: UnitPart) -> tuple[bool, bool, str]:
    """Where people live comes first."""
    return part.kind is ChangeKind.PART_AREA, part.kind is not ChangeKind.PART_AREA_ALL_PEOPLE, part.unit.code


@cache
def other_codes() -> Mapping[str, str]:
    """Codes that one official list writes otherwise than another."""
    with _OTHER_CODES.open(encoding="utf-8", newline="") as table:
        return {row["code"]: row["means"] for row in csv.DictReader(table)}


def without_kind(name: str) -> str:
    """Takes "Tỉnh Hà Giang" as "Hà Giang": how people call it, and what it is sorted by."""
    lowered = name.lower()
    for kind in ("tỉnh ", "thành phố ", "thị trấn ", "phường ", "xã "):
        if lowered.startswith(kind):
            return name[len(kind) :]
    return name


def _is_code(code: str) -> bool:
    return PROVINCE_DIGITS <= len(code) <= MOST_DIGITS and code.isascii() and code.isdigit()
