"""The ten national dossier statuses in words, for the tag and for whoever tells a story."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from motcua.kernel.languages import pick

_FILE = Path(__file__).parent / "status_tags.toml"


def status_words(code: int) -> str:
    """The national status `code` (1..10) in the reader's language; an unknown code says itself."""
    return pick(_statuses().get(str(code), {}), get_language() or "vi") or str(code)


def status_tone(code: int) -> str:
    """The tone that only repeats what the words say."""
    return _statuses().get(str(code), {}).get("tone", "grey")


@cache
def _statuses() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
