"""Edits of YAML text that touch nothing but what changes: comments, order, quotes and layout of the rest stay.

`rewrite` compares the text with what it should say and answers with a patch; a patch can be applied and undone byte for
byte. What is added is written as a careful hand would write it (`rendering`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from motcua.catalogue.packages.arranging import Arrangement
from motcua.catalogue.packages.layout import Entry, Layout
from motcua.catalogue.packages.rendering import render, render_scalar
from motcua.catalogue.packages.said import NotEditableError, Values, compose_text, read, same, spoken
from motcua.catalogue.packages.splices import Patch, Splice, apply, inverse, tidied

__all__ = ["NotEditableError", "Patch", "Splice", "apply", "inverse", "read", "rewrite"]

NAMED_BY = ("id", "value")  # what tells one item of a list from another


def rewrite(text: str, wanted: Any) -> Patch:
    """What to change so that `text` says `wanted` (maps, lists, texts, whole numbers, true, false, null).

    Nothing to change gives an empty patch. Raises NotEditableError.
    """
    root = compose_text(text)
    found = _Comparison(text).node(root, spoken(wanted), _Place(block=True, indent=0))
    patch = tidied(found)
    if not same(read(apply(text, patch)), spoken(wanted)):
        raise NotEditableError("The change cannot be written into this file; edit its YAML.")
    return patch


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: in block style with its lines indented by `indent`, or between brackets."""

    block: bool
    indent: int


