"""From a line to a row that is ready to be staged: read, checked, cleaned. Nothing of a line is believed before that."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import is_not
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import astuple, fields

from motcua.dossiers.syncing.ids import dossier_hex, milliseconds_of, progress_hex
from motcua.dossiers.syncing.national import Lists
from motcua.dossiers.syncing.refusals import RowRefusedError
from motcua.dossiers.syncing.shapes import Applicant, DossierRow, ProgressRow
from motcua.kernel.errors import InvalidInputError
from motcua.kernel.texts import clean

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
FARTHEST = timedelta(days=20 * 366)  # a due date
LATEST_SEQUENCE = 10**15  # below every count of microseconds since 1970 that a source's clock can show
MOST_FEE = 10**15
MOST_DETAILS = 4000
LONGEST_CODE = 40
MOST_A_DAY = 99_999  # our numbers of today begin behind a pushed one: it may not make all of them longer than this
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DIGITS = {"person": (9, 12), "business": (10, 12, 13, 14)}
_OLD_AGENCY = re.compile(r"(\d{3})\.(\d{2})\.(\d{2})\.(.+)", re.ASCII)
_NULL = "\\N"

Row = DossierRow | ProgressRow
_decode: Callable[[bytes], Row] = msgspec.json.Decoder(DossierRow | ProgressRow).decode
_decode_any = msgspec.json.Decoder().decode
# What each member is where it is not named; nothing where it must be or is made anew for each row (`details`).
_DOSSIER, _PROGRESS = ((*(one.default for one in fields(shape)),) for shape in (DossierRow, ProgressRow))
_APPLICANT = tuple(one.default for one in fields(Applicant))
_encode_sorted = msgspec.json.Encoder(order="deterministic").encode


class Ready(msgspec.Struct, gc=False):
    """A row as it is staged: `columns` in COPY's text form. `number`: what the applicant goes by, with its kind in front,
    "" when there is none; `today`: the number of one of today's codes, which ours must not come to."""

    line: int
    code: str
    id: str
    order: int
    columns: str
    hash: str = ""
    number: str = ""
    today: int = 0
    applicant: str = ""


