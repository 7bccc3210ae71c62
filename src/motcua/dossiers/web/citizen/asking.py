"""One page of questions: draw it, keep what is typed, go on."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.dossiers.web.citizen import conflicts, listing, saving
from motcua.dossiers.web.citizen.unsent import survives_sign_in, take_unsent
from motcua.dossiers.web.citizen.words import say
from motcua.dossiers.web.citizen.writing import Writing, open_writing, writing_of
from motcua.forms import api as forms
from motcua.forms.contracts import Page, Problem
from motcua.forms.errors import DraftChangedError, PageNotFoundError
from motcua.kernel.errors import InvalidInputError
from motcua.platform.web.api import actor_of, signed_in


@survives_sign_in
@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, draft_id: UUID, page_id: str) -> HttpResponse:
    writing = open_writing(actor_of(request), draft_id)
    page = next((page for page in writing.form.pages if page.id == page_id), None)
    if page is None:
        raise PageNotFoundError
    if page.id not in writing.own_pages:  # somebody else's part, which may hold what is not to be seen
        return HttpResponseRedirect(writing.resume_url)
    if forms.group_of(page) is not None:
        return listing.page(request, writing, page)
    if request.method == "POST":
        return _answer(request, writing, page)
    if page not in writing.pages:
        return HttpResponseRedirect(writing.resume_url)
    unsent = take_unsent(request)
    raw = forms.read_post(page, unsent) if unsent is not None else None
    return _page(request, writing, page, raw=raw, sent=unsent, kept=raw is not None)


def _answer(request: HttpRequest, writing: Writing, page: Page) -> HttpResponse:
    raw = forms.read_post(page, request.POST)
    if forms.is_redrawing(request.POST):
        return _page(request, writing, page, raw=raw, sent=request.POST)
    try:
        saved = saving.save(request, writing.draft.id, page, raw)
    except DraftChangedError as error:
        return conflicts.page(request, writing_of(writing.actor, error.saved), page, raw)
    except InvalidInputError as error:
        return _page(request, writing, page, raw=raw, sent=request.POST, problems=[Problem("", error.code, str(error))])
    if "later" in request.POST:
        return HttpResponseRedirect(reverse("dossiers:saved_draft", args=[writing.draft.id]))
    writing = writing_of(writing.actor, saved.draft)
    if saved.problems:
        return _page(request, writing, page, raw=raw, problems=saved.problems)
    onward = writing.mending_url if saving.to_check(request) else writing.after(writing.question_url(page.id))
    return HttpResponseRedirect(onward)


def _page(
    request: HttpRequest,
    writing: Writing,
    page: Page,
    *,
    raw: Mapping[str, Any] | None = None,
    problems: Iterable[Problem] = (),
    sent: Mapping[str, str] | None = None,
    kept: bool = False,
) -> HttpResponse:
    problems = tuple(problems)
    drawn = forms.draw_page(writing.form, page.id, writing.draft.answers, writing.context, raw=raw, problems=problems)
    to_check = saving.to_check(request)
    context = {
        **writing.frame(),
        **saving.marks(page, writing.draft, sent),
        "page": drawn,
        "title": say(page.title),
        "sections": writing.sections(page_id=page.id),
        "kept": kept,
        "error_summary": list(drawn.errors),
        "back_url": writing.check_url if to_check else writing.before(writing.question_url(page.id)),
        "submit": _("Lưu và quay lại kiểm tra") if to_check else _("Lưu và đi tiếp"),
    }
    return render(request, "dossiers/citizen/question.html", context, status=422 if problems else 200)
