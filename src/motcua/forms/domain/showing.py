"""Answers as people read them: for "check your answers", for the official's screen, for printed papers."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from motcua.forms.contracts import Answers, FieldType, Form, FormContext, FormField, ShownAnswer, ShownSection
from motcua.forms.domain import decimals
from motcua.forms.domain.dates import written
from motcua.forms.domain.faults import SENTENCES, _, grouped, item_name, item_path
from motcua.kernel.dates import say_date
from motcua.kernel.languages import pick
from motcua.kernel.texts import in_sentence

SENTENCES |= {"shown_yes": _("Có"), "shown_no": _("Không"), "shown_money": _("{amount} đồng")}
SENTENCES |= {"shown_year": _("năm {year}"), "shown_month": _("tháng {month}/{year}")}
SENTENCES |= {"shown_old": _("{address} (địa chỉ cũ: {old})")}
SENTENCES |= {"shown_count": _("Đã khai: {count}")}


def show_answers(form: Form, answers: Answers, context: FormContext) -> tuple[ShownSection, ...]:
    """Cleaned answers by section, in the form's order; sections without an answer are left out.

    `context` brings the language and the names of units; without units an address shows their codes.
    """
    pages = {page.id: page for page in form.pages}
    shown = []
    for section in form.sections:
        rows = tuple(
            row
            for page in section.pages
            for field in pages[page].fields
            for row in _rows(field, page, answers.get(field.id), context)
        )
        if rows:
            shown.append(ShownSection(section.id, pick(section.title, context.language), rows))
    return tuple(shown)


def _rows(field: FormField, page: str, value: Any, context: FormContext) -> Iterator[ShownAnswer]:
    """The line of a field; of a group one that counts its items and then those of each item."""
    label = pick(field.label, context.language)
    if not field.is_group or not isinstance(value, list):
        if said := show_answer(field, value, context):
            yield ShownAnswer(field.id, page, label, said, field.sensitive, own_label=label)
        return
    if value:
        said = context.translate(SENTENCES["shown_count"]).format(count=len(value))
        yield ShownAnswer(field.id, page, label, said, field.sensitive, own_label=label)
    for place, item in enumerate(value):
        yield from show_item_rows(field, page, place, item, context)


def show_item_rows(group: FormField, page: str, place: int, item: Any, context: FormContext) -> Iterator[ShownAnswer]:
    """A line for each answer of an item."""
    name = item_name(group, place, context)
    for field in group.fields:
        if said := show_answer(field, item.get(field.id) if isinstance(item, dict) else None, context):
            own = pick(field.label, context.language)
            label = f"{name}: {in_sentence(own)}"
            path = item_path(group.id, place, field.id)
            yield ShownAnswer(path, page, label, said, group.sensitive or field.sensitive, item=name, own_label=own)


def show_item(group: FormField, item: Mapping[str, Any], context: FormContext) -> str:
    """An item in a few words, by what was answered first: "Nguyễn Văn An, 01/05/2015"."""
    values = (show_answer(field, item.get(field.id), context) for field in group.fields)
    return ", ".join([value for value in values if value][:2])


def show_answer(field: FormField, value: Any, context: FormContext) -> str:
    """One answer as text; "" when there is none. What couldn't be cleaned is shown as it was typed."""
    shape, show = _SHOW.get(field.type, (str, _as_typed))
    try:
        return show(field, value, context) if isinstance(value, shape) else _as_typed(field, value, context)
    except (ValueError, KeyError):
        return _as_typed(field, value, context)


def _as_typed(_field: FormField, value: Any, _context: FormContext) -> str:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,)
    return " ".join(
        _as_typed(_field, part, _context) if isinstance(part, dict) else str(part)
        for part in parts
        if isinstance(part, str | int | dict)
    )


def _date(_field: FormField, value: str, context: FormContext) -> str:
    year, _dash, rest = value.partition("-")
    if "-" in rest:
        return written(date.fromisoformat(value))
    date(int(year), int(rest or 1), 1)  # raises for what is no year or month
    return context.translate(SENTENCES["shown_month" if rest else "shown_year"]).format(
        year=year, month=rest.lstrip("0")
    )


def _appointment(_field: FormField, value: str, context: FormContext) -> str:
    day, _t, time = value.partition("T")
    return f"{time}, {say_date(date.fromisoformat(day), context.language, weekday=True)}"


def _decimal(_field: FormField, value: str, context: FormContext) -> str:
    return decimals.written(value, context.language)


def _number(_field: FormField, value: int, context: FormContext) -> str:
    return grouped(value, context.language)


def _money(_field: FormField, value: int, context: FormContext) -> str:
    return context.translate(SENTENCES["shown_money"]).format(amount=grouped(value, context.language))


def _yes_no(_field: FormField, value: bool, context: FormContext) -> str:  # noqa: FBT001 - an answer, not a switch
    return context.translate(SENTENCES["shown_yes" if value else "shown_no"])


def _choice(field: FormField, value: str, context: FormContext) -> str:
    labels = {option.value: pick(option.label, context.language) for option in field.options}
    return labels.get(value, value)


def _choices(field: FormField, value: list[str], context: FormContext) -> str:
    return "; ".join(_choice(field, str(one), context) for one in value)


def _address(_field: FormField, value: dict[str, Any], context: FormContext) -> str:
    names = [value["commune"], value["province"]]
    if context.units and all(isinstance(name, str) for name in names):
        known = {unit.code: unit for unit in (*context.units(value["province"]), *context.units(None))}
        names = [pick(known[code].full_name, context.language) if code in known else code for code in names]
    said = ", ".join(str(part) for part in (value["detail"], *names) if part)
    old = value.get("old")
    if not isinstance(old, dict) or not old.get("text"):
        return said
    return context.translate(SENTENCES["shown_old"]).format(address=said, old=old["text"])


_SHOW: dict[FieldType, tuple[type, Callable[[FormField, Any, FormContext], str]]] = {
    FieldType.DATE: (str, _date),
    FieldType.NUMBER: (int, _number),
    FieldType.MONEY: (int, _money),
    FieldType.YES_NO: (bool, _yes_no),
    FieldType.CHOICE: (str, _choice),
    FieldType.CHOICES: (list, _choices),
    FieldType.ADDRESS: (dict, _address),
    FieldType.DECIMAL: (str, _decimal),
    FieldType.APPOINTMENT: (str, _appointment),
}
