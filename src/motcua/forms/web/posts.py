"""What a browser sent for a page, as raw answers."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from motcua.forms.contracts import FieldType, FormField, Page
from motcua.forms.domain import addresses, dates
from motcua.forms.domain.revealing import item_box

CHOOSE_PROVINCE = "choose-province"
"""The name of the button that asks for the communes of the chosen province, where scripts don't run."""

OLD_ADDRESS, NEW_ADDRESS, FIND_OLD = "old-address", "new-address", "find-old"
"""The names of the buttons that ask for an address as it was before, go back to present ones, and look a name up."""

ADD_ITEM, DROP_ITEM = "add-item", "drop-item"
"""The names of the buttons with which the items of a group are added to a page and taken off it."""

_REDRAWING = (CHOOSE_PROVINCE, OLD_ADDRESS, NEW_ADDRESS, FIND_OLD, ADD_ITEM, DROP_ITEM)
_OLD_BOXES = {"province": "oldprovince", "name": "oldname", "code": "old"}


def read_post(page: Page, post: QueryDict) -> dict[str, Any]:
    """Raw answers by field id; a field that the browser didn't send is left out, anything else in `post` is ignored."""
    raw = {field.id: _items(field, post) if field.is_group else _sent(field, post) for field in page.fields}
    return {field_id: value for field_id, value in raw.items() if value is not None}


def read_item(group: FormField, place: int, post: QueryDict) -> dict[str, Any]:
    """What was typed for the item at `place`, by the ids of the group's fields."""
    raw = {field.id: _sent(field, post, item_box(group.id, place, field.id)) for field in group.fields}
    return {field_id: value for field_id, value in raw.items() if value is not None}


def _items(group: FormField, post: QueryDict) -> list[dict[str, Any]] | None:
    """All items whose boxes stand on the page; None when the page shows none of the group."""
    if f"{group.id}-shown" not in post:
        return None
    boxes = re.compile(rf"{group.id}-(\d{{1,3}})-", re.ASCII)
    places = {int(found[1]) for name in post if (found := boxes.match(name))}
    dropped = post.get(DROP_ITEM, "")
    kept = [place for place in sorted(places) if place < group.max and item_box(group.id, place) != dropped]
    more: list[dict[str, Any]] = [{}] if post.get(ADD_ITEM) == group.id else []
    return [read_item(group, place, post) for place in kept] + more


def is_redrawing(post: QueryDict) -> bool:
    """Whether the page should only come back: with the communes of a province, another kind of address, one item more."""
    return any(name in post for name in _REDRAWING)


def _sent(field: FormField, post: QueryDict, box: str = "") -> Any:
    name = box or field.id
    if field.type is FieldType.DATE:
        return _boxes(dates.PARTS, name, post) or None
    if field.type is FieldType.ADDRESS:
        return _address(name, post) or None
    if field.type is FieldType.CHOICES:
        return post.getlist(name) or None
    return post.get(name)


def _boxes(parts: Iterable[str], name: str, post: QueryDict) -> dict[str, Any]:
    return {part: post[f"{name}-{part}"] for part in parts if f"{name}-{part}" in post}


def _address(name: str, post: QueryDict) -> dict[str, Any]:
    """Of an address of before: what it is looked for by, the former unit, and which part of it where it was split."""
    parts = _boxes(addresses.PARTS, name, post)
    if post.get(OLD_ADDRESS) == name:
        return {"detail": parts.get("detail", ""), addresses.OLD: {}}
    old = {part: post[f"{name}-{box}"] for part, box in _OLD_BOXES.items() if f"{name}-{box}" in post}
    if not old or post.get(NEW_ADDRESS) == name:
        return parts
    commune = post.get(f"{name}-commune-{old.get('code', '')}")
    return {"detail": parts.get("detail", ""), addresses.OLD: old} | ({"commune": commune} if commune else {})
