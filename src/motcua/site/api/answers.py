"""What a program has to answer: a procedure's form as a JSON Schema (2020-12), derived from the compiled form."""

from collections.abc import Callable, Iterator
from typing import Any

from motcua.forms.contracts import FieldType, Form, FormField, Page
from motcua.kernel.languages import pick

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BIGGEST = 10**15


def schema_of(form: Form, code: str, language: str) -> dict[str, Any]:
    """The schema of `answers` in POST /api/v1/dossiers, with labels in `language`.

    A question with `x-asked-if` (CEL over the answers before it, `channel` and `today`) is asked only when that holds,
    and then it is required if `x-required` says so. `x-from-record` names what the applicant's record answers; what is
    `locked` may be left out, and is refused when it differs. `x-checks` are rules across answers. The server judges all of it
    again: a schema cannot say everything that a form does.
    """
    asked = list(_asked(form))
    always = [
        field.id
        for page, field in asked
        if field.required and not (page.show_if or field.show_if or field.calculate or _is_locked(field))
    ]
    return {
        "$schema": DIALECT,
        "$id": f"/api/v1/procedures/{code}/form",
        "x-version": form.version_hash,
        "type": "object",
        "properties": {field.id: _question(field, page, language) for page, field in asked},
        "required": always,
        "additionalProperties": False,
        "x-checks": [
            {"field": check.field, "rule": check.rule, "message": pick(check.message, language)}
            for page in form.pages
            for check in page.checks
        ],
    }


def _is_locked(field: FormField) -> bool:
    """Whether the record answers it where it can; without a record it is asked for all the same."""
    return bool(field.prefill) and not field.editable


def _asked(form: Form) -> Iterator[tuple[Page, FormField]]:
    for page in form.pages:
        for field in page.fields:
            yield page, field


def _question(field: FormField, page: Page, language: str) -> dict[str, Any]:
    question = _shape(field, language) | {"x-page": page.id, "x-section": page.section, "x-required": field.required}
    if condition := " && ".join(f"({part})" for part in (page.show_if, field.show_if) if part):
        question["x-asked-if"] = condition
    return question


def _shape(field: FormField, language: str) -> dict[str, Any]:
    """What a question takes, wherever it stands."""
    question = {"title": pick(field.label, language), **_SHAPES[field.type](field, language)}
    if hint := pick(field.hint, language):
        question["description"] = hint
    if field.sensitive:
        question["x-sensitive"] = True
    if field.calculate:
        question |= {"readOnly": True, "x-calculate": field.calculate}
    if field.prefill:
        question["x-from-record"] = {"fact": field.prefill, "locked": _is_locked(field)}
    return question


def _group(field: FormField, language: str) -> dict[str, Any]:
    """A list of objects. What is said of `x-asked-if` and `x-required` holds in each; there `item` is the object itself."""
    return {
        "type": "array",
        "minItems": field.min,
        "maxItems": field.max,
        "items": {
            "type": "object",
            "title": pick(field.item, language),
            "properties": {inner.id: _of_item(inner, language) for inner in field.fields},
            "required": [
                inner.id for inner in field.fields if inner.required and not (inner.show_if or inner.calculate)
            ],
            "additionalProperties": False,
        },
        "x-checks": [
            {"field": check.field, "rule": check.rule, "message": pick(check.message, language)}
            for check in field.checks
        ],
    }


def _of_item(field: FormField, language: str) -> dict[str, Any]:
    shape = {"x-required": field.required} | _shape(field, language)
    if field.show_if:
        shape["x-asked-if"] = field.show_if
    if field.required and not field.show_if:
        return shape
    title = shape.pop("title")
    return {"title": title, "anyOf": [shape, {"type": "null"}]}


def _text(field: FormField, _language: str) -> dict[str, Any]:
    return {"type": "string", "maxLength": field.max_length}


def _short(**more: Any) -> "Shape":
    return lambda _field, _language: {"type": "string", "maxLength": 40, **more}


def _email(field: FormField, _language: str) -> dict[str, Any]:
    return {"type": "string", "format": "email", "maxLength": min(field.max_length, 254)}


def _decimal(field: FormField, _language: str) -> dict[str, Any]:
    limits = {"x-minimum": field.min, "x-maximum": field.max}
    return {"type": "string", "pattern": rf"^-?[0-9]{{1,16}}([.][0-9]{{1,{field.places}}})?$"} | {
        key: str(limit) for key, limit in limits.items() if limit is not None
    }


def _date(field: FormField, _language: str) -> dict[str, Any]:
    limits = {"x-earliest": field.min, "x-latest": field.max}
    shape = {"pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"} if field.partial else {"format": "date"}
    return {"type": "string", **shape} | {key: str(limit) for key, limit in limits.items() if limit is not None}


def _number(lowest: int) -> "Shape":
    def shape(field: FormField, _language: str) -> dict[str, Any]:
        low = lowest if field.min is None else max(int(field.min), -BIGGEST)
        high = BIGGEST if field.max is None else min(int(field.max), BIGGEST)
        return {"type": "integer", "minimum": low, "maximum": high}

    return shape


def _choice(field: FormField, language: str) -> dict[str, Any]:
    return {"oneOf": [{"const": option.value, "title": pick(option.label, language)} for option in field.options]}


def _choices(field: FormField, language: str) -> dict[str, Any]:
    return {"type": "array", "uniqueItems": True, "items": _choice(field, language)}


def _address(field: FormField, _language: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "province": {"type": "string", "pattern": "^[0-9]{2}$"},
            "commune": {"type": "string", "pattern": "^[0-9]{5}$"},
            "detail": {"type": "string", "minLength": 1, "maxLength": field.max_length},
            "old": {
                "type": "object",
                "description": "A unit of before. Without `commune` it is mapped; where it was split, `commune` must say which part.",
                "properties": {
                    "code": {"type": "string", "pattern": "^[0-9]{3,5}$"},
                    "text": {"type": "string", "maxLength": 300},
                },
                "required": ["code"],
                "additionalProperties": False,
            },
        },
        "required": ["detail"],
        "anyOf": [{"required": ["province", "commune"]}, {"required": ["old"]}],
        "additionalProperties": False,
    }


def _yes_no(_field: FormField, _language: str) -> dict[str, Any]:
    return {"type": "boolean"}


Shape = Callable[[FormField, str], dict[str, Any]]
_SHAPES: dict[FieldType, Shape] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.NAME: _text,
    FieldType.PERSONAL_ID: _short(pattern="^[0-9]{12}$"),
    FieldType.TAX_CODE: _short(),
    FieldType.PHONE: _short(),
    FieldType.EMAIL: _email,
    FieldType.DATE: _date,
    FieldType.NUMBER: _number(-BIGGEST),
    FieldType.MONEY: _number(0),
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.YES_NO: _yes_no,
    FieldType.ADDRESS: _address,
    FieldType.DECIMAL: _decimal,
    FieldType.SIGNATURE: _text,
    FieldType.APPOINTMENT: _short(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"),
    FieldType.GROUP: _group,
}
