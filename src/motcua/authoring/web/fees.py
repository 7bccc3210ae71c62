"""Fees by date: each amount with the days on which it holds, and a new amount that closes the old one the day before."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.agencies import api as agencies
from motcua.authoring.domain import conditions
from motcua.authoring.domain.models import free_id, ids_in, with_value
from motcua.authoring.web import words
from motcua.authoring.web.drawing import draw_sheet, errors_of, say, say_law, say_simple
from motcua.authoring.web.editing import FEES, Editing, ListSpot, open_editing
from motcua.authoring.web.saving import save
from motcua.authoring.web.sheets import DAY, LAWS, MONEY, Box, Sheet
from motcua.authoring.web.typed import as_typed
from motcua.authoring.web.typing_in import read_sheet, say_day
from motcua.kernel.errors import InvalidInputError
from motcua.kernel.money import say_money
from motcua.platform.web.api import official

NEW_AMOUNT = Sheet(
    gettext_lazy("Mức thu mới"),
    (
        Box("amount", MONEY, gettext_lazy("Số tiền mới"), required=True),
        Box(
            "from",
            DAY,
            gettext_lazy("Áp dụng từ ngày"),
            gettext_lazy("Mức cũ kết thúc vào ngày hôm trước."),
            required=True,
        ),
        Box("legal", LAWS, gettext_lazy("Căn cứ pháp lý"), required=True),
    ),
)


def table(editing: Editing, spot: ListSpot) -> dict[str, Any]:
    """The amounts in the order of the file, each with its days, its condition in words and its rules."""
    today = agencies.today().isoformat()
    laws = {str(law.get("id")): law for law in editing.laws if isinstance(law, dict)}
    rows = []
    for place, item in enumerate(spot.items):
        fee = item if isinstance(item, dict) else {}
        start, end = str(fee.get("from") or ""), str(fee.get("to") or "")
        rows.append(
            {
                "name": say(fee.get("name")),
                "amount": _money(fee.get("amount")),
                "from": say_day(start),
                "to": say_day(end),
                "when": say_condition(str(fee.get("when") or ""), editing),
                "legal": [say_law(laws[one]) if one in laws else str(one) for one in fee.get("legal") or ()],
                "state": "past" if end and end < today else "coming" if start > today else "now",
                "new_url": ""
                if end
                else reverse("authoring:new_amount", args=[editing.edit.id, editing.key_of(spot, place)]),
            }
        )
    note = editing.model(FEES)
    return {"amounts": rows, "note": say((note or {}).get("note")), "note_url": editing.single_url("fee-note")}


def say_condition(expression: str, editing: Editing) -> str:
    """In words where it is made of answers, else as it is written."""
    fields = {**editing.fields, **words.GIVEN}
    simple = conditions.read_simple(expression, fields) if expression else None
    return say_simple(simple, fields) if simple else expression


@official("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def new_amount(request: HttpRequest, edit_id: UUID, key: str) -> HttpResponse:
    """A new amount for a fee from a day on. The old one ends the day before; nobody has to reckon that."""
    editing = open_editing(request, edit_id)
    spot = editing.find_list("fees")
    place = next((i for i in range(len(spot.items)) if editing.key_of(spot, i) == key), None) if spot else None
    if spot is None or place is None:
        raise Http404
    old = spot.items[place]
    node: Any = {"amount": old.get("amount"), "legal": old.get("legal")}
    outcome = None
    if request.method == "POST":
        outcome = save(
            request, editing, FEES,
            lambda model: with_value(model, spot.path, _with_new(spot, place, read_sheet(NEW_AMOUNT, {}, request.POST, {}), model)),
            f"{NEW_AMOUNT.one}: {say(old.get('name'))}",
        )  # fmt: skip
        if outcome.saved:
            return HttpResponseRedirect(editing.list_url("fees"))
        node = as_typed(NEW_AMOUNT, {}, request.POST, {})
        editing = open_editing(request, edit_id)
    rows = draw_sheet(NEW_AMOUNT, node, editing.around(path=("",), file=FEES), path=("",))
    context = editing.frame("fees") | {
        "title": _("Mức thu mới: %(name)s") % {"name": say(old.get("name"))},
        "intro": _("Mức đang có: %(amount)s từ %(day)s.")
        % {"amount": _money(old.get("amount")), "day": say_day(old.get("from"))},
        "rows": rows,
        "outcome": outcome,
        "error_summary": errors_of(rows),
        "back_href": editing.list_url("fees"),
    }
    return render(request, "authoring/sheet.html", context, status=outcome.status if outcome else 200)


def _with_new(spot: ListSpot, place: int, typed: dict[str, Any], model: Any) -> list[Any]:
    """The old amount closed, the new one behind it. Raises InvalidInputError for a day that is none, or too early."""
    old = spot.items[place]
    try:
        day = date.fromisoformat(str(typed.get("from", "")))
    except ValueError as error:
        raise InvalidInputError(_("Hãy viết ngày mức mới bắt đầu áp dụng, ví dụ 01/07/2026.")) from error
    if str(old.get("from") or "") >= day.isoformat():
        raise InvalidInputError(
            _("Mức mới phải bắt đầu sau ngày mức cũ bắt đầu (%(day)s).") % {"day": say_day(old.get("from"))}
        )
    stem = str(old.get("id", "fee")).rstrip("0123456789").rstrip("_")
    new = {**old, "id": free_id(f"{stem}_{day.year}", set(ids_in(model))), **typed}
    new.pop("to", None)
    closed = {**old, "to": (day - timedelta(days=1)).isoformat()}
    return [*spot.items[:place], closed, new, *spot.items[place + 1 :]]


def _money(amount: Any) -> str:
    return (
        say_money(amount, get_language() or "vi") if type(amount) is int else str(amount if amount is not None else "")
    )
