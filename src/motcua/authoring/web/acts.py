"""What is done with an edit as a whole: described, taken back, submitted, decided on."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.authoring import api
from motcua.authoring.errors import EditIncompleteError, EffectiveDayError
from motcua.authoring.web.editing import open_editing
from motcua.authoring.web.overview import compare_page, overview_page
from motcua.authoring.web.saving import revision_of
from motcua.authoring.web.typing_in import read_answer, read_day
from motcua.kernel.errors import MotCuaError
from motcua.platform.web.api import actor_of, official, status_of

SAID: Mapping[str, Any] = {
    "undo": gettext_lazy("Đã lấy lại như trước lần lưu vừa rồi."),
    "submit": gettext_lazy("Đã gửi duyệt. Một người khác sẽ xem lại và công bố."),
    "take_back": gettext_lazy("Đã lấy bản sửa về để soạn tiếp."),
    "withdraw": gettext_lazy("Đã bỏ bản sửa này. Nội dung vẫn xem lại được."),
    "send_back": gettext_lazy("Đã trả bản sửa lại cho người soạn."),
    "publish": gettext_lazy("Đã công bố."),
    "carry_over": gettext_lazy("Đã đưa phần sửa của bạn sang bản mới nhất."),
    "answer_examples": gettext_lazy("Đã ghi câu trả lời vào các ví dụ."),
}
ON_COMPARE = {"submit", "publish", "send_back", "carry_over", "take_back", "answer_examples"}


@official("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, edit_id: UUID) -> HttpResponse:
    here = reverse("authoring:edit", args=[edit_id])
    if request.method != "POST":
        return HttpResponseRedirect(here)
    sent = request.POST
    try:
        api.describe_edit(
            actor=actor_of(request),
            edit_id=edit_id,
            revision=revision_of(request),
            title=sent.get("title", ""),
            law_note=sent.get("law_note", ""),
            effective_from=_day(sent.get("effective_from", "")),
            effective_law=sent.get("effective_law", ""),
        )
    except MotCuaError as error:
        return overview_page(request, open_editing(request, edit_id), _told(error), status_of(error))
    messages.success(request, _("Đã lưu “%(what)s”.") % {"what": _("thông tin về bản sửa")})
    return HttpResponseRedirect(here)


@official("editor", "publisher")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, edit_id: UUID, act: str) -> HttpResponse:
    if act not in _DO:
        raise Http404
    place = reverse("authoring:compare" if act in ON_COMPARE else "authoring:edit", args=[edit_id])
    if request.method != "POST":  # somebody reloads or signs in again after a post
        return HttpResponseRedirect(place)
    try:
        _DO[act](request, {"actor": actor_of(request), "edit_id": edit_id, "revision": revision_of(request)})
    except MotCuaError as error:
        page = compare_page if act in ON_COMPARE else overview_page
        return page(request, open_editing(request, edit_id), _told(error), status_of(error))
    messages.success(request, str(SAID[act]))
    return HttpResponseRedirect(place)


def _told(error: MotCuaError) -> str:
    fields = getattr(error, "fields", {})
    said = [str(error.message)] if not error.facts.get("problems") else [str(type(error).message)]
    return " ".join(dict.fromkeys([*said, *(str(text) for text in fields.values())]))


def _day(typed: str) -> date | None:
    """None for nothing. Raises EffectiveDayError for what is no day."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(read_day(typed.strip()))
    except ValueError as error:
        raise EffectiveDayError(fields={"effective_from": _("Viết ngày, tháng, năm, ví dụ 01/07/2026.")}) from error


def _publish(request: HttpRequest, who: dict[str, Any]) -> None:
    day = _day(request.POST.get("effective_from", ""))
    if day is None:
        raise EffectiveDayError
    api.publish_edit(**who, effective_from=day, effective_law=request.POST.get("effective_law", ""))


def _carry_over(request: HttpRequest, who: dict[str, Any]) -> None:
    """Each clash comes as `keep:<name>`, "ours" or "theirs"."""
    keep = {name.removeprefix("keep:"): str(value) for name, value in request.POST.items() if name.startswith("keep:")}
    api.carry_over(**who, keep=keep)


def _answer_examples(request: HttpRequest, who: dict[str, Any]) -> None:
    """The answer comes as it is typed; one that its question refuses is told with the examples."""
    question = request.POST.get("question", "")
    kind = str(open_editing(request, who["edit_id"]).fields.get(question, {}).get("type", ""))
    answer = read_answer(kind, request.POST.getlist("answer"))
    if answer in ("", []):
        raise EditIncompleteError(fields={"answer": _("Hãy viết câu trả lời cho các ví dụ.")})
    api.answer_in_examples(**who, question=question, answer=answer)


_DO: Mapping[str, Callable[[HttpRequest, dict[str, Any]], Any]] = {
    "undo": lambda _request, who: api.undo_edit(**who),
    "submit": lambda _request, who: api.submit_edit(**who),
    "take_back": lambda _request, who: api.take_back_edit(**who),
    "withdraw": lambda _request, who: api.withdraw_edit(**who),
    "send_back": lambda request, who: api.send_back_edit(**who, remark=request.POST.get("remark", "")),
    "publish": _publish,
    "carry_over": _carry_over,
    "answer_examples": _answer_examples,
}
