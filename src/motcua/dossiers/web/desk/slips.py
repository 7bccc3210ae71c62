"""Form 06 on the desk: every hand of one dossier, to read and to print."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua.dossiers import api
from motcua.dossiers.books.slips import say_act
from motcua.dossiers.books.words import say_hand, say_outcome
from motcua.dossiers.contracts import Handover, Outcome
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.files import locked
from motcua.dossiers.web.desk.pages import frame
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official

SYMBOLS = {Outcome.AHEAD: "circle-check", Outcome.ON_TIME: "circle-check", Outcome.LATE: "triangle-alert"}


@official()
@require_safe
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """The hand-overs as a table."""
    language = get_language() or "vi"
    found = api.get_control_slip(actor=actor_of(request), code=code)
    context: dict[str, Any] = frame(request) | {
        "slip": found,
        "procedure": pick(found.procedure_name, language),
        "as_of": words.moment(found.as_of),
        "lines": [_line(line, language) for line in found.lines],
    }
    return render(request, "dossiers/desk/slip.html", context)


@official()
@require_safe
def slip_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    printed, name = api.print_control_slip(actor=actor_of(request), code=code, language=get_language() or "vi")
    return locked(HttpResponse(printed, content_type="application/pdf"), name)


def _line(line: Handover, language: str) -> dict[str, Any]:
    return {
        "giver": say_hand(line.giver, language),
        "taker": say_hand(line.taker, language),
        "at": words.moment(line.at),
        "due": words.moment(line.due_at) if line.due_at else "",
        "done": words.moment(line.done_at) if line.done_at else "",
        "outcome": say_outcome(line.outcome),
        "late": line.outcome is Outcome.LATE,
        "symbol": SYMBOLS.get(line.outcome, "") if line.outcome else "",
        "act": say_act(line.action),
        "note": line.note,
    }