@dataclass(slots=True)
class Reader:
    """Reads lines for one program. `agencies`: ids of the agencies that it speaks for, by code; `procedures`: the hash of
    a procedure's version by code, None for an unknown one."""

    lists: Lists
    agencies: Mapping[str, UUID]
    procedures: Callable[[str], str | None]
    now: datetime
    _own: dict[str, bool] = field(default_factory=dict)
    _today: int = field(init=False)
    _latest: datetime = field(init=False)
    _farthest: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._latest, self._farthest = (self.now.astimezone(UTC) + ahead for ahead in (timedelta(days=1), FARTHEST))
        self._today = milliseconds_of(f"{self.now.astimezone(self.lists.zone):%y%m%d}", self.lists.zone)

    def ready(self, row: Row, line: int) -> "tuple[bool, Ready]":
        """Whether it is a dossier (else progress), and the row. Raises RowRefusedError."""
        return (True, self.dossier(row, line)) if type(row) is DossierRow else (False, self.progress(row, line))  # type: ignore[arg-type]

    def dossier(self, row: DossierRow, line: int) -> Ready:
        """Raises RowRefusedError."""
        code, identifier, number_today = self._code(row.code)
        agency = self.agencies.get(row.agency)
        if agency is None:
            raise RowRefusedError("not_your_agency")
        version = self.procedures(row.procedure)
        if version is None:
            raise RowRefusedError("unknown_procedure")
        rule = self.lists.statuses.get(row.status)
        if rule is None:
            raise RowRefusedError("unknown_status")
        if not 0 <= row.fee_total < MOST_FEE:
            raise RowRefusedError("fee_absurd")
        submitted = self._past("submitted_at", row.submitted_at)
        received, due = self._past("received_at", row.received_at), self._due(row.due_at)
        decided, ended = self._past("decided_at", row.decided_at), self._past("ended_at", row.ended_at)
        told = self._past("as_of", row.as_of) if rule.decided else _NULL
        if rule.ended and ended == _NULL:
            ended = decided if decided != _NULL else told
        if rule.decided and decided == _NULL:
            decided = ended if ended != _NULL else told
        who = row.applicant
        details = _details(row.details) if row.details else "{}"
        columns = "\t".join(
            (
                row.procedure,
                version,
                row.channel,
                rule.state,
                str(row.status),
                _text("applicant.name", who.name, 200),
                agency.hex,
                str(row.fee_total),
                submitted,
                received,
                due,
                received if due == _NULL != received else submitted if due == _NULL else due,
                decided if rule.decided else _NULL,
                ended if rule.ended else _NULL,
                details,
            )
        )
        number = _number(who.type, who.number) if who.number else ""
        order = self._order(row.sequence, row.as_of)
        return Ready(line, code, identifier, order, columns, number=number, today=number_today)

    def progress(self, row: ProgressRow, line: int) -> Ready:
        """Raises RowRefusedError."""
        code, identifier, number_today = self._code(row.code)
        if row.status is not None and row.status not in self.lists.statuses:
            raise RowRefusedError("unknown_status")
        order = self._order(row.sequence, row.at if row.sequence is None else None)
        columns = "\t".join(
            (
                str(order),
                self._past("at", row.at),
                _NULL if row.status is None else str(row.status),
                _text("by", row.by, 200),
                _text("position", row.position, 200),
                _text("unit", row.unit, 300),
                _text("note", row.note, 2000),
                self._past("started_at", row.started_at),
                self._due(row.due_at),
            )
        )
        return Ready(line, code, identifier, order, columns, progress_hex(columns.encode()), today=number_today)

    def _code(self, code: str) -> tuple[str, str, int]:
        """The code as it is kept, the dossier's id, and its number when it is one of today's."""
        found = self.lists.code.fullmatch(code) if len(code) <= LONGEST_CODE else None
        if found is None:
            raise RowRefusedError("code_unreadable")
        agency, day, number = found.group("agency", "day", "number")
        own = self._own.get(agency)
        if own is None:
            own = self._own[agency] = self._is_own(agency)
        if not own:
            raise RowRefusedError("not_your_code")
        moment = milliseconds_of(day, self.lists.zone)
        if not 0 < moment <= self._today:
            raise RowRefusedError("code_unreadable")
        number_today = int(number) if moment == self._today else 0
        if number_today > MOST_A_DAY:
            raise RowRefusedError("number_too_far")
        return code, dossier_hex(code, moment), number_today

    def _is_own(self, agency: str) -> bool:
        """Of an agency that the program speaks for, or of a unit within it."""
        modern = modern_agency(agency)
        return any(modern == code or modern.startswith(f"{code}.") for code in self.agencies)

    def _past(self, name: str, moment: datetime | None) -> str:
        return _NULL if moment is None else _universal(name, moment, self._latest).isoformat()

    def _due(self, moment: datetime | None) -> str:
        return _NULL if moment is None else _universal("due_at", moment, self._farthest).isoformat()

    def _order(self, sequence: int | None, as_of: datetime | None) -> int:
        if (sequence is None) == (as_of is None):
            raise RowRefusedError("order_missing")
        if as_of is not None:
            return (_universal("as_of", as_of, self._latest) - _EPOCH) // _MICROSECOND
        if sequence is None or not 0 <= sequence < LATEST_SEQUENCE:
            raise RowRefusedError("order_absurd")
        return sequence


def parse(raw: bytes) -> Row:
    """Raises RowRefusedError."""
    try:
        row = _decode(raw)
    except msgspec.ValidationError as wrong:
        raise RowRefusedError("wrong_shape", detail=str(wrong)[:200]) from wrong
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as broken:
        raise RowRefusedError("not_json") from broken
    # Each name is followed by a colon, at once when spaces are left out. A member that is not its default was named; where
    # that already makes as many names as colons, none stands twice, and the line need not be read again.
    if raw.translate(None, b" \t\r").count(b'":') != _named(row):
        refuse_twice(raw, _decode_any(raw))
    return row


