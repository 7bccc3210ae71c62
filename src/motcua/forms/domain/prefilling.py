"""What a person's record already answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.forms.contracts import FieldType, Form, FormContext, FormField
from motcua.forms.domain.compiled import Question, compiled
from motcua.forms.domain.faults import Fault
from motcua.identity.contracts import PersonView

SOURCE = "applicant."


def prefilled(form: Form, person: PersonView, context: FormContext) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Cleaned answers from `person`, and for each field where it came from ("applicant.full_name").

    What the record lacks, or what this form wouldn't take, is left for the person to answer.
    """
    answers: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for step in compiled(form).steps:
        for question in step.questions:
            value = _known(question, person, context)
            if value is not None:
                answers[question.field.id] = value
                sources[question.field.id] = question.field.prefill
    return answers, sources


def _known(question: Question, person: PersonView, context: FormContext) -> Any:
    source = question.field.prefill
    if not source.startswith(SOURCE):
        return None
    raw = _fact(question.field, source.removeprefix(SOURCE), person, context)
    try:
        return None if raw is None else question.clean(raw, context)
    except Fault:
        return None


def _fact(field: FormField, name: str, person: PersonView, context: FormContext) -> Any:
    if field.type is FieldType.ADDRESS:
        return _address(person, context) if name == "address" else None
    known = name in PersonView.__dataclass_fields__ and name != "id"
    value = getattr(person, name) if known else None
    return value.isoformat() if isinstance(value, date) else value or None


def _address(person: PersonView, context: FormContext) -> dict[str, str] | None:
    """The registered commune with its province; only a list of units knows which that is."""
    if not context.units or not person.unit_code or not person.address:
        return None
    for province in context.units(None):
        if any(unit.code == person.unit_code for unit in context.units(province.code)):
            return {"province": province.code, "commune": person.unit_code, "detail": person.address}
    return None
