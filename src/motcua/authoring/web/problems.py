"""What the checker found, in the words of people who don't write YAML, and where it can be mended."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from django.utils.translation import get_language

from motcua.catalogue.contracts import PackageProblem

_HOLE = re.compile(r"\{(\w+)\}")


def say_problem(problem: PackageProblem) -> str:
    """The problem and what to do instead, as a sentence or two; the checker's own words where the table has none."""
    language = get_language() or "vi"
    said = [_say("what", problem.what, language), _say("instead", problem.instead, language)]
    return " ".join(part for part in said if part)


@lru_cache(maxsize=2_000)
def _say(part: str, text: str, language: str) -> str:
    for pattern, told in _table()[part]:
        if found := pattern.fullmatch(text):
            words = told.get(language)
            return words.format_map(found.groupdict()) if words else text
    return "" if part == "instead" and language == "vi" else text  # advice about YAML, in English, helps nobody here


def is_told(text: str, part: str = "what") -> bool:
    """Whether the table has words of its own for this."""
    return any(pattern.fullmatch(text) for pattern, _told in _table()[part])


@cache
def _table() -> dict[str, list[tuple[re.Pattern[str], dict[str, str]]]]:
    raw: dict[str, Any] = yaml.safe_load(files("motcua.authoring").joinpath("data/problems.yaml").read_text("utf-8"))
    return {part: [(_pattern(row["says"]), row) for row in rows] for part, rows in raw.items()}


def _pattern(says: str) -> re.Pattern[str]:
    parts = _HOLE.split(says)
    return re.compile(
        "".join(f"(?P<{part}>.+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)), re.DOTALL
    )
