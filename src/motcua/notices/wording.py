"""Templates of messages: words by kind, with the day since which they are used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from motcua.kernel.languages import LocalText, pick

FILE = Path(__file__).parent / "data" / "messages.yaml"
LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Template:
    """`sample`: something to fill its places with."""

    kind: str
    since: date
    title: LocalText
    body: LocalText
    sample: Mapping[str, str]

    def say(self, values: Mapping[str, LocalText]) -> tuple[dict[str, str], dict[str, str]]:
        """Title and body in each language. Raises KeyError for a place that nothing fills."""
        filled = {language: {name: pick(text, language) for name, text in values.items()} for language in LANGUAGES}
        return (
            {language: self.title[language].format_map(filled[language]) for language in LANGUAGES},
            {language: self.body[language].format_map(filled[language]) for language in LANGUAGES},
        )


@cache
def templates() -> dict[str, Template]:
    """By kind."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        kind: Template(kind, one["from"], one["title"], one["body"], one["sample"]) for kind, one in written.items()
    }
