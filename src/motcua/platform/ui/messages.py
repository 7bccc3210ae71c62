"""Translations: compiles what is stale when the product starts, and finds texts that nobody has translated.

Vietnamese is the msgid, so only English needs a catalogue; every room keeps its own in `locale/en/`.
"""

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[2]
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
Message = tuple[str | None, str]  # context, msgid


def catalogues(root: Path = SOURCE) -> list[Path]:
    """Every `django.po` of a room (`<room>/locale/<language>/LC_MESSAGES/`) or of a part of the platform."""
    return sorted(
        [*root.glob("*/locale/*/LC_MESSAGES/django.po"), *root.glob("platform/*/locale/*/LC_MESSAGES/django.po")]
    )


def compile_stale_messages(root: Path = SOURCE) -> list[Path]:
    """Compile each catalogue whose `.mo` is missing or older; returns the compiled ones.

    Atomic: a process that starts at the same moment sees the old file or the new one, never half of it.
    """
    stale = [path for path in catalogues(root) if _is_stale(path)]
    for path in stale:
        _compile(path)
    return stale


def untranslated_messages(root: Path = SOURCE, language: str = "en") -> dict[str, list[str]]:
    """Texts without a translation, by room ("portal", "platform.ui"): the guard that keeps English whole."""
    found = {}
    for room in _rooms(root):
        known = _translated(room / "locale" / language / "LC_MESSAGES" / "django.po")
        missing = sorted({text for context, text in messages_of(room) if (context, text) not in known})
        if missing:
            found[".".join(room.relative_to(root).parts)] = missing
    return found


def conflicting_messages(root: Path = SOURCE, language: str = "en") -> dict[str, list[str]]:
    """Texts that two rooms translate differently: Django merges all catalogues, so one of them would lose.

    Give such a text a context (`pgettext`, `{% translate … context … %}`).
    """
    said: dict[Message, set[str]] = {}
    for path in catalogues(root):
        if path.parents[1].name == language:
            for message in _read(path):
                if message.id:
                    text = message.id if isinstance(message.id, str) else message.id[0]
                    said.setdefault((message.context, text), set()).add("|".join(_texts(message.string)))
    return {text: sorted(ways) for (_context, text), ways in said.items() if len(ways) > 1}


def messages_of(room: Path) -> set[Message]:
    """Every text that the room's Python and templates mark for translation."""
    found: set[Message] = set()
    for path in _sources(room):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            # Python-like, but indented as the page was: the extractor's tokenizer must not read that as blocks.
            text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
        for _line, message, _comments, context in extract("python", BytesIO(text.encode()), _KEYWORDS):
            found.add((context, message[0] if isinstance(message, tuple) else message))
    return {(context, text) for context, text in found if text}


def _sources(room: Path) -> Iterator[Path]:
    for path in sorted(room.rglob("*")):
        inner = path.relative_to(room).parts
        if path.suffix in {".py", ".html"} and not {"tests", "migrations", "jinja", "static"}.intersection(inner):
            yield path


def _rooms(root: Path) -> list[Path]:
    folders = [path for path in [*root.iterdir(), *(root / "platform").glob("*")] if path.name != "platform"]
    return sorted(path for path in folders if (path / "__init__.py").is_file())


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns


def _compile(path: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as new:
        write_mo(new, _read(path))
    Path(new.name).chmod(0o644)
    Path(new.name).replace(path.with_suffix(".mo"))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def _translated(path: Path) -> set[Message]:
    if not path.exists():
        return set()
    return {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in _read(path)
        if message.id and not message.fuzzy and all(_texts(message.string))
    }


def _texts(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string or "",) if isinstance(string, str | None) else tuple(string)
