"""A question, its answer and what is wrong with it, as the options of a component of the UI kit."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from motcua.forms.contracts import FieldType, FormContext, FormField, FreeDay
from motcua.forms.domain import dates, decimals
from motcua.forms.domain.faults import grouped
from motcua.forms.web import old_addresses
from motcua.forms.web.posts import CHOOSE_PROVINCE
from motcua.kernel.dates import say_date
from motcua.kernel.languages import pick
from motcua.platform.ui.templatetags.ui import ui as component

Params = dict[str, Any]

MOST_RADIOS = 10  # more options than this become a drop-down list
SHORT_TEXT, LONG_NUMBER = 40, 10
DAYS_OPEN = 3  # days with free times that are shown at once; later ones are folded away
CANONICAL = re.compile(r"-?\d{1,16}(\.\d{1,6})?", re.ASCII)

# What browsers may fill in, by the place in the person's record that answers the field (WCAG 1.3.5).
_AUTOCOMPLETE = {
    "applicant.full_name": "name",
    "applicant.phone": "tel",
    "applicant.email": "email",
    "applicant.birth_date": "bday",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """All that is needed to draw one question. `value` is a cleaned answer or what was typed.

    `heading`: the label is the page's heading too. `reveals`: markup to show under an option, by its value.
    `communes_url`: where the communes of a province are had without loading the page again; "" for nowhere. `old_urls`:
    the same for those of before ("units") and what one is now ("parts").
    """

    field: FormField
    value: Any
    context: FormContext
    error: str = ""
    error_code: str = ""
    heading: bool = False
    reveals: Mapping[str, SafeString] | None = None
    communes_url: str = ""
    old_urls: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def say(self, text: Any) -> str:
        return pick(text, self.context.language)

    @property
    def label(self) -> str:
        label = self.say(self.field.label)
        return label if self.field.required else _("%(label)s (không bắt buộc)") % {"label": label}

    @property
    def typed(self) -> str:
        """The value of a single box."""
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return str(self.value) if isinstance(self.value, str | int) else ""

    def box(self, part: str) -> str:
        """The value of one of several boxes."""
        found = self.value.get(part) if isinstance(self.value, Mapping) else None
        return str(found) if isinstance(found, str | int) else ""


def draw(asked: Asked) -> tuple[str, Params]:
    """The component's name and its options."""
    return _DRAW[asked.field.type](asked)


def anchor(field: FormField, code: str) -> str:
    """The id of the box that an error summary leads to."""
    if field.type is FieldType.DATE:
        return f"{field.id}-day"
    if field.type is FieldType.ADDRESS:
        return f"{field.id}-{_ADDRESS_BOX.get(code, 'province')}"
    return field.id


def _text(asked: Asked) -> tuple[str, Params]:
    short = asked.field.max_length <= SHORT_TEXT
    return "input", _boxed(asked) | {"classes": "govuk-input--width-20" if short else None}


def _long_text(asked: Asked) -> tuple[str, Params]:
    return "character-count", _boxed(asked) | {"rows": "5", "maxlength": asked.field.max_length, "threshold": "75"}


def _name(asked: Asked) -> tuple[str, Params]:
    return "input", _boxed(asked) | {"spellcheck": False}


def _digits(asked: Asked) -> tuple[str, Params]:
    more = {"inputmode": "numeric", "spellcheck": False, "classes": "govuk-input--width-20 mc-tabular"}
    return "input", {"autocomplete": "off"} | _boxed(asked) | more


def _phone(asked: Asked) -> tuple[str, Params]:
    return "input", _boxed(asked) | {"type": "tel", "spellcheck": False, "classes": "govuk-input--width-20 mc-tabular"}


def _email(asked: Asked) -> tuple[str, Params]:
    return "input", _boxed(asked) | {"type": "email", "inputmode": "email", "spellcheck": False}


def _number(asked: Asked) -> tuple[str, Params]:
    return "input", _boxed(asked) | {"inputmode": "numeric", "spellcheck": False, "classes": "govuk-input--width-5"}


def _decimal(asked: Asked) -> tuple[str, Params]:
    typed = asked.typed
    if CANONICAL.fullmatch(typed) and len(typed.partition(".")[2]) <= asked.field.places:
        typed = decimals.written(typed, asked.context.language)
    more = {"value": typed, "inputmode": "decimal", "spellcheck": False, "classes": "govuk-input--width-10 mc-tabular"}
    return "input", _boxed(asked) | more


