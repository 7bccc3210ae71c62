"""The books of the agency: form 07 and the numbers of each kind of paper; to read, to print and to carry out."""

import csv
from datetime import date
from io import StringIO
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import api
from motcua.dossiers.books.columns import columns, followed_cells, numbered_cells, title_of
from motcua.dossiers.books.reading import DOSSIERS, books_kept, month_of, next_month, zone_of
from motcua.dossiers.contracts import BookFilter, BookPage
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.asking import read_filter
from motcua.dossiers.web.desk.files import locked
from motcua.dossiers.web.desk.pages import frame, wanted_by_htmx
from motcua.dossiers.web.desk.saving import tame
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official

DESK = ("receiver", "specialist", "head")
MOST_CARRIED = 5000
YEARS = range(2000, 2200)


@official(*DESK)
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """A page of a book for a month, and the prints of the last days."""
    actor, wanted, language = actor_of(request), _wanted(request.GET), get_language() or "vi"
    asking = wanted_by_htmx(request) == "prints"  # how far the worker is: no name is looked at for that
    after = request.GET.get("after", "")[:200]
    page = BookPage() if asking else api.list_book(actor=actor, wanted=wanted, cursor=after)
    prints = api.list_book_prints(actor=actor)
    context: dict[str, Any] = frame(request) | {
        "wanted": wanted,
        "month": f"{wanted.month:%Y-%m}",
        "month_said": f"{wanted.month:%m/%Y}",
        "title": pick(title_of(wanted.book), language),
        "books": [
            {"value": key, "text": pick(title_of(key), language), "selected": key == wanted.book}
            for key in books_kept()
        ],
        "heads": _heads(wanted.book, language),
        "lines": _lines(actor, page, language),
        "followed": wanted.book == DOSSIERS,
        "more": _address(wanted, after=page.cursor) if page.cursor else "",
        "earlier": _address(wanted, month=_month_before(wanted.month)),
        "later": _address(wanted, month=next_month(wanted.month)),
        "carried": reverse("dossiers:desk_book_csv") + _query(wanted),
        "prints": [
            {
                "title": pick(title_of(each.book), language),
                "month": f"{each.month:%m/%Y}",
                "when": words.moment(each.asked_at),
                "rows": each.rows,
                "href": reverse("dossiers:desk_book_pdf", args=[each.id]) if each.ready else "",
                "failed": each.failed,
            }
            for each in prints
        ],
        "waiting": any(not each.ready and not each.failed for each in prints),
        "here": _address(wanted),
    }
    return render(request, "dossiers/desk/books.html", context)


@official(*DESK)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    wanted = _wanted(request.POST)
    api.ask_book_print(actor=actor_of(request), wanted=wanted, language=get_language() or "vi")
    return HttpResponseRedirect(_address(wanted) + "#prints")


@official(*DESK)
@require_safe
def printed(request: HttpRequest, print_id: UUID) -> HttpResponseBase:
    content, name = api.open_book_print(actor=actor_of(request), print_id=print_id)
    return locked(HttpResponse(content, content_type="application/pdf"), name)


@official(*DESK)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The month as CSV that spreadsheets open as it is."""
    actor, wanted, language = actor_of(request), _wanted(request.GET), get_language() or "vi"
    written = StringIO()
    table = csv.writer(written)
    table.writerow(_heads(wanted.book, language))
    rows, cursor = 0, ""
    while rows < MOST_CARRIED:
        page = api.list_book(actor=actor, wanted=wanted, cursor=cursor, limit=500)
        for line in _lines(actor, page, language):
            table.writerow([tame(cell) for cell in line])
            rows += 1
        cursor = page.cursor
        if not cursor:
            break
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{wanted.book}-{wanted.month:%Y-%m}.csv"'
    return answer


def _heads(which: str, language: str) -> list[str]:
    return [vi if language == "vi" else en for vi, en in columns(which)[0]]


def _lines(actor: Actor, page: BookPage, language: str) -> list[tuple[str, ...]]:
    zone = zone_of(actor)
    followed = [followed_cells(row, zone, language) for row in page.rows]
    return followed + [numbered_cells(row, zone, language) for row in page.numbers]


def _wanted(sent: QueryDict) -> BookFilter:
    """From the address; what is no word of ours is this month's book of dossiers."""
    which = sent.get("book", "")
    return BookFilter(
        which if which in books_kept() else DOSSIERS, _month(sent.get("month", "")), read_filter(sent).procedure
    )


def _month(said: str) -> date:
    try:
        month = month_of(date.fromisoformat(f"{said}-01"))
    except ValueError:
        month = month_of(timezone.localdate())
    return month if month.year in YEARS else month_of(timezone.localdate())


def _month_before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _address(wanted: BookFilter, *, month: date | None = None, after: str = "") -> str:
    return reverse("dossiers:desk_books") + _query(wanted, month=month, after=after)


def _query(wanted: BookFilter, *, month: date | None = None, after: str = "") -> str:
    said = {
        "book": wanted.book,
        "month": f"{month or wanted.month:%Y-%m}",
        "procedure": wanted.procedure,
        "after": after,
    }
    return "?" + urlencode({key: value for key, value in said.items() if value})
