"""Asking why somebody looked, and the page on which the head of the agency answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies import api as agencies
from motcua.kernel.errors import MotCuaError
from motcua.platform.web.api import actor_of, citizen, official, status_of
from motcua.trust.questions import QuestionView, answer_question, ask_about_look, list_questions
from motcua.trust.web.said import moment, say


@citizen
@require_POST
def ask(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One click is enough; words of her own are welcome."""
    ask_about_look(actor=actor_of(request), entry_id=entry_id, said=request.POST.get("said", ""))
    return HttpResponseRedirect(f"{reverse('trust:look', args=[entry_id])}#question")


@official("head")
@never_cache
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    return _page(request)


@official("head")
@require_http_methods(["POST"])
def answer(request: HttpRequest, question_id: UUID) -> HttpResponse:
    given = request.POST.get("answer", "")
    try:
        answer_question(actor=actor_of(request), question_id=question_id, answer=given)
    except MotCuaError as error:
        return _page(request, error=error, at=question_id, given=given)
    messages.success(request, _("Đã gửi câu trả lời. Người hỏi đọc được ngay."))
    return HttpResponseRedirect(reverse("trust:questions"))


def _page(
    request: HttpRequest, error: MotCuaError | None = None, at: UUID | None = None, given: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    agency = agencies.get_agency(actor.agency_id) if actor.agency_id else None
    rows = [_row(one, str(error) if error and one.id == at else "", given) for one in list_questions(actor=actor)]
    context = {
        "position": actor.position,
        "agency": say(agency.name) if agency else "",
        "waiting": [row for row in rows if not row["answered"]],
        "answered": [row for row in rows if row["answered"]],
        "done": [str(each.message) for each in messages.get_messages(request)][-1:],
        "error_summary": [{"text": str(error), "href": f"#answer-{at}"}] if error else [],
    }
    return render(request, "trust/questions.html", context, status=status_of(error) if error else 200)


def _row(one: QuestionView, error: str, given: str) -> dict[str, Any]:
    return shown_question(one) | {"error": {"text": error} if error else None, "given": given if error else ""}


def shown_question(one: QuestionView) -> dict[str, Any]:
    """A question in the reader's words."""
    return {
        "id": one.id,
        "what": one.what,
        "why": one.why,
        "code": one.code,
        "person": one.person,
        "official": one.official,
        "said": one.said,
        "looked": moment(one.entry_at),
        "asked": moment(one.asked_at),
        "due": moment(one.due_at),
        "answered": moment(one.answered_at),
        "by": one.answered_by,
        "answer": one.answer,
        "late": one.late,
        "mine": one.mine,
    }
