"""Answers in words: a line, several lines, a person's name, an e-mail address."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from motcua.forms.contracts import FormContext, FormField
from motcua.forms.domain.faults import Fault
from motcua.kernel import texts

Cleaner = Callable[[Any, FormContext], str | None]

UNREADABLE = "\ufffd"  # what stands where a character could not be kept
MANY_TIMES = 4  # an answer this many times too long isn't even read: composing it could cost more than it is worth
_NAME_SIGNS = frozenset(" '’ʼ‘`´-‐.,·()/")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}")


def text(field: FormField) -> Cleaner:
    limit = field.max_length

    def clean_text(raw: Any, _context: FormContext) -> str | None:
        return line(raw, limit)

    return clean_text


def line(raw: Any, limit: int) -> str | None:
    """One tidy line of at most `limit` characters, None when there is nothing in it. Raises Fault."""
    raw = text_within(raw, limit)
    # Printable composed text needs no repair; this is nearly every answer, and the submission's hot path.
    if raw.isprintable() and (raw.isascii() or unicodedata.is_normalized("NFC", raw)):
        tidy = " ".join(raw.split())
    elif len(raw.strip().splitlines()) > 1:
        raise Fault("one_line")
    else:
        tidy = _readable(texts.clean, raw)
    if len(tidy) > limit:
        raise Fault("too_long", length=len(tidy), limit=limit)
    return tidy or None


def text_within(raw: Any, limit: int) -> str:
    """The text itself, refused when it is no text or far too long to be worth reading."""
    if not isinstance(raw, str):
        raise Fault("not_text")
    if len(raw) > readable_length(limit):
        raise Fault("too_long", length=len(raw), limit=limit)
    if UNREADABLE in raw:
        raise Fault("strange_characters")
    return raw


def readable_length(limit: int) -> int:
    """How many characters are read of an answer that may have `limit`."""
    return limit * MANY_TIMES + 100


def _readable(clean: Callable[[str], str], raw: str) -> str:
    try:
        return clean(raw)
    except texts.UnreadableTextError:
        raise Fault("strange_characters") from None


def long_text(field: FormField) -> Cleaner:
    limit = field.max_length

    def clean_long_text(raw: Any, _context: FormContext) -> str | None:
        tidy = _readable(texts.clean_lines, text_within(raw, limit))
        if len(tidy) > limit:
            raise Fault("too_long", length=len(tidy), limit=limit)
        return tidy or None

    return clean_long_text


def name(field: FormField) -> Cleaner:
    """A full name of any nation, with the case that was typed."""
    limit = field.max_length

    def clean_name(raw: Any, _context: FormContext) -> str | None:
        tidy = line(raw, limit)
        if tidy is not None and not tidy.replace(" ", "").isalpha():
            _check_letters(tidy)
        if tidy is not None and sum(map(str.isalpha, tidy)) < 2:
            raise Fault("name_too_short")
        return tidy

    return clean_name


def _check_letters(tidy: str) -> None:
    for sign in tidy:
        if sign.isalpha() or sign in _NAME_SIGNS or unicodedata.category(sign).startswith("M"):
            continue
        if sign.isnumeric():
            raise Fault("has_digits", text=tidy[:60])
        raise Fault("strange_letters", letter=sign if sign.isprintable() else f"U+{ord(sign):04X}")


def email(field: FormField) -> Cleaner:
    """An address with a domain; what follows the @ in lower case."""
    limit = min(field.max_length, 254)

    def clean_email(raw: Any, _context: FormContext) -> str | None:
        tidy = line(raw, limit)
        if tidy is None:
            return None
        before, _, domain = tidy.rpartition("@")
        address = f"{before}@{domain.lower()}"
        if not _EMAIL.fullmatch(address) or ".." in address or not unicodedata.is_normalized("NFC", address):
            raise Fault("not_an_email")
        return address

    return clean_email
