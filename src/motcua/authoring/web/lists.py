"""A list of things: papers, fees, the questions of a page. Its items are added, moved, copied and taken out here."""

import copy
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.authoring.domain.models import free_id, ids_in, items_at, moved, value_at, with_value
from motcua.authoring.web import fees, sheets
from motcua.authoring.web.drawing import say, say_law, say_type
from motcua.authoring.web.editing import Editing, ListSpot, open_editing
from motcua.authoring.web.saving import Outcome, save
from motcua.authoring.web.typing_in import say_day
from motcua.kernel.texts import fold
from motcua.platform.web.api import official

TITLES = {
    "laws": lambda: _("Căn cứ pháp lý"),
    "limits": lambda: _("Thời hạn giải quyết"),
    "papers": lambda: _("Giấy tờ"),
    "results": lambda: _("Kết quả"),
    "requirements": lambda: _("Điều kiện"),
    "fees": lambda: _("Phí, lệ phí"),
    "sections": lambda: _("Tờ khai"),
}


@official("editor", "publisher")
@require_http_methods(["GET", "HEAD"])
def listed(request: HttpRequest, edit_id: UUID, token: str) -> HttpResponse:
    return list_page(request, open_editing(request, edit_id), token)


def list_page(request: HttpRequest, editing: Editing, token: str, outcome: Outcome | None = None) -> HttpResponse:
    spot = found(editing, token)
    if ":" in token:  # an inner list is a part of the page of what it belongs to
        return HttpResponseRedirect(owner_url(editing, token))
    context = editing.frame("form" if spot.sheet is sheets.SECTION else token) | {
        "title": TITLES[token](),
        "spot": spot,
        "rows": rows_of(editing, spot),
        "outcome": outcome,
        "unreadable": editing.model(spot.file) is None,
        "file_url": editing.file_url(spot.file),
    }
    if spot.sheet is sheets.FEE:
        context |= fees.table(editing, spot)
    if spot.sheet is sheets.SECTION:
        context["sections"] = outline(editing)
    template = {"fees": "authoring/fees.html", "sections": "authoring/form.html"}.get(token, "authoring/list.html")
    return render(request, template, context, status=outcome.status if outcome else 200)


@official("editor")
@require_http_methods(["POST"])
def do(request: HttpRequest, edit_id: UUID, token: str) -> HttpResponse:
    """`do` says what: "add", or "up", "down", "copy", "remove" with a place behind it ("up 3"), or "place 3 0"."""
    editing = open_editing(request, edit_id)
    spot = found(editing, token)
    verb, _sep, where = request.POST.get("do", "").partition(" ")
    places = [int(part) for part in where.split() if part.isascii() and part.isdigit() and len(part) < 6]
    change = _change(spot, verb, places, request)
    if change is None:
        raise Http404
    outcome = save(
        request, editing, spot.file, lambda model: with_value(model, spot.path, change(model)), _said(spot, verb)
    )
    if not outcome.saved:
        if ":" in token:
            return HttpResponseRedirect(owner_url(editing, token))
        return list_page(request, open_editing(request, edit_id), token, outcome)
    after = open_editing(request, edit_id)
    if verb in {"add", "copy"}:
        now = found(after, token)
        place = len(now.items) - 1 if verb == "add" else places[0] + 1
        return HttpResponseRedirect(after.item_url(token, after.key_of(now, place)))
    back = request.POST.get("back", "")
    url = after.list_url(token) if ":" not in token else owner_url(after, token)
    if back == "sections":
        url = after.list_url("sections")
    return HttpResponseRedirect(f"{url}#{_focus(verb, places)}" if places else url)


def _focus(verb: str, places: list[int]) -> str:
    """Where the moved item stands now, so that the keyboard goes on from there."""
    end = {"up": places[0] - 1, "down": places[0] + 1, "place": places[-1]}.get(verb, places[0])
    return f"item-{max(end, 0)}"


def found(editing: Editing, token: str) -> ListSpot:
    spot = editing.find_list(token)
    if spot is None:
        raise Http404
    return spot


def owner_url(editing: Editing, token: str) -> str:
    """The page of the thing whose list `token` is."""
    name, _sep, owner = token.partition(":")
    if name == "pages":
        return editing.item_url("sections", owner)
    for path, thing in editing.things():
        if isinstance(thing, dict) and str(thing.get("id", path[-1])) == owner and len(path) in {4, 6}:
            above = editing.owner_of(path)
            return editing.item_url(above, owner)
    return editing.list_url("sections")


