"""An address that somebody knows only as it was before: its province, its commune found by name, and what it is now.

Each step is a button, so that it works without scripts; with them the list follows the typing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.agencies.contracts import ChangeKind, OldUnitView, UnitPart
from motcua.forms.contracts import FormContext
from motcua.forms.domain.addresses import OLD
from motcua.forms.web.posts import FIND_OLD, NEW_ADDRESS, OLD_ADDRESS
from motcua.kernel.languages import pick
from motcua.platform.ui.templatetags.ui import ui as component

Params = dict[str, Any]
ERRORS = {"no_old_unit": "oldname", "unknown_old_unit": "oldname", "which_part": "part", "not_of_old_unit": "part"}
"""At which box what is wrong with such an address is told."""


def is_old(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get(OLD), Mapping)


def offer(box: str, context: FormContext) -> SafeString:
    """The way in, where a table of changes is known."""
    if context.old_units is None or not context.old_units.provinces():
        return SafeString("")
    return _button(_("Tôi chỉ biết địa chỉ cũ"), OLD_ADDRESS, box)


def draw(
    box: str, value: Mapping[str, Any], context: FormContext, *, error: str, error_code: str, urls: Mapping[str, str]
) -> list[SafeString]:
    """What stands in place of the present province and commune."""
    typed = {name: part for name, part in value[OLD].items() if isinstance(name, str) and isinstance(part, str)}
    units = context.old_units
    chosen = units.get(typed.get("code", "")) if units else None
    province = typed.get("province") or (chosen.province_code if chosen else "")
    name = typed.get("name", chosen.name if chosen else "")
    listed = units.find(name, province) if units and "name" in typed else [chosen] if chosen else []
    at = ERRORS.get(error_code, "")
    commune = value.get("commune")
    return [
        _province(box, province, context, urls),
        _name(box, name, error if at == "oldname" else "", urls),
        _button(_("Tìm"), FIND_OLD, box),
        format_html(
            '<div id="{}-oldfound">{}</div>',
            box,
            found(
                box,
                listed,
                chosen if chosen in listed else None,
                context,
                urls=urls,
                searched=bool(name and province),
                commune=commune if isinstance(commune, str) else "",
                error=error if at == "part" else "",
            ),
        ),
    ]


def way_back(box: str) -> SafeString:
    return _button(_("Tôi biết địa chỉ hiện nay"), NEW_ADDRESS, box)


def found(
    box: str,
    units: Sequence[OldUnitView],
    chosen: OldUnitView | None,
    context: FormContext,
    *,
    urls: Mapping[str, str],
    searched: bool = True,
    commune: str = "",
    error: str = "",
) -> SafeString:
    """The former communes of that name to choose from, and what the chosen one is now."""
    units = [unit for unit in units if unit.parts]
    if not units:
        if not searched:
            return SafeString("")
        none = _("Không có xã, phường cũ nào tên như vậy ở tỉnh này. Hãy xem lại tên, hoặc gõ ít chữ hơn.")
        return format_html('<p class="govuk-body" role="status">{}</p>', none)
    radios = component(
        "radios",
        {
            "idPrefix": f"{box}-old",
            "name": f"{box}-old",
            "fieldset": {"legend": {"text": _("Chọn xã, phường cũ"), "classes": "govuk-fieldset__legend--s"}},
            "items": [_candidate(unit, unit == chosen, context) for unit in units],
        },
    )
    live = (
        format_html(
            ' hx-get="{}?field={}" hx-trigger="change" hx-include="this" hx-target="#{}-oldpart"',
            urls["parts"],
            box,
            box,
        )
        if urls
        else ""
    )
    told = now(box, chosen, context, commune=commune, error=error) if chosen else ""
    return format_html('<div{}>{}</div><div id="{}-oldpart" aria-live="polite">{}</div>', live, radios, box, told)


def _candidate(unit: OldUnitView, checked: bool, context: FormContext) -> Params:  # noqa: FBT001 - a state, not a switch
    if len(unit.parts) == 1:
        hint = _("nay là %(unit)s") % {"unit": _full(unit.parts[0], context)}
    else:
        hint = _("đã chia về %(count)s nơi") % {"count": len(unit.parts)}
    text = ", ".join(part for part in (unit.name, unit.district) if part)
    return {"value": unit.code, "text": text, "hint": {"text": hint}, "checked": checked}


def now(box: str, unit: OldUnitView, context: FormContext, *, commune: str = "", error: str = "") -> SafeString:
    """The present commune of a former one; where it was split, the question which part it is."""
    if len(unit.parts) == 1:
        told = _("Địa chỉ hiện nay: %(unit)s.") % {"unit": _full(unit.parts[0], context)}
        return component("inset-text", text=told) + _for_scripts(box, unit.parts[0])
    known = [_for_scripts(box, part) for part in unit.parts if part.unit.code == commune]
    return _which(box, unit, context, commune, error) + format_html_join("", "{}", ((each,) for each in known))


def _for_scripts(box: str, part: UnitPart) -> SafeString:
    """The present address for conditions on this page (`live.js`); the server works it out itself."""
    boxes = ((box, "province", part.unit.parent_code or ""), (box, "commune", part.unit.code))
    return format_html_join("", '<input type="hidden" name="{}-{}" value="{}">', boxes)


def _which(box: str, unit: OldUnitView, context: FormContext, commune: str, error: str) -> SafeString:
    help_ = _(
        "Bảng chuyển đổi không ghi đến từng nhà. Bạn xem giấy tờ về nơi cư trú cấp gần đây nhất, hỏi hàng xóm, "
        "hoặc gọi Ủy ban nhân dân một trong các nơi dưới đây."
    )
    asked = _("%(unit)s đã được chia. Địa chỉ này nay thuộc nơi nào?") % {"unit": unit.name}
    return component(
        "radios",
        {
            "idPrefix": f"{box}-part",
            "name": f"{box}-commune-{unit.code}",
            "fieldset": {"legend": {"text": asked, "classes": "govuk-fieldset__legend--s"}},
            "hint": {"text": help_},
            "errorMessage": {"text": error} if error else None,
            "items": [_part(part, commune, context) for part in unit.parts],
        },
    )


def _part(part: UnitPart, commune: str, context: FormContext) -> Params:
    went = {
        ChangeKind.PART: _("nhận một phần của đơn vị cũ"),
        ChangeKind.PART_AREA: _("nhận một phần diện tích"),
        ChangeKind.PART_AREA_ALL_PEOPLE: _("nhận một phần diện tích và toàn bộ người dân"),
        ChangeKind.PART_PEOPLE: _("nhận một phần người dân"),
    }.get(part.kind, "")
    hint = ". ".join(words for words in (went, part.note) if words)
    return {
        "value": part.unit.code,
        "text": _full(part, context),
        "hint": {"text": hint} if hint else None,
        "checked": part.unit.code == commune,
    }


def _full(part: UnitPart, context: FormContext) -> str:
    provinces = {unit.code: unit for unit in context.units(None)} if context.units else {}
    above = provinces.get(part.unit.parent_code or "")
    return ", ".join(pick(unit.full_name, context.language) for unit in (part.unit, above) if unit)


def _province(box: str, province: str, context: FormContext, urls: Mapping[str, str]) -> SafeString:
    listed = context.old_units.provinces() if context.old_units else ()
    return component(
        "select",
        {
            "id": f"{box}-oldprovince",
            "name": f"{box}-oldprovince",
            "label": {"text": _("Tỉnh, thành phố cũ")},
            "items": [
                {"value": "", "text": _("Chọn tỉnh, thành phố cũ")},
                *({"value": code, "text": name} for code, name in listed),
            ],
            "value": province,
            "attributes": {"autocomplete": "off"} | _searching(box, urls, "change", f"#{box}-oldname"),
        },
    )


def _name(box: str, name: str, error: str, urls: Mapping[str, str]) -> SafeString:
    searching = _searching(box, urls, "input changed delay:200ms", f"#{box}-oldprovince")
    return component(
        "input",
        {
            "id": f"{box}-oldname",
            "name": f"{box}-oldname",
            "label": {"text": _("Tên xã, phường cũ")},
            "hint": {"text": _("Gõ tên ghi trên giấy tờ cũ, có dấu hay không dấu đều được.")},
            "value": name,
            "errorMessage": {"text": error} if error else None,
            "autocomplete": "off",
            "spellcheck": False,
            "attributes": searching,
        },
    )


def _searching(box: str, urls: Mapping[str, str], trigger: str, other: str) -> dict[str, str]:
    if not urls:
        return {}
    return {
        "hx-get": f"{urls['units']}?field={box}",
        "hx-trigger": trigger,
        "hx-include": other,
        "hx-target": f"#{box}-oldfound",
        "hx-sync": f"#{box}-oldname:replace",
    }


def _button(text: str, name: str, box: str) -> SafeString:
    return component(
        "button",
        {
            "text": text,
            "name": name,
            "value": box,
            "classes": "govuk-button--secondary",
            "attributes": {"formnovalidate": "", "formaction": f"#{box}"},  # the page comes back to this question
        },
    )