def _signature(asked: Asked) -> tuple[str, Params]:
    """The name typed in place of a signature; the page says what it is and what it is not."""
    told = _("Gõ họ và tên của bạn thay cho chữ ký. Đây là lời xác nhận của bạn, chưa phải là chữ ký điện tử.")
    hint = " ".join(part for part in (asked.say(asked.field.hint), told) if part)
    return "input", {"autocomplete": "name"} | _boxed(asked) | {"spellcheck": False, "hint": {"text": hint}}


def _money(asked: Asked) -> tuple[str, Params]:
    typed = grouped(asked.value, asked.context.language) if type(asked.value) is int else asked.typed
    more = {"value": typed, "suffix": {"text": _("đồng")}, "inputmode": "numeric", "spellcheck": False}
    return "input", _boxed(asked) | more | {"classes": "govuk-input--width-10 mc-tabular"}


def _date(asked: Asked) -> tuple[str, Params]:
    shown = _date_boxes(asked)
    missing = (
        {part for part in dates.PARTS if not shown[part]} if asked.error_code == "date_incomplete" else set(dates.PARTS)
    )
    labels = {"day": _("Ngày"), "month": _("Tháng"), "year": _("Năm")}
    fills = "bday" if _autocomplete(asked.field) == "bday" else ""
    items = [
        {
            "name": part,
            "label": labels[part],
            "value": shown[part],
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if asked.error and part in missing else ""),
            "autocomplete": f"{fills}-{part}" if fills else None,
        }
        for part in dates.PARTS
    ]
    params = _grouped(asked) | {"id": asked.field.id, "namePrefix": asked.field.id, "items": items}
    if asked.field.partial:
        told = _("Không nhớ ngày thì chỉ ghi tháng và năm. Không nhớ cả tháng thì chỉ ghi năm.")
        params["hint"] = {"text": " ".join(part for part in (asked.say(asked.field.hint), told) if part)}
    elif not asked.field.hint:
        params["hint"] = {"text": _("Ví dụ: 27 3 1990")}
    return "date-input", params


