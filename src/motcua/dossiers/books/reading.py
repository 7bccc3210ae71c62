"""The books of an agency: form 07, and the numbers of each kind of paper. Keyset pages in the order of writing."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts.books import BookFilter, BookPage, BookRow, NumberRow
from motcua.dossiers.contracts.words import Channel, DocumentKind, State
from motcua.dossiers.models import Document, Dossier
from motcua.dossiers.queues import NOT_SHOWN, NOWHERE
from motcua.dossiers.viewing import LOOKED_AT
from motcua.kernel.actors import Actor
from motcua.kernel.ids import first_id
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking

DOSSIERS = "dossiers"
PAGE = 50


def list_book(*, actor: Actor, wanted: BookFilter, cursor: str = "", limit: int = PAGE) -> BookPage:
    """A page of a book of the actor's own agency. It names applicants, so it is a look at all of them."""
    with looking(actor):
        return page_of(actor, wanted, cursor, limit)


def page_of(actor: Actor, wanted: BookFilter, cursor: str, limit: int) -> BookPage:
    """In the caller's transaction."""
    if wanted.book == DOSSIERS:
        return _followed(actor, wanted, cursor, limit)
    return _numbers(actor, wanted, cursor, limit)


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def zone_of(actor: Actor) -> tzinfo:
    """The zone by whose days the actor's books are kept."""
    return agencies.calendar_of(actor.agency_id).zone if actor.agency_id else UTC


def _bounds(actor: Actor, month: date) -> tuple[datetime, datetime]:
    zone = zone_of(actor)
    return tuple(datetime.combine(day, time.min, zone) for day in (month, next_month(month)))  # type: ignore[return-value]


def _followed(actor: Actor, wanted: BookFilter, cursor: str, limit: int) -> BookPage:
    """By the moment of submission, which the id says."""
    start, end = _bounds(actor, wanted.month)
    rows = Dossier.objects.filter(
        receiving_agency_id=actor.agency_id or NOWHERE, id__gte=first_id(start), id__lt=first_id(end)
    )
    if wanted.procedure:
        rows = rows.filter(procedure_code=wanted.procedure)
    if (last := _read_cursor(cursor, UUID)) is not None:
        rows = rows.filter(id__gt=last)
    page = list(rows.defer(*NOT_SHOWN).order_by("id")[: limit + 1])
    shown = page[:limit]
    _write_look(actor, wanted, [row.applicant_id for row in shown])
    more = _cursor(str(shown[-1].id)) if len(page) > limit else ""
    return BookPage(rows=tuple(map(_book_row, shown)), cursor=more)


def _book_row(row: Dossier) -> BookRow:
    return BookRow(
        code=row.code,
        procedure_code=row.procedure_code,
        procedure_name=catalogue.get_version(row.version_hash).name,
        applicant_name=row.applicant_name,
        resolving_agency_id=row.resolving_agency_id,
        state=State(row.state),
        channel=Channel(row.channel),
        submitted_at=row.submitted_at,
        received_at=row.received_at,
        due_at=row.due_at,
        decided_at=row.decided_at,
        ended_at=row.ended_at,
    )


def _numbers(actor: Actor, wanted: BookFilter, cursor: str, limit: int) -> BookPage:
    """By number. What is missing right before a number is told; a number that was given always stands somewhere, unless
    its dossier was taken out of the installation with its month."""
    start, end = _bounds(actor, wanted.month)
    book = Document.objects.filter(agency_id=actor.agency_id or NOWHERE, kind=wanted.book, year=wanted.month.year)
    rows = book.filter(issued_at__gte=start, issued_at__lt=end)
    if wanted.procedure:
        rows = rows.filter(dossier__procedure_code=wanted.procedure)
    last = _read_cursor(cursor, int)
    if last is not None:
        rows = rows.filter(serial__gt=last)
    found = list(
        rows.order_by("serial").values_list(
            "id",
            "serial",
            "number",
            "issued_at",
            "title",
            "dossier__code",
            "dossier__applicant_name",
            "dossier__applicant_id",
            "data__signer__name",
            "issued_as",
        )[: limit + 1]
    )
    shown = found[:limit]
    _write_look(actor, wanted, [row[7] for row in shown])
    took_place = Document.objects.filter(supersedes_id__in=[row[0] for row in shown])
    newer = {of: told for of, *told in took_place.values_list("supersedes_id", "number", "issued_as")}
    more = _cursor(shown[-1][1]) if len(found) > limit else ""
    return BookPage(numbers=tuple(_number_rows(shown, newer, last, gaps=not wanted.procedure)), cursor=more)


def _number_rows(
    shown: Sequence[tuple[Any, ...]], newer: Mapping[UUID | None, Sequence[str]], last: int | None, *, gaps: bool
) -> Iterator[NumberRow]:
    before = last
    for document_id, serial, number, issued_at, title, code, name, _applicant, signer, anew in shown:
        missing = (before + 1, serial - 1) if gaps and before is not None and serial > before + 1 else None
        by, why = newer.get(document_id, ("", ""))
        yield NumberRow(serial, number, issued_at, title, code, name, signer or "", by, missing, why, anew)
        before = serial


def _write_look(actor: Actor, wanted: BookFilter, subjects: Sequence[UUID]) -> None:
    if subjects:
        facts = {"book": wanted.book, "subjects": sorted({str(subject) for subject in subjects})}
        ledger.record(actor=actor, action=LOOKED_AT, facts=facts)


def _cursor(last: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(last).encode()).decode()


def _read_cursor(cursor: str, kind: type) -> Any:
    try:
        last = json.loads(base64.urlsafe_b64decode(cursor))
        if kind is int:
            return last if isinstance(last, int) and 0 <= last < 1 << 31 else None
        return UUID(last)
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):  # it comes from an address
        return None


def books_kept() -> tuple[str, ...]:
    """The dossiers that are followed, then the numbers of each kind of paper."""
    return (DOSSIERS, *(kind.value for kind in DocumentKind))