def _named(row: Row) -> int:
    """How many names must have stood in the line, at least; `kind` is always one of them."""
    if type(row) is not DossierRow:
        return 1 + sum(map(is_not, astuple(row), _PROGRESS))
    found = 1 + sum(map(is_not, astuple(row), _DOSSIER)) + sum(map(is_not, astuple(row.applicant), _APPLICANT))
    return found + _names(row.details) if row.details else found - 1


def refuse_twice(raw: bytes, read: Any) -> None:
    """Raises RowRefusedError for an object that names a member twice; `read` is what was read of `raw`."""
    # Each name is followed by a colon. Where no colon stands apart from its name and there are just as many as names
    # that were read, none stands twice; only where that is not plain is the line read name by name.
    if b" :" in raw or b"\t:" in raw or b"\r:" in raw or raw.count(b'":') != _names(read):
        _refuse_twice(raw)


def _names(value: Any) -> int:
    if isinstance(value, dict):
        found = len(value)
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                found += _names(inner)
        return found
    return sum(_names(inner) for inner in value) if isinstance(value, list) else 0


def _refuse_twice(raw: bytes) -> None:
    def once_each(pairs: list[tuple[str, Any]]) -> None:
        if len({name for name, _value in pairs}) != len(pairs):
            raise RowRefusedError("name_twice")

    try:
        json.loads(raw, object_pairs_hook=once_each)
    except (ValueError, RecursionError) as broken:
        raise RowRefusedError("not_json") from broken


@lru_cache(maxsize=4096)
def modern_agency(code: str) -> str:
    """An agency's id as it is written since 2020: "000.00.17.H57" is H57.17."""
    old = _OLD_AGENCY.fullmatch(code)
    if old is None:
        return code
    parts = [old[4], old[3], old[2], old[1]]
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    return ".".join(parts)


@lru_cache(maxsize=16384)
def _text(name: str, text: str, longest: int) -> str:
    """`text` cleaned and written as COPY reads it; cached, because names and notes come again and again."""
    try:
        tidy = clean(text)
    except InvalidInputError as unreadable:
        raise RowRefusedError("text_unreadable", field=name) from unreadable
    if len(tidy) > longest:
        raise RowRefusedError("text_too_long", field=name)
    return tidy.replace("\\", "\\\\") if "\\" in tidy else tidy


def _details(details: dict[str, Any]) -> str:
    """As JSON text in a fixed order; PostgreSQL's jsonb holds no NUL and no half of a character."""
    try:
        written = _encode_sorted(details).decode()
    except (ValueError, RecursionError) as broken:
        raise RowRefusedError("not_json") from broken
    if len(written) > MOST_DETAILS:
        raise RowRefusedError("details_too_long")
    if "\\u0000" in written:
        raise RowRefusedError("text_unreadable", field="details")
    return written.replace("\\", "\\\\") if "\\" in written else written


def _number(kind: str, number: str) -> str:
    digits = number.replace("-", "", 1) if kind == "business" else number
    lengths = _DIGITS.get(kind)
    if not digits.isascii() or not digits.isdigit() or (lengths and len(digits) not in lengths) or len(digits) > 20:
        raise RowRefusedError("number_unreadable")
    return f"{kind}:{digits}"


def _universal(name: str, moment: datetime, latest: datetime) -> datetime:
    """In UTC, for moments of one time zone are compared far more cheaply than those of two. Raises RowRefusedError."""
    if moment.tzinfo is None or not EARLIEST.year - 1 <= moment.year <= latest.year + 1:
        raise RowRefusedError("moment_absurd", field=name)
    universal = moment.astimezone(UTC)
    if not EARLIEST <= universal <= latest:
        raise RowRefusedError("moment_absurd", field=name)
    return universal
