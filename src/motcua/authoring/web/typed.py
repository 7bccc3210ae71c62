"""What was typed, drawn again after it could not be saved."""

from typing import Any

from django.http import QueryDict

from motcua.authoring.web.sheets import Sheet
from motcua.authoring.web.typing_in import Fields, read_sheet
from motcua.kernel.texts import UnreadableTextError, clean


def as_typed(sheet: Sheet, node: Any, post: QueryDict, fields: Fields) -> Any:
    """The thing as typed. Characters that no text may hold are left out, so that the rest can be shown again."""
    try:
        return read_sheet(sheet, node, post, fields)
    except UnreadableTextError:
        return read_sheet(sheet, node, without_strange_characters(post), fields)


def without_strange_characters(post: QueryDict) -> QueryDict:
    readable = post.copy()
    for name, values in post.lists():
        readable.setlist(name, ["".join(char for char in value if _is_readable(char)) for value in values])
    return readable


def _is_readable(char: str) -> bool:
    if char in "\r\n\t":
        return True
    try:
        clean(char)
    except UnreadableTextError:
        return False
    return True
