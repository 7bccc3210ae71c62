"""Syllables as search sees them: a plain form that everybody can type, and the marks that tell thuế from thuê."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from motcua.kernel.texts import fold

_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}
_WORD = re.compile(r"[^\W_]+")
# kỹ and kĩ, quý and quí, Mỹ and Mĩ are one word; so are the letters of their plain forms.
_Y_OR_I = re.compile(r"^(h|k|l|m|s|t|v|qu)i$")


class Word(NamedTuple):
    """`plain`: lower case, no diacritics. `marked`: letters with hats, then the tone, wherever it was put (hoà, hòa);
    the same as `plain` when nothing was marked.
    """

    plain: str
    marked: str


def words_of(text: str) -> list[Word]:
    """The words of a text in their order; what is neither letter nor digit only separates."""
    return [word_of(written) for written in written_words(text)]


def written_words(text: str) -> list[str]:
    """The same words as they are written, in small letters."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def plain_words(text: str) -> list[str]:
    return [word.plain for word in words_of(text)]


@lru_cache(maxsize=16_384)
def word_of(written: str) -> Word:
    plain = "".join(char for char in fold(written) if char.isascii() and char.isalnum())
    if written.isascii() or not plain:
        plain = _Y_OR_I.sub(r"\1y", plain or written)
        return Word(plain, plain)
    letters, tone = [], ""
    for char in written:
        decomposed = unicodedata.normalize("NFD", char)
        tone = next((_TONES[mark] for mark in decomposed[1:] if mark in _TONES), tone)
        hats = "".join(mark for mark in decomposed[1:] if mark not in _TONES)
        letters.append(unicodedata.normalize("NFC", decomposed[0] + hats))
    return Word(_Y_OR_I.sub(r"\1y", plain), _Y_OR_I.sub(r"\1y", "".join(letters)) + tone)


def agreement(typed: str, written: str, plain: str, *, careful: bool) -> float:
    """How well the marks that somebody typed agree with those of a title, from 0 to 1.

    Nothing typed says nothing, unless the rest of the query is marked (`careful`): then it was probably meant.
    """
    if typed == written:
        return 1.0
    if typed == plain:
        return 0.85 if careful else 1.0
    return 0.72 if typed.rstrip("12345") == written.rstrip("12345") else 0.5
