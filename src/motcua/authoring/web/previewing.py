"""The edit as a citizen would see it. What is answered here stays in the official's session and goes nowhere."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.agencies import api as agencies
from motcua.authoring import preview as previews
from motcua.authoring.judging import judge
from motcua.authoring.preview import Links, Preview
from motcua.authoring.web.editing import Editing, open_editing
from motcua.authoring.web.problems import say_problem
from motcua.forms import api as forms
from motcua.forms.contracts import Problem
from motcua.platform.web.api import official

MOST_KEPT = 60_000  # characters of trial answers in a session


@official("editor", "publisher")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def procedure(request: HttpRequest, edit_id: UUID) -> HttpResponse:
    """POST forgets the trial answers."""
    editing = open_editing(request, edit_id)
    if request.method == "POST":
        request.session.pop(_key(editing), None)
        return HttpResponseRedirect(request.get_full_path())
    preview = _preview(request, editing)
    if preview is None:
        return _broken(request, editing)
    return _framed(render(request, previews.PROCEDURE, previews.procedure_page(preview) | _tools(request, editing)))


@official("editor", "publisher")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, edit_id: UUID, page_id: str) -> HttpResponse:
    editing = open_editing(request, edit_id)
    preview = _preview(request, editing)
    if preview is None:
        return _broken(request, editing)
    raw: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        answered = previews.answer(preview, page_id, request.POST)
        if not forms.is_redrawing(request.POST):
            _keep(request, editing, answered.answers)
            if not answered.problems:
                return HttpResponseRedirect(answered.onward)
            problems = answered.problems
        raw = answered.raw
    page = previews.question_page(preview, page_id, raw=raw, problems=problems) | _tools(request, editing)
    return _framed(render(request, previews.QUESTION, page, status=422 if problems else 200))


@official("editor", "publisher")
@never_cache
@require_http_methods(["GET", "HEAD"])
def check(request: HttpRequest, edit_id: UUID) -> HttpResponse:
    editing = open_editing(request, edit_id)
    preview = _preview(request, editing)
    if preview is None:
        return _broken(request, editing)
    return _framed(render(request, previews.CHECK, previews.check_page(preview) | _tools(request, editing)))


@official("editor", "publisher")
@require_http_methods(["GET", "HEAD"])
def phone(request: HttpRequest, edit_id: UUID) -> HttpResponse:
    """The preview in the width of a phone, beside the way back."""
    editing = open_editing(request, edit_id)
    context = editing.frame("preview") | {"title": _("Xem thử trên điện thoại"), "shown": _address(editing, "preview")}
    return render(request, "authoring/phone.html", context)


def _preview(request: HttpRequest, editing: Editing) -> Preview | None:
    version = judge(editing.edit.files).version
    if version is None:
        return None
    links = Links(
        procedure=_address(editing, "preview"),
        question=_address(editing, "preview_question", "PAGE"),
        check=_address(editing, "preview_check"),
    )
    today = agencies.today()
    answers = request.session.get(_key(editing), {})
    return Preview(version=version, links=links, answers=answers, today=today, units=None)


def _broken(request: HttpRequest, editing: Editing) -> HttpResponse:
    problems = [
        {"text": say_problem(problem), "href": editing.mending_url(problem), "file": problem.file, "line": problem.line}
        for problem in editing.problems[:40]
    ]
    context = editing.frame("preview") | {"title": _("Xem thử"), "problems": problems}
    return render(request, "authoring/no_preview.html", context)


def _keep(request: HttpRequest, editing: Editing, answers: dict[str, Any]) -> None:
    if len(str(answers)) <= MOST_KEPT:
        request.session[_key(editing)] = answers


def _key(editing: Editing) -> str:
    return f"authoring_preview:{editing.edit.id}"


def _address(editing: Editing, name: str, *more: str) -> str:
    return reverse(f"authoring:{name}", args=[editing.edit.id, *more])


def _tools(request: HttpRequest, editing: Editing) -> dict[str, Any]:
    framed = request.headers.get("Sec-Fetch-Dest") == "iframe"
    tools = [{"text": _("Về bản sửa"), "href": editing.url, "top": True}]
    if not framed:
        tools.append({"text": _("Xem cỡ điện thoại"), "href": _address(editing, "preview_phone"), "top": False})
    return {"preview_tools": tools, "forget_url": _address(editing, "preview")}


def _framed(response: HttpResponse) -> HttpResponse:
    """Our own page may show it in the width of a phone."""
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
    return response
