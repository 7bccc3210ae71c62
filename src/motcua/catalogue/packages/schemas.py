"""What a file of a package may hold, by its JSON Schema, told in words with a line."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from motcua.catalogue.packages.source import SourceFile, Where

DEEP = 4  # more steps than these to a value, and its place is said by the nearest id
FOLDER = Path(__file__).resolve().parents[1] / "schemas"

_KINDS = {
    "object": "a map",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
}


def check_shape(source: SourceFile, kind: str) -> bool:
    """Report everything in which the file differs from the schema `kind`; True when nothing does."""
    pages = _pages(source.content) if kind == "form" else {}
    fit = {place for place, digest in pages.items() if digest in _fit_pages}
    content = _with_stubs(source.content, fit) if fit else source.content
    errors = list(_innermost(_validator(kind).iter_errors(content)))
    for error in errors:
        _report(source, error)
    wrong = {(path[1], path[3]) for path in (tuple(error.absolute_path) for error in errors) if len(path) > 3}
    if len(_fit_pages) > MOST_KEPT:
        _fit_pages.clear()
    if not errors or all(len(error.absolute_path) > 3 for error in errors):
        _fit_pages.update(digest for place, digest in pages.items() if place not in wrong)
    return not errors


# A long form is judged again after each save in the editor: pages that were found right need no second look.
MOST_KEPT = 20_000
_fit_pages: set[str] = set()
_STUB = {
    "id": "stub",
    "title": {"vi": "-", "en": "-"},
    "fields": [{"id": "stub", "type": "text", "label": {"vi": "-", "en": "-"}}],
}


def _pages(form: Any) -> dict[tuple[int, int], str]:
    """Each page's place (section, page) with the hash of what it says; {} where the form has no such shape."""
    sections = form.get("sections") if isinstance(form, dict) else None
    found = {}
    for s, section in enumerate(sections if isinstance(sections, list) else ()):
        pages = section.get("pages") if isinstance(section, dict) else None
        for p, page in enumerate(pages if isinstance(pages, list) else ()):
            written = json.dumps(page, ensure_ascii=False)
            found[s, p] = hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
    return found


def _with_stubs(form: dict[str, Any], fit: set[tuple[int, int]]) -> dict[str, Any]:
    """The form with a small page that is right in the place of each page that is."""
    sections = []
    for s, section in enumerate(form["sections"]):
        pages = section.get("pages") if isinstance(section, dict) else None
        if isinstance(pages, list):
            section = {**section, "pages": [_STUB if (s, p) in fit else page for p, page in enumerate(pages)]}  # noqa: PLW2901
        sections.append(section)
    return {**form, "sections": sections}


@cache
def schema_of(kind: str) -> Mapping[str, Any]:
    """The published schema of "procedure", "form", "fees", …"""
    found: dict[str, Any] = json.loads((FOLDER / f"{kind}.schema.json").read_text("utf-8"))
    return found


@cache
def schema_names() -> tuple[str, ...]:
    return tuple(sorted(file.name.removesuffix(".schema.json") for file in FOLDER.glob("*.schema.json")))


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(kind), format_checker=FormatChecker(["date"]))


@cache
def _definitions() -> dict[str, Any]:
    return {name: shape for kind in schema_names() for name, shape in schema_of(kind)["$defs"].items()}


def _innermost(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """An if/then of the schema is not what a writer wants to read about: what is inside it is."""
    for error in errors:
        if error.validator in {"if", "allOf"} and error.context:
            yield from _innermost(error.context)
        else:
            yield error


def _report(source: SourceFile, error: ValidationError) -> None:
    path = tuple(error.absolute_path)
    name = _called(source.content, path)
    schema: Any = error.schema
    if schema is False:
        source.report(path, f"`{name}` does not belong to this type of field.", "Delete it, or change the type.")
    elif error.validator == "required":
        key = _missing(error.validator_value, error.message)
        source.report(
            path, f"`{name}` lacks `{key}`.", _instead(schema.get("properties", {}).get(key, {})) or _instead(schema)
        )
    elif error.validator == "additionalProperties":
        known = schema.get("properties", {})
        for key in set(cast("dict[str, Any]", error.instance)).difference(known):
            source.report((*path, key), f"`{key}` is not known here.", f"Known are: {', '.join(known)}.")
    elif error.validator == "dependentRequired":
        source.report(path, f"`{name}` has only one of amount and unit.", "Write both, or neither and a note.")
    else:
        source.report(path, f"`{name}` {_complaint(error)}.", _instead(schema))


def _called(content: Any, path: Where) -> str:
    """The value's place as a writer would say it: deep in a form by the id of what it belongs to."""
    if len(path) <= DEEP:
        return ".".join(str(part) for part in path) or "the file"
    owner, rest, value = "", path, content
    for depth, part in enumerate(path[:-1], start=1):
        value = value[part]
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            owner, rest = value["id"], path[depth:]
    return f"{owner}: {'.'.join(str(part) for part in rest)}" if owner else ".".join(str(part) for part in path)


def _missing(required: Any, message: str) -> str:
    """The library reports one error a key and names the key only in its message."""
    return next(str(key) for key in required if message.startswith(f"'{key}' is"))


def _complaint(error: ValidationError) -> str:
    value = json.dumps(error.instance, ensure_ascii=False)
    shown = value if len(value) <= 60 else f"{value[:57]}…"
    limit: Any = error.validator_value
    size = len(error.instance) if isinstance(error.instance, str | list) else 0
    kinds = [limit] if isinstance(limit, str) else limit if isinstance(limit, list) else []
    kinds = [kind for kind in kinds if not isinstance(kind, dict)]  # the shapes of a oneOf: its description names them
    told = {
        "type": f"is {shown}, not {' or '.join(_KINDS.get(kind, str(kind)) for kind in kinds)}",
        "enum": f"is {shown}, which is none of {', '.join(map(str, kinds))}",
        "minimum": f"is {shown}; the least is {limit}",
        "maximum": f"is {shown}; the most is {limit}",
        "minLength": f"is too short: it needs {limit}",
        "minItems": f"is too short: it needs {limit}",
        "maxLength": f"has {size} characters; {limit} is the most",
        "uniqueItems": f"names something twice: {shown}",
        "format": f"is {shown}, which is no day of the calendar",
    }
    return told.get(str(error.validator), f"is {shown}, which cannot stand here")


def _instead(schema: dict[str, Any]) -> str:
    """What the schema's own description tells a writer to write."""
    reference = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    shape = schema if "description" in schema else _definitions().get(reference, schema)
    return f"Write {shape['description']}." if "description" in shape else ""