def _date_boxes(asked: Asked) -> dict[str, str]:
    if isinstance(asked.value, Mapping):
        return {part: asked.box(part) for part in dates.PARTS}
    year, _dash, rest = asked.typed.partition("-")
    month, _dash, day = rest.partition("-")
    known = (year, month, day) if not asked.field.partial else [part for part in (year, month, day) if part]
    readable = all(part.isdigit() for part in known)
    boxes = {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
    return boxes if readable else {"day": asked.typed, "month": "", "year": ""}


def _choice(asked: Asked) -> tuple[str, Params]:
    if len(asked.field.options) > MOST_RADIOS:
        empty = [{"value": "", "text": _("Chọn một mục")}]
        options = [{"value": option.value, "text": asked.say(option.label)} for option in asked.field.options]
        return "select", _boxed(asked) | {"items": empty + options, "value": asked.typed}
    return "radios", _grouped(asked) | {"items": _items(asked, {asked.typed})}


def _choices(asked: Asked) -> tuple[str, Params]:
    ticked = (
        {value for value in asked.value if isinstance(value, str)}
        if isinstance(asked.value, list | tuple)
        else {asked.typed}
    )
    params = _grouped(asked) | {"items": _items(asked, ticked)}
    if not asked.field.hint:
        params["hint"] = {"text": _("Có thể chọn nhiều mục.")}
    return "checkboxes", params


def _yes_no(asked: Asked) -> tuple[str, Params]:
    words = {"yes": _("Có"), "no": _("Không")}
    typed = {"true": "yes", "false": "no"}.get(asked.typed, asked.typed)
    items = [_item(asked, value, text, "", {typed}) for value, text in words.items()]
    return "radios", _grouped(asked) | {"items": items, "classes": None if asked.reveals else "govuk-radios--inline"}


def _items(asked: Asked, picked: set[str]) -> list[Params]:
    return [
        _item(asked, option.value, asked.say(option.label), asked.say(option.hint), picked)
        for option in asked.field.options
    ]


def _item(asked: Asked, value: str, text: str, hint: str, picked: set[str]) -> Params:
    revealed = (asked.reveals or {}).get(value)
    return {
        "value": value,
        "text": text,
        "hint": {"text": hint} if hint else None,
        "checked": value in picked,
        "conditional": {"html": revealed} if revealed else None,
    }


def _address(asked: Asked) -> tuple[str, Params]:
    """Province and commune as lists, the rest as text. The communes are those of the province on the page.

    Where scripts don't run, a button asks the server for them; what is typed stays.
    """
    if old_addresses.is_old(asked.value):
        inner = [*_of_before(asked), _detail(asked), old_addresses.way_back(asked.field.id)]
    else:
        offered = old_addresses.offer(asked.field.id, asked.context)
        inner = [_province(asked), _province_button(asked), _commune(asked), _detail(asked), offered]
    hint = asked.say(asked.field.hint)
    if hint:
        inner.insert(0, component("hint", id=f"{asked.field.id}-hint", text=hint))
    params: Params = {
        "legend": _legend(asked),
        "html": format_html_join("", "{}", ((part,) for part in inner)),
        "describedBy": f"{asked.field.id}-hint" if hint else None,
        "role": "group",
        "attributes": {"id": asked.field.id},
    }
    return "fieldset", params


def _of_before(asked: Asked) -> list[SafeString]:
    return old_addresses.draw(
        asked.field.id,
        asked.value,
        asked.context,
        error=asked.error,
        error_code=asked.error_code,
        urls=asked.old_urls,
    )


def _appointment(asked: Asked) -> tuple[str, Params]:
    """Free times as radio buttons, day by day; days further on are folded away. One group for the keyboard."""
    free = asked.context.free_days(asked.field) if asked.context.free_days else ()
    inner = [_free_day(asked, each) for each in free[:DAYS_OPEN]]
    later = free[DAYS_OPEN:]
    if later:
        chosen = any(asked.typed.startswith(each.day.isoformat()) for each in later)
        more = format_html_join("", "{}", ((_free_day(asked, each),) for each in later))
        inner.append(component("details", summaryText=_("Những ngày sau"), html=more, open=chosen))
    if not free:
        inner = [
            component("inset-text", text=_("Hiện không còn giờ trống. Hãy thử lại vào ngày mai, hoặc đến trực tiếp."))
        ]
    if asked.error:
        inner.insert(0, component("error-message", id=f"{asked.field.id}-error", text=asked.error))
    hint = asked.say(asked.field.hint)
    if hint:
        inner.insert(0, component("hint", id=f"{asked.field.id}-hint", text=hint))
    described = [name for name, there in (("hint", hint), ("error", asked.error)) if there]
    return "fieldset", {
        "legend": _legend(asked),
        "html": format_html_join("", "{}", ((part,) for part in inner)),
        "describedBy": " ".join(f"{asked.field.id}-{name}" for name in described) or None,
        "classes": "mc-slots",
        "attributes": {"id": asked.field.id, "tabindex": "-1"},
    }


def _free_day(asked: Asked, free: FreeDay) -> SafeString:
    name = say_date(free.day, asked.context.language, weekday=True)
    times = format_html_join(
        "",
        '<label class="mc-slot"><input type="radio" name="{}" value="{}" aria-label="{}"{}> <span>{}</span></label>',
        (
            (
                asked.field.id,
                (value := f"{free.day.isoformat()}T{time}"),
                f"{time}, {name}",
                mark_safe(" checked") if value == asked.typed else "",
                time,
            )
            for time in free.times
        ),
    )
    return format_html('<div class="mc-slots__day"><p class="mc-slots__name">{}</p>{}</div>', name, times)


def _province(asked: Asked) -> SafeString:
    name = f"{asked.field.id}-province"
    attributes = {"autocomplete": "off"}
    if asked.communes_url:
        attributes |= {
            "hx-get": f"{asked.communes_url}?field={asked.field.id}",
            "hx-trigger": "change",
            "hx-target": f"#{asked.field.id}-commune",
        }
    return component(
        "select",
        {
            "id": name,
            "name": name,
            "label": {"text": _("Tỉnh, thành phố")},
            "items": [{"value": "", "text": _("Chọn tỉnh, thành phố")}, *unit_items(asked.context, None)],
            "value": asked.box("province"),
            "errorMessage": _error_at(asked, "province"),
            "attributes": attributes,
        },
    )


def _province_button(asked: Asked) -> SafeString:
    button = component(
        "button",
        {
            "text": _("Chọn tỉnh này"),
            "name": CHOOSE_PROVINCE,
            "value": asked.field.id,
            "classes": "govuk-button--secondary",
            "attributes": {"formnovalidate": ""},
        },
    )
    return format_html("<noscript>{}</noscript>", button)


def _commune(asked: Asked) -> SafeString:
    name = f"{asked.field.id}-commune"
    return component(
        "select",
        {
            "id": name,
            "name": name,
            "label": {"text": _("Xã, phường, đặc khu")},
            "items": commune_items(asked.context, asked.box("province")),
            "value": asked.box("commune"),
            "errorMessage": _error_at(asked, "commune"),
            "attributes": {"autocomplete": "off"},
        },
    )


def commune_items(context: FormContext, province: str) -> list[Params]:
    """The options of a list of communes; before a province is chosen the only one says so."""
    if not province:
        return [{"value": "", "text": _("Hãy chọn tỉnh trước")}]
    return [{"value": "", "text": _("Chọn xã, phường")}, *unit_items(context, province)]


def unit_items(context: FormContext, parent: str | None) -> list[Params]:
    units = context.units(parent) if context.units else ()
    return [{"value": unit.code, "text": pick(unit.full_name, context.language)} for unit in units]


def _detail(asked: Asked) -> SafeString:
    name = f"{asked.field.id}-detail"
    return component(
        "input",
        {
            "id": name,
            "name": name,
            "label": {"text": _("Số nhà, đường, thôn, tổ dân phố")},
            "value": asked.box("detail"),
            "errorMessage": _error_at(asked, "detail"),
            "autocomplete": "street-address" if asked.field.prefill else None,
        },
    )


_ADDRESS_BOX = {
    "no_commune": "commune",
    "commune_elsewhere": "commune",
    "no_detail": "detail",
    "too_long": "detail",
    "one_line": "detail",
    "strange_characters": "detail",
} | old_addresses.ERRORS


def _error_at(asked: Asked, box: str) -> Params | None:
    return {"text": asked.error} if asked.error and _ADDRESS_BOX.get(asked.error_code, "province") == box else None


def _boxed(asked: Asked) -> Params:
    """What every component with one box shares."""
    field, hint = asked.field, asked.say(asked.field.hint)
    return {
        "id": field.id,
        "name": field.id,
        "label": {
            "text": asked.label,
            "isPageHeading": asked.heading,
            "classes": f"govuk-label--{'l' if asked.heading else 's'}",
        },
        "hint": {"text": hint} if hint else None,
        "errorMessage": {"text": asked.error} if asked.error else None,
        "value": asked.typed,
        **({"autocomplete": _autocomplete(field)} if _autocomplete(field) else {}),
    }


def _grouped(asked: Asked) -> Params:
    """What every component with several boxes shares."""
    hint = asked.say(asked.field.hint)
    return {
        "idPrefix": asked.field.id,
        "name": asked.field.id,
        "fieldset": {"legend": _legend(asked)},
        "hint": {"text": hint} if hint else None,
        "errorMessage": {"text": asked.error} if asked.error else None,
    }


def _legend(asked: Asked) -> Params:
    size = f"govuk-fieldset__legend--{'l' if asked.heading else 's'}"
    return {"text": asked.label, "isPageHeading": asked.heading, "classes": size}


def _autocomplete(field: FormField) -> str:
    return field.autocomplete or _AUTOCOMPLETE.get(field.prefill, "")


_DRAW: Mapping[FieldType, Callable[[Asked], tuple[str, Params]]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _long_text,
    FieldType.NAME: _name,
    FieldType.PERSONAL_ID: _digits,
    FieldType.TAX_CODE: _digits,
    FieldType.PHONE: _phone,
    FieldType.EMAIL: _email,
    FieldType.DATE: _date,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.YES_NO: _yes_no,
    FieldType.ADDRESS: _address,
    FieldType.DECIMAL: _decimal,
    FieldType.SIGNATURE: _signature,
    FieldType.APPOINTMENT: _appointment,
}