class _Comparison:
    """One text against what it should say."""

    def __init__(self, text: str) -> None:
        self._layout = Layout(text)
        self._arrangement = Arrangement(self._layout)
        self._values = Values()

    def node(self, node: yaml.Node, wanted: Any, place: _Place) -> list[Splice]:
        said = self._values.of(node)
        if same(said, wanted):
            return []
        if isinstance(node, yaml.MappingNode) and isinstance(wanted, dict) and wanted and node.value:
            return self._collection(node, self._kept_keys(node, wanted), wanted, place)
        if isinstance(node, yaml.SequenceNode) and isinstance(wanted, list) and wanted and node.value:
            return self._collection(node, _kept_items(said, wanted), wanted, place)
        return self._whole(node, wanted, place)

    def _kept_keys(self, node: yaml.MappingNode, wanted: dict[Any, Any]) -> list[int | None]:
        """For each key as it should stand, which entry it is now. Keys stay in their order, new ones come after
        the key that they follow in `wanted`."""
        names = [str(key.value) for key, _value in node.value]
        if len(set(names)) != len(names):
            raise NotEditableError("A key stands twice.")
        order = [name for name in names if name in wanted]
        asked = list(wanted)
        for place, name in enumerate(asked):
            if name not in names:
                before = [other for other in asked[:place] if other in order]
                order.insert(order.index(before[-1]) + 1 if before else 0, name)
        self._order = order
        return [names.index(name) if name in names else None for name in order]

    def _collection(
        self, node: yaml.CollectionNode, kept: list[int | None], wanted: Any, place: _Place
    ) -> list[Splice]:
        names = list(self._order) if isinstance(wanted, dict) else list(range(len(wanted)))
        entries = self._layout.entries(node)
        inner_place = _Place(place.block and not node.flow_style, self._inner_indent(node, entries, place))
        inner = {
            old: self._entry(entries[old], wanted[name], inner_place)
            for name, old in zip(names, kept, strict=True)
            if old is not None
        }
        if kept == list(range(len(entries))):
            return [splice for old in kept if old is not None for splice in inner[old]]
        fresh = {
            index: self._written(name if isinstance(wanted, dict) else None, wanted[name], inner_place)
            for index, (name, old) in enumerate(zip(names, kept, strict=True))
            if old is None
        }
        if node.flow_style:
            return self._arrangement.flow(entries, kept, inner, fresh)
        return self._arrangement.block(node, entries, kept, inner, fresh)

    def _inner_indent(self, node: yaml.CollectionNode, entries: Sequence[Entry], place: _Place) -> int:
        return place.indent if node.flow_style else self._layout.column(entries[0].start)

    def _entry(self, entry: Entry, wanted: Any, place: _Place) -> list[Splice]:
        """Changes within the entry's value."""
        value = entry.value
        if same(self._values.of(value), wanted):
            return []
        if not isinstance(value, yaml.ScalarNode) and isinstance(wanted, dict | list) and wanted and value.value:
            return self.node(value, wanted, place)
        return self._replaced(entry, wanted, place)

    def _replaced(self, entry: Entry, wanted: Any, place: _Place) -> list[Splice]:
        value, end = entry.value, self._layout.end(entry)
        line_end = self._layout.line_end(entry.after)
        on_line = value.start_mark.index <= line_end and end > entry.after
        stays_on_line = on_line and end <= line_end
        rest = self._layout.text[end : self._layout.line_end(end)].strip()
        if isinstance(value, yaml.ScalarNode) and not isinstance(wanted, dict | list) and on_line:
            old = value if end > value.start_mark.index else None
            said = render_scalar(wanted, old=old, flow=not place.block, indent=place.indent, newline=self._layout.newline,
                                 one_line=bool(rest) or value.style not in {"|", ">"})  # fmt: skip
            return [Splice(value.start_mark.index, self._layout.text[value.start_mark.index : end], said)]
        in_list = entry.key is None
        said = render(wanted, flow=not place.block, indent=place.indent, newline=self._layout.newline, in_list=in_list,
                      one_line=bool(rest) and (stays_on_line or not on_line))  # fmt: skip
        return [Splice(entry.after, self._layout.text[entry.after : end], said)]

    def _whole(self, node: yaml.Node, wanted: Any, place: _Place) -> list[Splice]:
        """The outermost value of the file becomes another kind of value, or empty."""
        start, end = node.start_mark.index, self._layout.end_of(node)
        said = render(
            wanted,
            flow=not place.block,
            indent=place.indent,
            newline=self._layout.newline,
            in_list=True,
            one_line=False,
        )
        return [Splice(start, self._layout.text[start:end], said.lstrip())]

    def _written(self, name: Any, value: Any, place: _Place) -> str:
        """A new entry: `key: value`, `- value`, or between brackets."""
        said = render(value, flow=not place.block, indent=place.indent, newline=self._layout.newline, in_list=name is None,
                      one_line=False)  # fmt: skip
        if name is not None:
            key = render_scalar(str(name), old=None, flow=not place.block, indent=place.indent, newline=self._layout.newline,
                                one_line=True)  # fmt: skip
            return f"{key}:{said}"
        return f"-{said}" if place.block else said.lstrip()


def _kept_items(said: list[Any], wanted: list[Any]) -> list[int | None]:
    """For each wanted item which of the present ones it is: by its id, else by being equal, else by its place."""
    free: dict[Any, list[int]] = {}
    for index, item in enumerate(said):
        free.setdefault(_identity(item), []).append(index)
    kept: list[int | None] = []
    for item in wanted:
        there = free.get(_identity(item))
        kept.append(there.pop(0) if there else None)
    left = sorted(index for indexes in free.values() for index in indexes)
    unknown = [place for place, index in enumerate(kept) if index is None]
    for place in list(unknown):
        if place in left and _alike(said[place], wanted[place]):
            kept[place] = place
            left.remove(place)
            unknown.remove(place)
    if len(left) == len(unknown) == 1 and _nameless(said[left[0]]) and _nameless(wanted[unknown[0]]):
        kept[unknown[0]] = left[0]
    return kept


def _identity(item: Any) -> Any:
    if isinstance(item, dict):
        for name in NAMED_BY:
            if isinstance(item.get(name), str | int):
                return name, item[name]
    return json.dumps(item, sort_keys=True, ensure_ascii=False)


def _nameless(item: Any) -> bool:
    return isinstance(item, dict) and not any(name in item for name in NAMED_BY)


def _alike(one: Any, other: Any) -> bool:
    return type(one) is type(other)
