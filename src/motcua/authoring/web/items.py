"""One thing of a list: a paper, a fee, a page with its questions, a question with its options."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.authoring import api
from motcua.authoring.domain.models import Path, fields_of, free_id, index_of, items_at, moved, with_value
from motcua.authoring.web import sheets, words
from motcua.authoring.web.drawing import Row, draw_sheet, errors_of, say
from motcua.authoring.web.editing import FORM, Editing, ListSpot, open_editing
from motcua.authoring.web.lists import found, owner_url, rows_of, title_of
from motcua.authoring.web.problems import say_problem
from motcua.authoring.web.saving import save
from motcua.authoring.web.sheets import Sheet
from motcua.authoring.web.typed import as_typed
from motcua.authoring.web.typing_in import Fields, read_sheet
from motcua.kernel.texts import fold
from motcua.platform.web.api import official


@official("editor", "publisher")
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, edit_id: UUID, token: str, key: str) -> HttpResponse:
    editing = open_editing(request, edit_id)
    spot = found(editing, token)
    place = index_of(spot.items, key)
    if place is None:
        raise Http404
    path, node, outcome = (*spot.path, place), spot.items[place], None
    if request.method == "POST":
        known = editing.around(path=path, file=spot.file).fields
        outcome = save(
            request, editing, spot.file,
            lambda model: with_value(model, path, _read(spot.sheet, node, request.POST, known, _locks(editing, node))),
            f"{spot.sheet.one}: {title_of(spot, node)}",
        )  # fmt: skip
        if outcome.saved:
            return HttpResponseRedirect(_onward(request, edit_id, token, place))
        node = as_typed(spot.sheet, node, request.POST, known)
        editing = open_editing(request, edit_id)
        spot = found(editing, token)
    return _page(request, editing, spot, place, node, outcome)


def _page(  # noqa: PLR0917 - what the one view above has found
    request: HttpRequest, editing: Editing, spot: ListSpot, place: int, node: Any, outcome: Any
) -> HttpResponse:
    path: Path = (*spot.path, place)
    kind = str(node.get("type", "")) if isinstance(node, dict) else ""
    locked = isinstance(node, dict) and str(node.get("id", "")) in editing.published_ids
    around = editing.around(path=path, locked=locked, kind=kind, file=spot.file)
    rows = draw_sheet(spot.sheet, node, around, path)
    options = _options(node, editing, path) if kind in words.WITH_OPTIONS else []
    option_rows = [row for option in options for row in option["rows"]]
    context = editing.frame("form" if spot.file == FORM else spot.token) | {
        "title": title_of(spot, node) or spot.sheet.one,
        "caption": spot.sheet.one,
        "rows": rows,
        "options": options,
        "with_options": kind in words.WITH_OPTIONS,
        "outcome": outcome,
        "error_summary": [*errors_of([*rows, *option_rows]), *_of_the_whole(editing, spot, path)],
        "back_href": editing.list_url(spot.token) if ":" not in spot.token else owner_url(editing, spot.token),
        "spot": spot,
        "place": place,
        **_children(editing, spot, node),
    }
    if spot.sheet is sheets.PAGE:
        context["preview_url"] = _preview_url(editing, node)
    return render(request, "authoring/sheet.html", context, status=outcome.status if outcome else 200)


def _of_the_whole(editing: Editing, spot: ListSpot, path: Path) -> list[dict[str, str]]:
    """Problems that belong to no box: options or questions that are missing."""
    places = {
        (*path, name): anchor
        for name, anchor in (("options", "#options"), ("fields", "#child-fields"), ("pages", "#child-pages"))
    }
    here = [problem for problem in editing.problems if problem.file == spot.file]
    found_problems = [
        {"text": say_problem(problem), "href": places[problem.path]} for problem in here if problem.path in places
    ]
    for problem in here:
        lacking = next((name for name in ("options", "fields", "pages") if f"lacks `{name}`" in problem.what), "")
        if problem.path == path and lacking:
            found_problems.append({"text": say_problem(problem), "href": places[*path, lacking]})
    return found_problems


def _children(editing: Editing, spot: ListSpot, node: Any) -> dict[str, Any]:
    """The lists of a section, a page or a group, shown below its own boxes."""
    owner = str(node.get("id", "")) if isinstance(node, dict) else ""
    names = {id(sheets.SECTION): ["pages"], id(sheets.PAGE): ["fields", "checks"]}.get(id(spot.sheet), [])
    if isinstance(node, dict) and node.get("type") == "group":
        names = ["fields", "checks"]
    titles = {"pages": _("Các trang"), "fields": _("Các câu hỏi"), "checks": _("Điều phải đúng giữa các câu trả lời")}
    adds = {"pages": _("Thêm trang"), "fields": _("Thêm câu hỏi"), "checks": _("Thêm điều phải đúng")}
    children = []
    for name in names:
        inner = editing.find_list(f"{name}:{owner}")
        if inner:
            children.append(
                {
                    "name": name,
                    "spot": inner,
                    "title": titles[name],
                    "add": adds[name],
                    "rows": rows_of(editing, inner),
                    "named": name != "checks",
                }
            )
    return {"children": children}


def _preview_url(editing: Editing, node: Any) -> str:
    return (
        reverse("authoring:preview_question", args=[editing.edit.id, str(node.get("id", ""))])
        if isinstance(node, dict)
        else ""
    )


def _options(node: Any, editing: Editing, path: Path) -> list[dict[str, Any]]:
    """Each option as a row of boxes, and an empty one for the next."""
    published = _published_options(editing, node)
    found_options = []
    items = items_at(node, ("options",))
    for number, option in enumerate([*items, {}]):
        fixed = isinstance(option, dict) and str(option.get("value", "")) in published
        around = editing.around(path=path, locked=fixed)
        rows: list[Row] = draw_sheet(sheets.OPTION, option, around, (*path, "options", number), f"options.{number}.")
        new = number == len(items)
        found_options.append({"number": number, "rows": rows, "new": new, "last": number == len(items) - 1})
    return found_options


def _published_options(editing: Editing, node: Any) -> frozenset[str]:
    base = api.base_of(editing.edit)
    before = fields_of(base.form).get(str(node.get("id", ""))) if base and isinstance(node, dict) else None
    return frozenset(str(one.get("value")) for one in (before or {}).get("options") or ())


def _locks(editing: Editing, node: Any) -> frozenset[str]:
    """What of the thing was published and keeps its name: "id", and the values of options."""
    locked = isinstance(node, dict) and str(node.get("id", "")) in editing.published_ids
    return frozenset({"id"} if locked else ()) | _published_options(editing, node)


def _read(sheet: Sheet, node: Any, post: QueryDict, fields: Fields, locks: frozenset[str]) -> Any:
    """The thing as typed, its options with it, and one of them moved or taken out where that was pressed."""
    typed = read_sheet(sheet, node, post, fields, locked="id" in locks)
    if sheet is not sheets.QUESTION or not isinstance(typed, dict):
        return typed
    if typed.get("type") not in words.WITH_OPTIONS:
        return {key: value for key, value in typed.items() if key != "options"}
    options = _read_options(typed, post, fields, locks)
    verb, _sep, where = post.get("do", "").partition(" ")
    if where.isascii() and where.isdigit() and int(where) < len(options):
        here = int(where)
        if verb in {"option-up", "option-down"}:
            options = moved(options, here, here - 1 if verb == "option-up" else here + 1)
        elif verb == "option-remove":
            options.pop(here)
    return {**typed, "options": options}


def _read_options(typed: dict[str, Any], post: QueryDict, fields: Fields, locks: frozenset[str]) -> list[Any]:
    options: list[Any] = []
    before = items_at(typed, ("options",))
    for number in range(min(len(before) + 1, 400)):
        option = before[number] if number < len(before) else {}
        locked = isinstance(option, dict) and str(option.get("value", "")) in locks
        read = read_sheet(sheets.OPTION, option, post, fields, prefix=f"options.{number}.", locked=locked)
        label = read.get("label") if isinstance(read, dict) else None
        if number == len(before) and not any((label or {}).values()) and not read.get("value"):
            continue
        if not read.get("value"):
            known = {str(one.get("value", "")) for one in [*before, *options] if isinstance(one, dict)}
            read = {
                "value": free_id(fold(say(label)) or "option", known),
                **{k: v for k, v in read.items() if k != "value"},
            }
        options.append(read)
    return options


def _onward(request: HttpRequest, edit_id: UUID, token: str, place: int) -> str:
    """The same thing again, under its new id where that was changed."""
    editing = open_editing(request, edit_id)
    spot = found(editing, token)
    url = editing.item_url(token, editing.key_of(spot, place))
    return f"{url}#options" if request.POST.get("do", "").startswith("option-") or "add_option" in request.POST else url
