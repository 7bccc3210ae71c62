"""What the specialist fills in before the head approves."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.errors import SubmissionInvalidError
from motcua.kernel.errors import InvalidInputError
from motcua.kernel.texts import clean, clean_lines

LONGEST = 200
LONGEST_TEXT = 2000


def too_long(most: int) -> str:
    return _("Nội dung dài quá %(most)s ký tự.") % {"most": most}


def checked_proposal(flow: Flow, proposal: Mapping[str, Any]) -> dict[str, str]:
    """The fields that the flow's `result` names, as tidy text. Raises SubmissionInvalidError."""
    return checked_fields(flow.result_fields, proposal)


def checked_fields(fields: Iterable[Mapping[str, Any]], sent: Mapping[str, Any]) -> dict[str, str]:
    """What an official filled in, as tidy text: every field of `fields` and no other, a choice by its value.

    Raises SubmissionInvalidError.
    """
    known = {str(field["id"]): field for field in fields}
    problems: dict[str, Any] = {key: _("Kết quả không có ô này.") for key in sent if key not in known}
    tidy: dict[str, str] = {}
    for key, field in known.items():
        most = LONGEST_TEXT if field.get("type") == "long_text" else LONGEST
        try:
            tidy[key] = _cleaned(field, str(sent.get(key) or ""))
        except InvalidInputError as error:
            problems[key] = error.message
        if len(tidy.get(key, "")) > most:
            problems[key] = too_long(most)
        if not tidy.get(key) and field.get("required", True):
            problems.setdefault(key, _("Hãy điền ô này."))
        if tidy.get(key) and tidy[key] not in choices_of(field, tidy[key]):
            problems[key] = _("Hãy chọn một trong các mục có sẵn.")
    if problems:
        raise SubmissionInvalidError(fields=problems)
    return tidy


def choices_of(field: Mapping[str, Any], otherwise: str = "") -> tuple[str, ...]:
    """The values that may be chosen; `otherwise` alone for a field that is not a choice."""
    if field.get("type") == "yes_no":
        return ("yes", "no")
    return tuple(str(option["value"]) for option in field.get("options", ())) or (otherwise,)


def _cleaned(field: Mapping[str, Any], text: str) -> str:
    return clean_lines(text) if field.get("type") == "long_text" else clean(text)
