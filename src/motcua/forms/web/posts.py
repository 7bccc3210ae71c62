"""What a browser sent for a page, as raw answers."""

from typing import Any

from django.http import QueryDict

from motcua.forms.contracts import FieldType, FormField, Page
from motcua.forms.domain import addresses, dates

CHOOSE_PROVINCE = "choose-province"
"""The name of the button that asks for the communes of the chosen province, where scripts don't run."""

_BOXES = {FieldType.DATE: dates.PARTS, FieldType.ADDRESS: addresses.PARTS}


def read_post(page: Page, post: QueryDict) -> dict[str, Any]:
    """Raw answers by field id; a field that the browser didn't send is left out, anything else in `post` is ignored."""
    raw = {field.id: _sent(field, post) for field in page.fields}
    return {field_id: value for field_id, value in raw.items() if value is not None}


def is_choosing_province(post: QueryDict) -> bool:
    """Whether the page should only come back with the communes of the chosen province."""
    return CHOOSE_PROVINCE in post


def _sent(field: FormField, post: QueryDict) -> Any:
    if field.type in _BOXES:
        parts = {part: post[f"{field.id}-{part}"] for part in _BOXES[field.type] if f"{field.id}-{part}" in post}
        return parts or None
    if field.type is FieldType.CHOICES:
        return post.getlist(field.id) or None
    return post.get(field.id)
