"""A text in several languages, as procedure packages carry it."""

from collections.abc import Mapping

LocalText = Mapping[str, str]


def pick(text: LocalText | str | None, language: str, *, fallback: str = "vi") -> str:
    """The text in `language` ("vi", "en", "en-gb"), else in `fallback`, else whatever there is, else ""."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    return text.get(language.partition("-")[0]) or text.get(fallback) or next(iter(text.values()), "")
