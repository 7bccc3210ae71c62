"""Numbers on papers, typed with any spacing: personal id, tax code, telephone."""

import re
from collections.abc import Callable
from typing import Any

from motcua.forms.contracts import FormContext, FormField
from motcua.forms.domain.faults import SENTENCES, Fault
from motcua.forms.domain.words import Cleaner, line
from motcua.kernel import identifiers

LONGEST = 40  # characters, spacing included
PERSONAL_ID_DIGITS = 12
_SPACING = re.compile(r"[\s.\-]")


def personal_id(_field: FormField) -> Cleaner:
    return _checked(lambda typed: _SPACING.sub("", typed), identifiers.personal_id_problem, PERSONAL_ID_DIGITS)


def tax_code(_field: FormField) -> Cleaner:
    return _checked(_tidy_tax_code, identifiers.tax_code_problem, None)


def phone(_field: FormField) -> Cleaner:
    return _checked(identifiers.phone_digits, identifiers.phone_problem, None, wrong_length="phone_length")


def _tidy_tax_code(typed: str) -> str:
    digits = _SPACING.sub("", typed)
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits


def _checked(
    tidy: Callable[[str], str],
    problem_of: Callable[[str], str | None],
    wanted: int | None,
    wrong_length: str = "wrong_length",
) -> Cleaner:
    def clean_number(raw: Any, _context: FormContext) -> str | None:
        typed = line(raw, LONGEST)
        if typed is None:
            return None
        number = tidy(typed)
        if code := problem_of(number):
            raise _fault(code, number, wanted, wrong_length)
        return number

    return clean_number


def _fault(code: str, number: str, wanted: int | None, wrong_length: str) -> Fault:
    typed = sum(map(str.isdigit, number))
    if code == "wrong_length" and wanted and typed < wanted:
        return Fault(code, "too_few_digits", missing=wanted - typed, typed=typed, wanted=wanted)
    if code == "wrong_length" and wanted:
        return Fault(code, "too_many_digits", extra=typed - wanted, typed=typed, wanted=wanted)
    if code == "wrong_length":
        return Fault(code, wrong_length, typed=typed)
    return Fault(code, code if code in SENTENCES else "bad_identifier")
