"""A question, its answer and what is wrong with it, as the options of a component of the UI kit."""

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from motcua.forms.contracts import FieldType
from motcua.forms.domain import dates, decimals
from motcua.forms.domain.faults import grouped
from motcua.forms.web.asked import Asked, Params, autocomplete, boxed, with_boxes
from motcua.forms.web.places import address
from motcua.forms.web.slots import appointment

MOST_RADIOS = 10  # more options than this become a drop-down list
SHORT_TEXT, LONG_NUMBER = 40, 10
CANONICAL = re.compile(r"-?\d{1,16}(\.\d{1,6})?", re.ASCII)


def draw(asked: Asked) -> tuple[str, Params]:
    """The component's name and its options."""
    return _DRAW[asked.field.type](asked)


def _text(asked: Asked) -> tuple[str, Params]:
    short = asked.field.max_length <= SHORT_TEXT
    return "input", boxed(asked) | {"classes": "govuk-input--width-20" if short else None}


def _long_text(asked: Asked) -> tuple[str, Params]:
    return "character-count", boxed(asked) | {"rows": "5", "maxlength": asked.field.max_length, "threshold": "75"}


def _name(asked: Asked) -> tuple[str, Params]:
    return "input", boxed(asked) | {"spellcheck": False}


def _digits(asked: Asked) -> tuple[str, Params]:
    more = {"inputmode": "numeric", "spellcheck": False, "classes": "govuk-input--width-20 mc-tabular"}
    return "input", {"autocomplete": "off"} | boxed(asked) | more


def _phone(asked: Asked) -> tuple[str, Params]:
    return "input", boxed(asked) | {"type": "tel", "spellcheck": False, "classes": "govuk-input--width-20 mc-tabular"}


def _email(asked: Asked) -> tuple[str, Params]:
    return "input", boxed(asked) | {"type": "email", "inputmode": "email", "spellcheck": False}


def _number(asked: Asked) -> tuple[str, Params]:
    return "input", boxed(asked) | {"inputmode": "numeric", "spellcheck": False, "classes": "govuk-input--width-5"}


def _decimal(asked: Asked) -> tuple[str, Params]:
    typed = asked.typed
    if CANONICAL.fullmatch(typed) and len(typed.partition(".")[2]) <= asked.field.places:
        typed = decimals.written(typed, asked.context.language)
    more = {"value": typed, "inputmode": "decimal", "spellcheck": False, "classes": "govuk-input--width-10 mc-tabular"}
    return "input", boxed(asked) | more


def _signature(asked: Asked) -> tuple[str, Params]:
    """The name typed in place of a signature; the page says what it is and what it is not."""
    told = _("Gõ họ và tên của bạn thay cho chữ ký. Đây là lời xác nhận của bạn, chưa phải là chữ ký điện tử.")
    hint = " ".join(part for part in (asked.say(asked.field.hint), told) if part)
    return "input", {"autocomplete": "name"} | boxed(asked) | {"spellcheck": False, "hint": {"text": hint}}


def _money(asked: Asked) -> tuple[str, Params]:
    typed = grouped(asked.value, asked.context.language) if type(asked.value) is int else asked.typed
    more = {"value": typed, "suffix": {"text": _("đồng")}, "inputmode": "numeric", "spellcheck": False}
    return "input", boxed(asked) | more | {"classes": "govuk-input--width-10 mc-tabular"}


def _date(asked: Asked) -> tuple[str, Params]:
    shown = _date_boxes(asked)
    missing = (
        {part for part in dates.PARTS if not shown[part]} if asked.error_code == "date_incomplete" else set(dates.PARTS)
    )
    labels = {"day": _("Ngày"), "month": _("Tháng"), "year": _("Năm")}
    fills = "bday" if autocomplete(asked.field) == "bday" else ""
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
    params = with_boxes(asked) | {"id": asked.field.id, "namePrefix": asked.field.id, "items": items}
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
        return "select", boxed(asked) | {"items": empty + options, "value": asked.typed}
    return "radios", with_boxes(asked) | {"items": _items(asked, {asked.typed})}


def _choices(asked: Asked) -> tuple[str, Params]:
    ticked = (
        {value for value in asked.value if isinstance(value, str)}
        if isinstance(asked.value, list | tuple)
        else {asked.typed}
    )
    params = with_boxes(asked) | {"items": _items(asked, ticked)}
    if not asked.field.hint:
        params["hint"] = {"text": _("Có thể chọn nhiều mục.")}
    return "checkboxes", params


def _yes_no(asked: Asked) -> tuple[str, Params]:
    words = {"yes": _("Có"), "no": _("Không")}
    typed = {"true": "yes", "false": "no"}.get(asked.typed, asked.typed)
    items = [_item(asked, value, text, "", {typed}) for value, text in words.items()]
    return "radios", with_boxes(asked) | {"items": items, "classes": None if asked.reveals else "govuk-radios--inline"}


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
    FieldType.ADDRESS: address,
    FieldType.DECIMAL: _decimal,
    FieldType.SIGNATURE: _signature,
    FieldType.APPOINTMENT: appointment,
}
