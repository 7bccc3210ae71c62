"""One cleaner per type of question, made once per field: raw answer in, JSON-ready value out.

A cleaner takes what the API sends (typed JSON) and what a browser sends (text). It returns None for an answer that
says nothing, raises Fault for one that can't be taken, and nothing else whatever it is given.
"""

from collections.abc import Callable, Mapping
from typing import Any

from motcua.forms.contracts import FieldType, FormContext, FormField
from motcua.forms.domain import addresses, appointments, choices, dates, decimals, identifiers, numbers, words

Cleaner = Callable[[Any, FormContext], Any]


def _in_its_items(_field: FormField) -> Cleaner:
    """A group is cleaned item by item: see `engine.Run`."""

    def never(_raw: Any, _context: FormContext) -> Any:
        raise AssertionError("a group has no cleaner of its own")

    return never


_MAKERS: Mapping[FieldType, Callable[[FormField], Cleaner]] = {
    FieldType.TEXT: words.text,
    FieldType.LONG_TEXT: words.long_text,
    FieldType.NAME: words.name,
    FieldType.EMAIL: words.email,
    FieldType.PERSONAL_ID: identifiers.personal_id,
    FieldType.TAX_CODE: identifiers.tax_code,
    FieldType.PHONE: identifiers.phone,
    FieldType.DATE: dates.date_cleaner,
    FieldType.NUMBER: numbers.number,
    FieldType.MONEY: numbers.money,
    FieldType.CHOICE: choices.choice,
    FieldType.CHOICES: choices.several,
    FieldType.YES_NO: choices.yes_no,
    FieldType.ADDRESS: addresses.address,
    FieldType.DECIMAL: decimals.decimal,
    FieldType.SIGNATURE: words.name,
    FieldType.APPOINTMENT: appointments.appointment,
    FieldType.GROUP: _in_its_items,
}


def cleaner_for(field: FormField) -> Cleaner:
    return _MAKERS[field.type](field)
