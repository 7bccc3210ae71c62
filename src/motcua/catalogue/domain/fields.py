"""The questions of a raw form by their stable ids, wherever they stand: the one walk that everybody uses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A question of a form whose shape holds. `id` is "children.child_name" inside a repeated group; `path` is where it
    stands in form.yaml; `conditional`: it, its page or its group is shown under a condition only.
    """

    id: str
    raw: Mapping[str, Any]
    page: str
    path: Where
    conditional: bool
    group: str = ""


def field_places(form: Mapping[str, Any]) -> Iterator[FieldPlace]:
    """Every question in page order; a group first, then what is asked of each of its items."""
    for s, section in enumerate(form.get("sections", ())):
        for p, page in enumerate(section["pages"]):
            path: Where = ("sections", s, "pages", p)
            yield from _fields(
                page, str(page["id"]), path, conditional=bool(page.get("show_if") or section.get("party"))
            )


def _fields(
    holder: Mapping[str, Any], page: str, path: Where, *, conditional: bool, group: str = ""
) -> Iterator[FieldPlace]:
    for index, raw in enumerate(holder.get("fields", ())):
        place, shown = (*path, "fields", index), conditional or bool(raw.get("show_if"))
        yield FieldPlace(field_id(raw["id"], group), raw, page, place, shown, group)
        if raw.get("type") == "group":
            yield from _fields(raw, page, place, conditional=True, group=str(raw["id"]))


def field_id(name: str, group: str = "") -> str:
    return f"{group}.{name}" if group else str(name)


def fields_by_id(form: Mapping[str, Any]) -> dict[str, FieldPlace]:
    return {place.id: place for place in field_places(form)}


def renames_of(form: Mapping[str, Any]) -> dict[str, str]:
    """What `renames` of form.yaml declares: former id to present id."""
    return {str(one["from"]): str(one["to"]) for one in form.get("renames", ())}
