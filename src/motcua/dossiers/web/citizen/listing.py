"""A group of a form: the list of its items, and a page for each of them. All of it works with links and buttons alone."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.dossiers.web.citizen import conflicts, saving
from motcua.dossiers.web.citizen.unsent import survives_sign_in, take_unsent
from motcua.dossiers.web.citizen.words import say
from motcua.dossiers.web.citizen.writing import BACK_TO_CHECK, Writing, open_writing, writing_of
from motcua.forms import api as forms
from motcua.forms.contracts import FormField, Page, Problem, SavedPage
from motcua.forms.errors import DraftChangedError, PageNotFoundError
from motcua.kernel.errors import InvalidInputError
from motcua.platform.web.api import actor_of, number_sent, signed_in

Item = Mapping[str, Any]


def page(request: HttpRequest, writing: Writing, page: Page) -> HttpResponse:
    """The list: what is there, to change, move or remove it, to add one more, or to go on."""
    group = page.fields[0]
    if request.method == "POST":
        return _act(request, writing, page, group)
    if page not in writing.pages:
        return HttpResponseRedirect(writing.resume_url)
    if group.required and not forms.items_of(group, writing.draft.answers) and "list" not in request.GET:
        return HttpResponseRedirect(_item_url(request, writing, page, 1))  # one is needed: nothing to list yet
    return _list(request, writing, page)


def _act(request: HttpRequest, writing: Writing, page: Page, group: FormField) -> HttpResponse:
    items = forms.items_of(group, writing.draft.answers)
    try:
        saved = saving.save(request, writing.draft.id, page, {group.id: _rearranged(items, request.POST)})
    except DraftChangedError as error:
        told = _("Danh sách này vừa được đổi ở một cửa sổ khác. Bạn xem lại rồi bấm lần nữa.")
        fresh = writing_of(writing.actor, error.saved)
        return _list(request, fresh, page, [Problem(group.id, error.code, told)], status=409)
    except InvalidInputError as error:
        return _list(request, writing, page, [Problem("", error.code, str(error))], status=422)
    writing = writing_of(writing.actor, saved.draft)
    if {"remove", "up", "down"} & request.POST.keys():
        return HttpResponseRedirect(f"{_list_url(request, writing, page)}#{group.id}")
    if "later" in request.POST:
        return HttpResponseRedirect(reverse("dossiers:saved_draft", args=[writing.draft.id]))
    if saved.problems:
        return _list(request, writing, page, saved.problems, status=422)
    to_check = saving.to_check(request)
    return HttpResponseRedirect(writing.mending_url if to_check else writing.after(writing.question_url(page.id)))


def _rearranged(items: list[Item], sent: Mapping[str, Any]) -> list[Item]:
    """The items without the one to remove, or with one moved by a place."""
    removed, up, down = (_number(sent.get(name, "")) for name in ("remove", "up", "down"))
    if 1 <= removed <= len(items):
        return items[: removed - 1] + items[removed:]
    first = up - 1 if 2 <= up <= len(items) else down if 1 <= down < len(items) else 0
    return [*items[: first - 1], items[first], items[first - 1], *items[first + 1 :]] if first else items


def _number(sent: str) -> int:
    return number_sent(sent, digits=3)


def _list(
    request: HttpRequest, writing: Writing, page: Page, problems: Iterable[Problem] = (), *, status: int = 200
) -> HttpResponse:
    drawn = forms.draw_group(writing.form, page.id, writing.draft.answers, writing.context, problems)
    to_check = saving.to_check(request)
    context = {
        **writing.frame(),
        "group": drawn,
        "title": drawn.title,
        "sections": writing.sections(page_id=page.id),
        "seen": saving.fingerprint(page, writing.draft),
        "items": [(item, _item_url(request, writing, page, item.number)) for item in drawn.items],
        "removing": _number(request.GET.get("remove", "")),
        "list_url": _list_url(request, writing, page),
        "add_url": _item_url(request, writing, page, len(drawn.items) + 1) if drawn.next_name else "",
        "error_summary": list(drawn.errors),
        "back_url": writing.check_url if to_check else writing.before(writing.question_url(page.id)),
        "submit": _("Lưu và quay lại kiểm tra") if to_check else _("Đi tiếp"),
    }
    return render(request, "dossiers/citizen/group.html", context, status=status)


@survives_sign_in
@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, draft_id: UUID, page_id: str, number: int) -> HttpResponse:
    """The questions about one of them; the number after the last is a new one."""
    writing = open_writing(actor_of(request), draft_id)
    page = next((page for page in writing.form.pages if page.id == page_id), None)
    group = forms.group_of(page) if page else None
    if page is None or group is None:
        raise PageNotFoundError
    there = len(forms.items_of(group, writing.draft.answers))
    if page in writing.pages and request.method == "POST" and 1 <= number <= group.max:
        return _answer(request, writing, page, number - 1)
    if page not in writing.pages or not 1 <= number <= min(there + 1, group.max):
        return HttpResponseRedirect(_list_url(request, writing, page))
    unsent = take_unsent(request)
    raw = forms.read_item(group, number - 1, unsent) if unsent is not None else None
    return _item(request, writing, page, number - 1, raw=raw, sent=unsent, kept=raw is not None)


def _answer(request: HttpRequest, writing: Writing, page: Page, place: int) -> HttpResponse:
    group = page.fields[0]
    raw = forms.read_item(group, place, request.POST)
    if forms.is_redrawing(request.POST):
        return _item(request, writing, page, place, raw=raw, sent=request.POST)
    try:
        saved, at = _save_item(request, writing, page, place, raw)
    except DraftChangedError as error:
        return _conflict(request, writing_of(writing.actor, error.saved), page, place, raw)
    except InvalidInputError as error:
        told = [Problem("", error.code, str(error))]
        return _item(request, writing, page, place, raw=raw, sent=request.POST, problems=told)
    if "later" in request.POST:
        return HttpResponseRedirect(reverse("dossiers:saved_draft", args=[writing.draft.id]))
    writing = writing_of(writing.actor, saved.draft)
    mine = tuple(problem for problem in saved.problems if problem.field.startswith(f"{group.id}[{at}]"))
    if mine and at == place:
        return _item(request, writing, page, place, raw=raw, problems=mine)
    return HttpResponseRedirect(
        _item_url(request, writing, page, at + 1) if mine else f"{_list_url(request, writing, page)}#{group.id}"
    )


def _save_item(request: HttpRequest, writing: Writing, page: Page, place: int, raw: Item) -> tuple[SavedPage, int]:
    """Save the item and tell at which place it stands. Raises DraftChangedError when another tab changed or removed it."""
    group = page.fields[0]
    items = forms.items_of(group, writing.draft.answers)
    at = saving.place_of(items, request.POST.get("item", ""), place)
    if at is None:
        raise DraftChangedError(writing.draft)
    sent = {group.id: [*items[:at], raw, *items[at + 1 :]]}
    if at == len(items) or "item" not in request.POST:
        return saving.save(request, writing.draft.id, page, sent), at
    # It is still the one that was drawn, whatever became of the others.
    revision = writing.draft.revision
    return forms.save_answers(
        actor=writing.actor, draft_id=writing.draft.id, page_id=page.id, raw=sent, revision=revision
    ), at


def _conflict(request: HttpRequest, fresh: Writing, page: Page, place: int, raw: Item) -> HttpResponse:
    """Another tab changed or removed this one, or added one too. Keeping mine changes what now stands at its place only
    when that is this one; else mine comes as one more.
    """
    group = page.fields[0]
    there = forms.items_of(group, fresh.draft.answers)
    same_list = request.POST.get("count") == str(len(there)) and place < len(there)
    at = place if same_list else len(there)
    item = saving.item_fingerprint(there[place]) if same_list else saving.NEW_ITEM
    return conflicts.page(request, fresh, page, {group.id: [*there[:at], raw, *there[at + 1 :]]}, item=item)


def _item(
    request: HttpRequest,
    writing: Writing,
    page: Page,
    place: int,
    *,
    raw: Item | None = None,
    problems: Iterable[Problem] = (),
    sent: Mapping[str, str] | None = None,
    kept: bool = False,
) -> HttpResponse:
    problems, sent = tuple(problems), sent or {}
    answers = writing.draft.answers
    drawn = forms.draw_item(writing.form, page.id, place, answers, writing.context, raw=raw, problems=problems)
    items = forms.items_of(page.fields[0], answers)
    first = place == 0 and not items and page.fields[0].required
    context = {
        **writing.frame(),
        **saving.marks(page, writing.draft, sent),
        "page": drawn,
        "title": drawn.title,
        "caption": say(page.title),
        "sections": writing.sections(page_id=page.id),
        "item": sent.get("item") or saving.item_seen(items, place),
        "count": sent.get("count") or len(items),
        "kept": kept,
        "error_summary": list(drawn.errors),
        "back_url": writing.before(writing.question_url(page.id)) if first else _list_url(request, writing, page),
        "submit": _("Lưu"),
    }
    return render(request, "dossiers/citizen/question.html", context, status=422 if problems else 200)


def _list_url(request: HttpRequest, writing: Writing, page: Page) -> str:
    return f"{writing.question_url(page.id)}?list=1{f'&{BACK_TO_CHECK}' if saving.to_check(request) else ''}"


def _item_url(request: HttpRequest, writing: Writing, page: Page, number: int) -> str:
    url = writing.item_url(page.id, number)
    return f"{url}?{BACK_TO_CHECK}" if saving.to_check(request) else url
