"""govuk-frontend's own cases, and a way to compare HTML by what it means instead of by its spaces."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.safestring import mark_safe
from lxml import html

from motcua.platform.ui import components

HERE = Path(__file__).parent / "fixtures"
Case = dict[str, Any]


def cases() -> Iterator[tuple[str, Case]]:
    with gzip.open(HERE / "govuk-frontend.json.gz", "rt", encoding="utf-8") as file:
        for component, listed in json.load(file).items():
            for case in listed:
                yield component, case


def vouched(options: Any, path: tuple[str, ...] = ()) -> Any:
    """The fixtures are the package's own: their `html` options are vouched for, as a developer would."""
    if isinstance(options, dict):
        return {key: vouched(value, (*path, key)) for key, value in options.items()}
    if isinstance(options, list):
        return [vouched(value, path) for value in options]
    return mark_safe(options) if isinstance(options, str) and components._is_raw(path) else options


def meaning(text: str) -> tuple[Any, ...]:
    """Elements, attributes and words of an HTML fragment; white space between them does not count."""
    return _meaning(html.fragment_fromstring(text, create_parent="div"))


def _meaning(element: Any) -> tuple[Any, ...]:
    inside: list[Any] = []
    _add_words(inside, element.text)
    for child in element:
        if isinstance(child.tag, str):
            inside.append(_meaning(child))
        _add_words(inside, child.tail)
    attributes = sorted((name, " ".join(value.split())) for name, value in element.attrib.items())
    return element.tag, tuple(attributes), tuple(inside)


def _add_words(inside: list[Any], text: str | None) -> None:
    words = " ".join((text or "").split())
    if words and inside and isinstance(inside[-1], str):
        inside[-1] = f"{inside[-1]} {words}"
    elif words:
        inside.append(words)
