"""Vietnamese text: cleaned once at the door, folded for search, ordered as a Vietnamese reader expects."""

import re
import unicodedata
from functools import lru_cache

from motcua.kernel.errors import InvalidInputError


class UnreadableTextError(InvalidInputError):
    code = "kernel.unreadable_text"
    message = "Nội dung có ký tự không đọc được. Bạn hãy gõ lại thay vì dán vào."


# What pasting from the web or a word processor leaves behind: not meant by anybody, not visible to anybody.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# Control characters (tab and line ends are white space), directional overrides that make a text read otherwise
# than it is stored, halves of characters that UTF-8 cannot carry, and code points that are no characters.
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_SPACES = re.compile(r"\s+")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """One line of text as it is stored: composed (NFC), trimmed, runs of white space as one space.

    Raises UnreadableTextError on NUL, control and bidirectional characters and on lone surrogates.
    """
    return _SPACES.sub(" ", _composed(text)).strip()


def clean_lines(text: str) -> str:
    """Text of several lines: as `clean` for each line, at most one empty line in a row. Raises UnreadableTextError."""
    lines = _SPACES_IN_LINE.sub(" ", _LINE_ENDS.sub("\n", _composed(text))).split("\n")
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()


def fold(text: str) -> str:
    """The text for finding: lower case, no diacritics, đ as d, other signs as they are. Folding twice changes nothing.

    Ð (eth) counts as đ, because old Vietnamese encodings wrote it so.
    """
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare.replace("đ", "d").replace("ð", "d"))


def slug(text: str) -> str:
    """The text for an address: "Đăng ký khai sinh" as "dang-ky-khai-sinh"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def sort_key(name: str) -> str:
    """A person's name as a key for lists: by given name (the last word), then family name, then the rest.

    Keys are plain ASCII for Vietnamese names, so PostgreSQL's "C" collation and Python order them alike.
    """
    words = name.split()
    return alphabetical_key(" ".join([*words[-1:], *words[:-1]]))


@lru_cache(maxsize=8192)
def alphabetical_key(text: str) -> str:
    """Any text as a key in Vietnamese alphabetical order: a ă â b c d đ e ê …, then ngang huyền hỏi ngã sắc nặng.

    Syllable by syllable: letters first, then the tone, so "an, àn, anh, ăn" come in this order.
    """
    return " ".join(_syllable_key(syllable) for syllable in re.split(r"[^\w]+", _nfc(text).lower()) if syllable)


_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
# Below every digit and letter, so a syllable that ends here precedes a longer one.
_TONES = {"\u0300": "\x22", "\u0309": "\x23", "\u0303": "\x24", "\u0301": "\x25", "\u0323": "\x26"}
_LEVEL = "\x21"
_HATS = frozenset("\u0306\u0302\u031b")


def in_sentence(name: str) -> str:
    """A name as it reads inside a sentence: "Người con" becomes "người con", what is all capitals ("VNeID") stays."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _syllable_key(syllable: str) -> str:
    letters, tone = [], _LEVEL
    for char in syllable:
        decomposed = unicodedata.normalize("NFD", char)
        for mark in decomposed[1:]:
            tone = _TONES.get(mark, tone)
        letters.append(_place(decomposed))
    return "".join(letters) + tone


def _place(decomposed: str) -> str:
    hats = "".join(mark for mark in decomposed[1:] if mark in _HATS)
    letter = _nfc(decomposed[0] + hats)
    return _PLACES.get(letter) or _PLACES.get(decomposed[0]) or decomposed[0]


def _composed(text: str) -> str:
    readable = text.translate(_INVISIBLE)
    if _REFUSED.search(readable):
        raise UnreadableTextError
    return _nfc(readable)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
