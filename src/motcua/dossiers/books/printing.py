"""Printing a book: asked for on the desk, gathered page by page and set by the worker, kept for a week."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import override

from motcua.agencies import api as agencies
from motcua.dossiers.books.columns import cells, columns, title_of
from motcua.dossiers.books.reading import books_kept, page_of, zone_of
from motcua.dossiers.contracts.books import BookFilter, BookPrintView
from motcua.dossiers.documents.data import BookData
from motcua.dossiers.documents.rendering import render_book
from motcua.dossiers.errors import BookPrintNotFoundError, BookUnknownError
from motcua.dossiers.models import BookPrint
from motcua.dossiers.queues import NOWHERE
from motcua.dossiers.services.snapshots import issuer_of
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.errors import MotCuaError, NotAllowedError
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking
from motcua.platform.files import api as files

KEPT = timedelta(days=7)
LEASE = timedelta(minutes=5)
CHUNK = 500
MOST_ROWS = 5000


def ask_book_print(*, actor: Actor, wanted: BookFilter, language: str = "vi") -> BookPrintView:
    """Let the worker print a book of the actor's own agency. The same book twice at once is one print.

    Raises BookUnknownError, NotAllowedError for who sits at no agency.
    """
    if not actor.is_official or actor.id is None or actor.agency_id is None:
        raise NotAllowedError
    if wanted.book not in books_kept():
        raise BookUnknownError
    with acting(actor):
        waiting = BookPrint.objects.filter(
            actor_id=actor.id,
            book=wanted.book,
            month=wanted.month,
            procedure=wanted.procedure,
            language=language,
            done_at=None,
        ).first()
        if waiting:
            return _view(waiting)
        row = BookPrint.objects.create(
            agency_id=actor.agency_id,
            actor_id=actor.id,
            actor_name=actor.name,
            book=wanted.book,
            month=wanted.month,
            procedure=wanted.procedure,
            language=language,
            asked_at=clock.now(),
        )
        facts = {"book": wanted.book, "month": wanted.month.isoformat(), "procedure": wanted.procedure}
        ledger.record(actor=actor, action="dossiers.book_printed", record_id=row.id, facts=facts)
        return _view(row)


def list_book_prints(*, actor: Actor, limit: int = 10) -> tuple[BookPrintView, ...]:
    """The actor's own prints of the last days, newest first."""
    with looking(actor):
        return tuple(map(_view, BookPrint.objects.filter(actor_id=actor.id or NOWHERE).order_by("-asked_at")[:limit]))


def open_book_print(*, actor: Actor, print_id: UUID) -> tuple[bytes, str]:
    """The PDF, and the name of its file. Only who asked for it. Raises BookPrintNotFoundError."""
    with looking(actor):
        row = BookPrint.objects.filter(id=print_id, actor_id=actor.id or NOWHERE).exclude(file_id=None).first()
        if row is None or row.file_id is None:
            raise BookPrintNotFoundError
        with files.open_file(row.file_id) as stream:
            return stream.read(), f"{row.book.replace('_', '-')}-{row.month:%Y-%m}.pdf"


def print_books() -> None:
    """For the worker, every two seconds: what waits. No transaction is open while a book is gathered and set, so nothing
    waits for it (the change feed would), and its page sees how far it is."""
    while (row := _claimed()) is not None:
        try:
            printed = render_book(_gathered(row), row.language)
        except MotCuaError as error:
            _done(row.id, None, error.code)
        else:
            _done(row.id, printed, "")


def _claimed() -> BookPrint | None:
    """The next that nobody works on, or whose worker died five minutes ago."""
    with acting(SYSTEM):
        free = Q(started_at=None) | Q(started_at__lt=clock.now() - LEASE)
        waiting = BookPrint.objects.filter(free, done_at=None).order_by("asked_at")
        row = waiting.select_for_update(skip_locked=True).first()
        if row is not None:
            row.started_at = clock.now()
            row.save(update_fields=["started_at"])
        return row


def forget_book_prints() -> None:
    """After a week the file goes; the book can be printed again."""
    with acting(SYSTEM):
        old = BookPrint.objects.filter(asked_at__lt=clock.now() - KEPT)
        kept = [file_id for file_id in old.values_list("file_id", flat=True) if file_id]
        old.delete()
        files.forget_files(kept)


def _gathered(row: BookPrint) -> BookData:
    actor = _reader(row)
    wanted = BookFilter(row.book, row.month, row.procedure)
    found: list[tuple[str, ...]] = []
    cursor = ""
    with override("vi"):
        while len(found) < MOST_ROWS:
            with looking(actor):
                page = page_of(actor, wanted, cursor, CHUNK)
                found += cells(page, zone_of(actor))
            with acting(SYSTEM):
                BookPrint.objects.filter(id=row.id).update(rows=len(found))
            cursor = page.cursor
            if not cursor:
                break
    return _data(row, found, more=bool(cursor))


def _data(row: BookPrint, found: Sequence[tuple[str, ...]], *, more: bool) -> BookData:
    said, widths = columns(row.book)
    titles = title_of(row.book)
    period = f"tháng {row.month:%m/%Y}" + (f", thủ tục {row.procedure}" if row.procedure else "")
    period += f" ({len(found)} dòng đầu)" if more else ""
    return BookData(
        agency=issuer_of(agencies.get_agency(row.agency_id)),
        title=titles["vi"],
        title_en=titles["en"],
        period=period,
        columns=said,
        widths=widths,
        rows=tuple(found),
        issued_at=clock.now(),
        printed_by=row.actor_name,
        demo=settings.DEMO,
    )


def _reader(row: BookPrint) -> Actor:
    """Who asked, as far as reading the agency's own book goes."""
    return Actor(
        ActorKind.OFFICIAL,
        row.actor_id,
        row.actor_name,
        agency_id=row.agency_id,
        agency_ids=(row.agency_id,),
        reach=agencies.reach_at(row.actor_id, row.agency_id),
    )


def _done(print_id: UUID, printed: bytes | None, error: str) -> None:
    """Kept once: of two workers the second finds it done."""
    with acting(SYSTEM):
        row = BookPrint.objects.select_for_update().get(id=print_id)
        if row.done_at is None:
            row.file_id = files.store_made(printed, f"{row.book}.pdf").id if printed else None
            row.done_at, row.error = clock.now(), error
            row.save(update_fields=["file_id", "done_at", "error"])


def _view(row: BookPrint) -> BookPrintView:
    return BookPrintView(
        row.id,
        row.book,
        row.month,
        row.procedure,
        row.asked_at,
        row.rows,
        ready=row.file_id is not None,
        failed=bool(row.error),
    )
