"""From what a browser sent for a sheet to the values of the package, and back into boxes. Nothing typed is lost: what
cannot be read stays as it was typed, and the checker says what to write instead."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from motcua.authoring.domain import conditions
from motcua.authoring.domain.conditions import MOST_TERMS, Simple, Term
from motcua.authoring.domain.models import value_at, with_value
from motcua.authoring.web import sheets, words
from motcua.authoring.web.sheets import Box, Sheet
from motcua.kernel.texts import clean, clean_lines

LANGUAGES = ("vi", "en")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_WHOLE = re.compile(r"[-+]?\d+")
_GROUPED = re.compile(r"\d{1,3}([.,\s]\d{3})+")

Fields = Mapping[str, Mapping[str, Any]]


def read_sheet(
    sheet: Sheet, node: Any, post: QueryDict, fields: Fields, *, prefix: str = "", locked: bool = False
) -> Any:
    """The thing as typed: keys that the sheet does not know stay, and ids of what is `locked`.

    Raises UnreadableTextError.
    """
    for box in sheet.boxes:
        name = f"{prefix}{box.key}"
        if not _is_sent(box, name, post) or (locked and box.fixed):
            continue
        value = _read(box, name, post, fields)
        if box.kind == sheets.CONDITION:
            value = _as_written(value_at(node, box.path), value, fields)
        if box.key == "":
            node = value if value is not None else {"vi": "", "en": ""}
            continue
        before = value_at(node, box.path)
        empty = value in (None, "", [], {}) or _is_blank_pair(value)
        if (empty and not box.required) or (before is None and value == box.usual and not box.required):
            node = _without(node, box.path)
        else:
            node = with_value(node, box.path, value if value is not None else "")
    return node


def _as_written(before: Any, now: str, fields: Fields) -> str:
    """A condition that means the same as before stays as its writer wrote it."""
    fields = {**fields, **words.GIVEN}
    if (
        isinstance(before, str)
        and now
        and conditions.read_simple(before, fields) == conditions.read_simple(now, fields)
    ):
        return before if conditions.read_simple(now, fields) is not None else now
    return now


def _without(node: Any, path: tuple[str, ...]) -> Any:
    node = with_value(node, path, None) if value_at(node, path) is not None else node
    if len(path) > 1 and value_at(node, path[:-1]) == {}:
        node = with_value(node, path[:-1], None)
    return node


def _is_blank_pair(value: Any) -> bool:
    return isinstance(value, dict) and set(value) <= set(LANGUAGES) and not any(value.values())


def _is_sent(box: Box, name: str, post: QueryDict) -> bool:
    """Boxes that the page did not show change nothing; tick boxes send a mark of their own."""
    if box.kind in {sheets.CHOICES, sheets.LAWS, sheets.FLAG}:
        return f"{name}-shown" in post
    if box.kind in {sheets.PAIR, sheets.LONG_PAIR, sheets.WORD_LISTS}:
        return f"{name}-vi" in post
    return name in post or f"{name}-how" in post


def _read(box: Box, name: str, post: QueryDict, fields: Fields) -> Any:  # noqa: PLR0911 - a kind of box each
    kind = box.kind
    if kind in {sheets.PAIR, sheets.LONG_PAIR}:
        tidy = clean_lines if kind == sheets.LONG_PAIR else clean
        return {language: tidy(post.get(f"{name}-{language}", "")) for language in LANGUAGES}
    if kind == sheets.WORD_LISTS:
        lists = {
            lang: [clean(line) for line in post.get(f"{name}-{lang}", "").splitlines() if line.strip()]
            for lang in LANGUAGES
        }
        return lists if any(lists.values()) else None
    if kind in {sheets.CHOICES, sheets.LAWS}:
        return [clean(value) for value in post.getlist(name)]
    if kind == sheets.FLAG:
        return post.get(name) == "yes"
    if kind == sheets.CONDITION:
        return read_condition(name, post, fields)
    typed = clean(post.get(name, ""))
    if kind in {sheets.WHOLE, sheets.MONEY}:
        return read_whole(typed)
    if kind == sheets.DAY:
        return read_day(typed)
    if kind == sheets.BOUND:
        return read_whole(typed) if _WHOLE.fullmatch(typed) else read_day(typed)
    if kind == sheets.CHOICE and box.key == "assurance":
        return read_whole(typed)
    return typed


def read_whole(typed: str) -> int | str:
    """Read "50.000" and "50 000" as 50000; what is no number stays as typed."""
    bare = re.sub(r"\s*(đồng|đ|vnd)$", "", typed, flags=re.IGNORECASE)
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[.,\s]", "", bare)
    return int(bare) if _WHOLE.fullmatch(bare) and len(bare) < 16 else typed


def read_day(typed: str) -> str:
    """Read "9/3/2026" as 2026-03-09; what is no day of the calendar stays as typed."""
    found = _DAY.fullmatch(typed)
    if not found:
        return typed
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return typed


def read_answer(kind: str, typed: Sequence[str]) -> Any:
    """An answer to a question of this type, as examples write it; what can't be read stays as typed."""
    first = clean(typed[0]) if typed else ""
    match kind:
        case "choices":
            return [clean(one) for one in typed if one]
        case "yes_no":
            return {"yes": True, "no": False}.get(first, "")
        case "number" | "money":
            return read_whole(first)
        case "date":
            return read_day(first)
    return first


def say_day(value: Any) -> str:
    """How people write the day 2026-03-09: 09/03/2026."""
    parts = str(value or "").split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 and all(part.isdigit() for part in parts) else str(value or "")


def read_condition(name: str, post: QueryDict, fields: Fields) -> str:
    """From the builder or from the box of CEL, whichever was chosen."""
    how = post.get(f"{name}-how", "cel")
    if how == "always":
        return ""
    if how == "cel":
        return clean_lines(post.get(name, ""))
    terms = []
    fields = {**fields, **words.GIVEN}
    for number in range(MOST_TERMS):
        field, _, value = post.get(f"{name}-{number}-answer", "").partition("=")
        if field in fields and value in conditions.answers_of(fields[field]):
            terms.append(Term(field, value, post.get(f"{name}-{number}-sign") == "not"))
    return conditions.write_simple(Simple(tuple(terms), every=post.get(f"{name}-joined") != "any"), fields)
