"""Numbers without gaps and without a lock wider than one agency's day, or one book of an agency's year.

The counter's row is taken in the transaction of the act: what is taken back gives its number back too, so a book has no
gaps; and two acts wait for each other only when they need the next number of the same book.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.dossiers.contracts import DocumentKind
from motcua.dossiers.errors import NumberFormatInvalidError
from motcua.dossiers.models import NumberFormat
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotAllowedError
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, prepared

STANDARD = "{number}/{year}"
_PLACES = frozenset({"number", "year", "agency"})
_WIDTH = re.compile(r"(?:0[1-9])?")

# The agency's own format before everybody's, the kind's own before that of all kinds, the latest that is in force.
_NEXT_IN_BOOK = (
    "INSERT INTO dossiers_counter (scope, value) VALUES (%(scope)s, 1) "
    "ON CONFLICT (scope) DO UPDATE SET value = dossiers_counter.value + 1 RETURNING value, "
    "(SELECT pattern FROM dossiers_numberformat f WHERE (f.agency_id = %(agency)s::uuid OR f.agency_id IS NULL)"
    " AND f.kind IN (%(kind)s, '') AND f.valid_from <= %(on)s::date"
    " ORDER BY f.agency_id IS NULL, f.kind = '', f.valid_from DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A place in the book of `year`: the `serial`, and how it is written."""

    year: int
    serial: int
    written: str


def next_number(scope: str) -> int:
    """The next number in `scope`, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_counter (scope, value) VALUES (%s, 1) "
            "ON CONFLICT (scope) DO UPDATE SET value = dossiers_counter.value + 1 RETURNING value",
            [scope],
        )
        return int(cursor.fetchone()[0])


def next_in_book(agency: AgencyView, kind: DocumentKind, at: datetime) -> Numbered:
    """The next number of the agency's book of `kind`, by the year on its own calendar; in the caller's transaction."""
    on = at.astimezone(agencies.calendar_of(agency.id).zone).date()
    asked = {"scope": f"{agency.code}:{kind.value}:{on.year}", "agency": agency.id, "kind": kind.value, "on": on}
    serial, pattern = prepared(_NEXT_IN_BOOK, asked).fetchone() or (0, None)
    return Numbered(on.year, serial, write_number(pattern or STANDARD, serial, on.year, agency.code))


def write_number(pattern: str, serial: int, year: int, agency: str) -> str:
    """As in "12/2026", "0012/TB-H57.17"."""
    return pattern.format(number=serial, year=year, agency=agency)


def set_number_format(
    *, actor: Actor, pattern: str, valid_from: date, agency_id: UUID | None = None, kind: str = "", legal: str = ""
) -> None:
    """Number papers so from `valid_from` on. Numbers that were given stay as they are, and the count goes on.

    For the operator. Raises NumberFormatInvalidError, NotAllowedError.
    """
    if actor != SYSTEM:
        raise NotAllowedError
    _check(pattern, kind)
    with acting(actor):
        NumberFormat.objects.update_or_create(
            agency_id=agency_id, kind=kind, valid_from=valid_from, defaults={"pattern": pattern, "legal": legal}
        )
        facts = {"pattern": pattern, "from": valid_from.isoformat(), "agency": str(agency_id or ""), "kind": kind}
        ledger.record(actor=actor, action="dossiers.number_format_set", why=legal, facts=facts)


def _check(pattern: str, kind: str) -> None:
    problems: dict[str, str] = {}
    try:
        parts = [part for part in Formatter().parse(pattern) if part[1] is not None]
        places = {str(name) for _text, name, _spec, _conversion in parts}
        plain = all(_WIDTH.fullmatch(spec or "") and not conversion for _text, _name, spec, conversion in parts)
        written = write_number(pattern, 999_999, 2026, "000.00.00.H00") if plain else ""
    except (ValueError, KeyError, IndexError, AttributeError):
        places, written = set(), ""
    if "number" not in places or places - _PLACES or not 0 < len(written) <= 60:
        problems["pattern"] = _(
            "Mẫu số phải có {number}, có thể thêm {year} và {agency}, ví dụ {number:04}/TB-{agency}."
        )
    if kind and kind not in set(DocumentKind):
        problems["kind"] = _("Không có loại giấy này.")
    if problems:
        raise NumberFormatInvalidError(fields=problems)