def rows_of(editing: Editing, spot: ListSpot) -> list[dict[str, Any]]:
    """Each item as a line: what it is called, what stands beside it, how much is to be mended."""
    rows = []
    for place, item in enumerate(spot.items):
        wrong = sum(
            1
            for problem in editing.problems
            if problem.file == spot.file and problem.path[: len(spot.path) + 1] == (*spot.path, place)
        )
        rows.append(
            {
                "place": place,
                "title": title_of(spot, item) or _("(chưa có tên)"),
                "more": beside(spot, item),
                "href": editing.item_url(spot.token, editing.key_of(spot, place)),
                "wrong": wrong,
                "first": place == 0,
                "last": place == len(spot.items) - 1,
            }
        )
    return rows


def title_of(spot: ListSpot, item: Any) -> str:
    if spot.sheet is sheets.LAW and isinstance(item, dict):
        return say_law(item)
    if not spot.sheet.named:
        return say(item)
    return say(value_at(item, (spot.sheet.named,)))


def beside(spot: ListSpot, item: Any) -> str:
    """A few words beside the name."""
    if not isinstance(item, dict):
        return ""
    if spot.sheet is sheets.QUESTION:
        said = [say_type(item.get("type"))]
        said += [_("không bắt buộc")] if item.get("required") is False else []
        said += [_("có điều kiện")] if item.get("show_if") else []
        return " · ".join(said)
    if spot.sheet is sheets.LIMIT:
        days = [say_day(item[key]) for key in ("from", "to") if item.get(key)]
        return " – ".join(days)
    if spot.sheet is sheets.PAGE:
        return _("%(n)d câu hỏi") % {"n": len(items_at(item, ("fields",)))}
    return _("có điều kiện") if item.get("when") else ""


def outline(editing: Editing) -> list[dict[str, Any]]:
    """Sections with their pages; questions are counted, not shown: a form may have five hundred."""
    found_sections = []
    top = found(editing, "sections")
    for row, section in zip(rows_of(editing, top), top.items, strict=True):
        owner = str(section.get("id", row["place"])) if isinstance(section, dict) else str(row["place"])
        pages = editing.find_list(f"pages:{owner}")
        found_sections.append(row | {"pages": rows_of(editing, pages) if pages else [], "token": f"pages:{owner}"})
    return found_sections


def _said(spot: ListSpot, verb: str) -> str:
    words = {
        "add": _("thêm mục"), "remove": _("bỏ mục"), "copy": _("nhân đôi mục"),
        "up": _("chuyển lên"), "down": _("chuyển xuống"), "place": _("chuyển chỗ"),
    }  # fmt: skip
    return f"{spot.sheet.one}: {words.get(verb, verb)}"


def _change(spot: ListSpot, verb: str, places: list[int], request: HttpRequest) -> Callable[[Any], list[Any]] | None:
    """From the file to the list as it should be; None for a verb or a place that there is not."""
    items = spot.items
    if verb == "add":
        return lambda model: [*items, fresh(spot, model, request.POST.get("title", ""))]
    if not places or places[0] >= len(items):
        return None
    here = places[0]
    if verb in {"up", "down", "place"}:
        end = {"up": here - 1, "down": here + 1}.get(verb, places[-1])
        return lambda _model: moved(items, here, end)
    if verb == "remove":
        return lambda _model: [item for place, item in enumerate(items) if place != here]
    if verb == "copy":
        return lambda model: [*items[: here + 1], renamed(items[here], set(ids_in(model))), *items[here + 1 :]]
    return None


def fresh(spot: ListSpot, model: Any, title: str = "") -> Any:
    """A new item with an id of its own, made from the words it is called by."""
    item = copy.deepcopy(dict(spot.sheet.fresh))
    if any(box.fixed and box.key == "id" for box in spot.sheet.boxes):
        joiner = "-" if spot.sheet is sheets.LAW else "_"
        wanted = fold(title) or spot.sheet.word
        item = {"id": free_id(wanted, set(ids_in(model)), joiner=joiner), **item}
    if title and isinstance(item.get(spot.sheet.named), dict):
        item[spot.sheet.named] = {"vi": title, "en": ""}
    if spot.sheet is sheets.SECTION:
        page = {"id": free_id(f"{item['id']}_page", set(ids_in(model))), "title": {"vi": title, "en": ""}}
        item["pages"] = [page | {"fields": [_first_question(model)]}]
    if spot.sheet is sheets.PAGE:
        item["fields"] = [_first_question(model)]
    return item


def _first_question(model: Any) -> dict[str, Any]:
    return {"id": free_id("question", set(ids_in(model))), "type": "text", "label": {"vi": "", "en": ""}}


def renamed(item: Any, taken: set[str]) -> Any:
    """A copy in which each id is a new one."""
    if isinstance(item, dict):
        found_ids = {}
        for key, value in item.items():
            if key == "id" and isinstance(value, str):
                found_ids[key] = free_id(value, taken, joiner="-" if "-" in value else "_")
                taken.add(found_ids[key])
            else:
                found_ids[key] = renamed(value, taken)
        return found_ids
    if isinstance(item, list):
        return [renamed(one, taken) for one in item]
    return item
