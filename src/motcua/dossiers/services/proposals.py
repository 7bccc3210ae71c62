"""What the specialist fills in before the head approves."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.errors import SubmissionInvalidError
from motcua.kernel.errors import InvalidInputError
from motcua.kernel.texts import clean

LONGEST = 200


def too_long(most: int) -> str:
    return _("Nội dung dài quá %(most)s ký tự.") % {"most": most}


def checked_proposal(flow: Flow, proposal: Mapping[str, Any]) -> dict[str, str]:
    """The fields that the flow's `result` names, as tidy text. Raises SubmissionInvalidError."""
    known = {str(field["id"]): field for field in flow.result_fields}
    problems: dict[str, Any] = {key: _("Kết quả không có ô này.") for key in proposal if key not in known}
    tidy: dict[str, str] = {}
    for key, field in known.items():
        try:
            tidy[key] = clean(str(proposal.get(key) or ""))
        except InvalidInputError as error:
            problems[key] = error.message
        if len(tidy.get(key, "")) > LONGEST:
            problems[key] = too_long(LONGEST)
        if not tidy.get(key) and field.get("required", True):
            problems.setdefault(key, _("Hãy điền ô này."))
    if problems:
        raise SubmissionInvalidError(fields=problems)
    return tidy
