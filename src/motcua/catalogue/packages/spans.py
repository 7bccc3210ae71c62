"""Edits of YAML text that touch nothing but what changes: comments, order, quotes and layout of the rest stay.

`rewrite` compares the text with what it should say and answers with a patch; a patch can be applied and undone byte for
byte. What is added is written as a careful hand would write it (`rendering`).
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from motcua.catalogue.packages.rendering import render, render_scalar
from motcua.catalogue.packages.source import compose, scalar_value

NAMED_BY = ("id", "value")  # what tells one item of a list from another


class NotEditableError(ValueError):
    """The text is no YAML, or is written in a way that can only be edited by hand."""


@dataclass(frozen=True, slots=True)
class Splice:
    """At character `at`, `old` stands and `new` is to stand."""

    at: int
    old: str
    new: str


Patch = tuple[Splice, ...]
"""Splices in the order of the text, places counted in the text before any of them; none overlaps another."""


def rewrite(text: str, wanted: Any) -> Patch:
    """What to change so that `text` says `wanted` (maps, lists, texts, whole numbers, true, false, null).

    Nothing to change gives an empty patch. Raises NotEditableError.
    """
    root = _compose(text)
    found = _Comparison(text).node(root, _spoken(wanted), _Place(block=True, indent=0))
    patch = _tidied(found)
    if not _same(read(apply(text, patch)), _spoken(wanted)):
        raise NotEditableError("The change cannot be written into this file; edit its YAML.")
    return patch


def apply(text: str, patch: Patch) -> str:
    """The text with the patch. Raises ValueError when it is another text than the patch was made for."""
    pieces, done = [], 0
    for splice in patch:
        if text[splice.at : splice.at + len(splice.old)] != splice.old or splice.at < done:
            raise ValueError("the patch was made for another text")
        pieces += [text[done : splice.at], splice.new]
        done = splice.at + len(splice.old)
    return "".join([*pieces, text[done:]])


def inverse(patch: Patch) -> Patch:
    """The patch that takes `patch` back."""
    undone, shift = [], 0
    for splice in patch:
        undone.append(Splice(splice.at + shift, splice.new, splice.old))
        shift += len(splice.new) - len(splice.old)
    return tuple(undone)


def read(text: str) -> Any:
    """What the text says, as a package's loader reads it, faults left aside. Raises NotEditableError."""
    return _Values().of(_compose(text))


def _compose(text: str) -> yaml.Node:
    if text.startswith("\ufeff"):
        raise NotEditableError("The file begins with a byte order mark.")
    try:
        root = compose(text)
    except yaml.YAMLError as error:
        raise NotEditableError(str(error)) from error
    if root is None:
        raise NotEditableError("The file is empty.")
    return root


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: in block style with its lines indented by `indent`, or between brackets."""

    block: bool
    indent: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One key with its value, or one item of a list. `start` is its key or dash, `after` where its value may begin."""

    name: Any
    key: yaml.Node | None
    value: yaml.Node
    start: int
    after: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry as text: comments that stand right above it belong to it; `apart` is what else stands before it."""

    entry: _Entry
    begin: int
    end: int
    apart: str


class _Values:
    """What nodes say; each is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}
        self._open: set[int] = set()

    def of(self, node: yaml.Node) -> Any:
        if id(node) not in self._known:
            if id(node) in self._open:
                raise NotEditableError("A value contains itself.")
            self._open.add(id(node))
            self._known[id(node)] = self._read(node)
        return self._known[id(node)]

    def _read(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            said: dict[Any, Any] = {}
            for key, value in node.value:
                said.setdefault(unicodedata.normalize("NFC", str(key.value)), self.of(value))
            return said
        if isinstance(node, yaml.SequenceNode):
            return [self.of(child) for child in node.value]
        if isinstance(node, yaml.ScalarNode):
            return scalar_value(node)
        raise TypeError(node)


class _Comparison:
    """One text against what it should say."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._values = _Values()
        self._newline = "\r\n" if "\r\n" in text else "\n"

    def node(self, node: yaml.Node, wanted: Any, place: _Place) -> list[Splice]:
        said = self._values.of(node)
        if _same(said, wanted):
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
        entries = self._entries(node)
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
            return self._arranged_flow(entries, kept, inner, fresh)
        return self._arranged_block(node, entries, kept, inner, fresh)

    def _inner_indent(self, node: yaml.CollectionNode, entries: Sequence[_Entry], place: _Place) -> int:
        return place.indent if node.flow_style else self._column(entries[0].start)

    def _entry(self, entry: _Entry, wanted: Any, place: _Place) -> list[Splice]:
        """Changes within the entry's value."""
        value = entry.value
        if _same(self._values.of(value), wanted):
            return []
        if not isinstance(value, yaml.ScalarNode) and isinstance(wanted, dict | list) and wanted and value.value:
            return self.node(value, wanted, place)
        return self._replaced(entry, wanted, place)

    def _replaced(self, entry: _Entry, wanted: Any, place: _Place) -> list[Splice]:
        value, end = entry.value, self._end(entry)
        line_end = self._line_end(entry.after)
        on_line = value.start_mark.index <= line_end and end > entry.after
        stays_on_line = on_line and end <= line_end
        rest = self._text[end : self._line_end(end)].strip()
        if isinstance(value, yaml.ScalarNode) and not isinstance(wanted, dict | list) and on_line:
            old = value if end > value.start_mark.index else None
            said = render_scalar(wanted, old=old, flow=not place.block, indent=place.indent, newline=self._newline,
                                 one_line=bool(rest) or value.style not in {"|", ">"})  # fmt: skip
            return [Splice(value.start_mark.index, self._text[value.start_mark.index : end], said)]
        in_list = entry.key is None
        said = render(wanted, flow=not place.block, indent=place.indent, newline=self._newline, in_list=in_list,
                      one_line=bool(rest) and (stays_on_line or not on_line))  # fmt: skip
        return [Splice(entry.after, self._text[entry.after : end], said)]

    def _whole(self, node: yaml.Node, wanted: Any, place: _Place) -> list[Splice]:
        """The outermost value of the file becomes another kind of value, or empty."""
        start, end = node.start_mark.index, self._end_of(node)
        said = render(
            wanted, flow=not place.block, indent=place.indent, newline=self._newline, in_list=True, one_line=False
        )
        return [Splice(start, self._text[start:end], said.lstrip())]

    def _written(self, name: Any, value: Any, place: _Place) -> str:
        """A new entry: `key: value`, `- value`, or between brackets."""
        said = render(value, flow=not place.block, indent=place.indent, newline=self._newline, in_list=name is None,
                      one_line=False)  # fmt: skip
        if name is not None:
            key = render_scalar(str(name), old=None, flow=not place.block, indent=place.indent, newline=self._newline,
                                one_line=True)  # fmt: skip
            return f"{key}:{said}"
        return f"-{said}" if place.block else said.lstrip()

    # Where things stand

    def _entries(self, node: yaml.CollectionNode) -> list[_Entry]:
        if isinstance(node, yaml.MappingNode):
            return [self._map_entry(key, value) for key, value in node.value]
        if node.flow_style:
            return [_Entry(None, None, item, item.start_mark.index, item.start_mark.index) for item in node.value]
        column = self._column(node.start_mark.index)
        found, least = [], node.start_mark.index
        for item in node.value:
            dash = self._dash(item.start_mark.index, column, least)
            found.append(_Entry(None, None, item, dash, dash + 1))
            least = max(self._end_of(item), dash + 1)
        return found

    def _map_entry(self, key: yaml.Node, value: yaml.Node) -> _Entry:
        place = key.end_mark.index
        while place < len(self._text) and self._text[place] in " \t":
            place += 1
        if not isinstance(key, yaml.ScalarNode) or self._text[place : place + 1] != ":":
            raise NotEditableError("A key is written in a way that can only be edited by hand.")
        return _Entry(str(key.value), key, value, key.start_mark.index, place + 1)

    def _dash(self, at: int, column: int, least: int) -> int:
        """The dash of the item that begins at `at`: the nearest one above in its column."""
        line = self._line_start(at)
        while True:
            dash = line + column
            if self._text[dash : dash + 1] == "-" and least <= dash <= at and self._text[line:dash].strip(" -") == "":
                return dash
            if line <= least or line == 0:
                raise NotEditableError("A list is written in a way that can only be edited by hand.")
            line = self._line_start(line - 1)

    def _end(self, entry: _Entry) -> int:
        return max(self._end_of(entry.value), entry.after)

    def _end_of(self, node: yaml.Node) -> int:
        """Where the value's own text ends; the parser's mark of a block lies at the next one."""
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, node.end_mark.index
            return start + len(self._text[start:end].rstrip()) if node.style in {"|", ">"} else end
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
            return int(node.end_mark.index)
        if isinstance(node, yaml.MappingNode):
            return self._end(self._map_entry(*node.value[-1]))
        return self._end_of_items(node)

    def _end_of_items(self, node: yaml.CollectionNode) -> int:
        item = node.value[-1]
        end = self._end_of(item)
        if end > item.start_mark.index:
            return end
        return self._entries(node)[-1].after  # the last dash has nothing behind it

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _line_start(self, at: int) -> int:
        return self._text.rfind("\n", 0, max(at, 0)) + 1

    def _line_end(self, at: int) -> int:
        """The place of the line's break, before its carriage return; the end of the text for the last line."""
        end = self._text.find("\n", at)
        end = len(self._text) if end < 0 else end
        return end - 1 if end > at and self._text[end - 1] == "\r" else end

    # Entries taken out, put in and moved

    def _arranged_flow(
        self,
        entries: list[_Entry],
        kept: list[int | None],
        inner: dict[int, list[Splice]],
        fresh: dict[int, str],
    ) -> list[Splice]:
        spans = [(entry.start, self._end(entry)) for entry in entries]
        between = [self._text[spans[i - 1][1] : spans[i][0]] for i in range(1, len(spans))]
        usual = between[0] if between and "#" not in between[0] else ", "
        said = [
            fresh[index] if old is None else self._with(spans[old][0], spans[old][1], inner[old])
            for index, old in enumerate(kept)
        ]
        joints = (between + [usual] * len(said))[: len(said) - 1]
        out = said[0] + "".join(joint + one for joint, one in zip(joints, said[1:], strict=True))
        start, end = spans[0][0], spans[-1][1]
        return [Splice(start, self._text[start:end], out)]

    def _arranged_block(
        self,
        node: yaml.Node,
        entries: list[_Entry],
        kept: list[int | None],
        inner: dict[int, list[Splice]],
        fresh: dict[int, str],
    ) -> list[Splice]:
        pieces = self._pieces(node, entries)
        column, nl = self._column(entries[0].start), self._newline
        inline = self._text[self._line_start(entries[0].start) : entries[0].start].strip() != ""
        told = [
            (" " * column + fresh[index]) if old is None else self._with(pieces[old].begin, pieces[old].end, inner[old])
            for index, old in enumerate(kept)
        ]
        apart = _apart(pieces, kept)
        out = ""
        for index, (one, before) in enumerate(zip(told, apart, strict=True)):
            if index == 0 and inline:
                first_on_line = kept[0] == 0
                out = one if first_on_line else self._beside_dash(one, column, nl)
            elif inline and kept[index] == 0:
                out += nl + before + " " * column + one  # the key that stood beside the dash goes to its own line
            else:
                out += (nl if index else "") + before + one
        start, end = pieces[0].begin, pieces[-1].end
        return [Splice(start, self._text[start:end], out)]

    def _beside_dash(self, piece: str, column: int, newline: str) -> str:
        """What becomes the first entry beside a dash; comments above it keep it on lines of its own."""
        bare = piece[column:] if piece[:column].strip() == "" else piece
        return newline + piece if bare.startswith("#") else bare

    def _pieces(self, node: yaml.Node, entries: list[_Entry]) -> list[_Piece]:
        found: list[_Piece] = []
        for index, entry in enumerate(entries):
            line = self._line_start(entry.start)
            begin, apart = line, ""
            if index:
                above = found[-1].end
                begin, apart = self._comments_above(self._next_line(above), line)
            elif self._text[line : entry.start].strip():
                begin = entry.start  # beside the dash of the list that it is in
            elif line and node.start_mark.index > 0 and self._has_parent_line(line):
                begin, apart = self._comments_above(self._head(line), line)
            found.append(_Piece(entry, begin, self._line_end(self._end(entry)), apart))
        return found

    def _has_parent_line(self, line: int) -> bool:
        """Whether these entries are a value of something above; the comments at the head of a file stay there."""
        return self._head(line) > 0

    def _head(self, line: int) -> int:
        """The start of the lines of comments and blanks right above `line`."""
        start = line
        while start > 0:
            above = self._line_start(start - 1)
            said = self._text[above:start].strip()
            if said and not said.startswith("#"):
                break
            start = above
        return start

    def _comments_above(self, start: int, line: int) -> tuple[int, str]:
        """Of the lines from `start` to `line`: where the comments begin that touch it, and the text before them."""
        begin = line
        while begin > start:
            above = self._line_start(begin - 1)
            if above < start or not self._text[above:begin].strip():
                break
            begin = above
        return begin, self._text[start:begin]

    def _next_line(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end + 1

    def _with(self, start: int, end: int, splices: Iterable[Splice]) -> str:
        moved = tuple(Splice(splice.at - start, splice.old, splice.new) for splice in _tidied(splices))
        return apply(self._text[start:end], moved)


def _apart(pieces: list[_Piece], kept: list[int | None]) -> list[str]:
    """What stands before each entry of the new order: blank lines keep their places, comments that touch nobody stay."""
    old = [index for index in kept if index is not None]
    usual = {piece.apart for piece in pieces[1:]}
    blank = usual.pop() if len(usual) == 1 else ""
    blank = "" if blank.strip() else blank
    if old != sorted(old) and len(kept) == len(pieces):  # only moved: by place
        return ["" if not index else piece.apart for index, piece in enumerate(pieces)]
    lost = set(range(len(pieces))) - set(old)
    found: list[str] = []
    for place, index in enumerate(kept):
        mine = blank if index is None else pieces[index].apart
        if index is not None:
            for gone in sorted(one for one in lost if one < index):
                mine = (pieces[gone].apart if gone and pieces[gone].apart.strip() else "") + mine
                lost.discard(gone)
        found.append(mine if place and index != 0 else (mine if mine.strip() and index else ""))
    if found and kept[0] is None and 0 in kept:
        found[kept.index(0)] = blank
    return found


def _kept_items(said: list[Any], wanted: list[Any]) -> list[int | None]:
    """For each wanted item which of the present ones it is: by its id, else by being equal, else by its place."""
    free: dict[Any, list[int]] = {}
    for index, item in enumerate(said):
        free.setdefault(_identity(item), []).append(index)
    kept: list[int | None] = []
    for item in wanted:
        same = free.get(_identity(item))
        kept.append(same.pop(0) if same else None)
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


def _same(one: Any, other: Any) -> bool:
    """Equal, and true is not 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def _spoken(value: Any) -> Any:
    """`value` as a file can say it: texts composed and trimmed, as the loader reads them."""
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", str(key)): _spoken(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_spoken(inner) for inner in value]
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip()
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"a package holds no {type(value).__name__}")


def _tidied(splices: Iterable[Splice]) -> Patch:
    """In order, without what stays the same at either end of each."""
    found = []
    for splice in sorted(splices, key=lambda one: one.at):
        at, old, new = splice.at, splice.old, splice.new
        front = _common(old, new)
        old, new, at = old[front:], new[front:], at + front
        back = _common(old[::-1], new[::-1])
        old, new = old[: len(old) - back], new[: len(new) - back]
        if old or new:
            found.append(Splice(at, old, new))
    return tuple(found)


def _common(one: str, other: str) -> int:
    most = min(len(one), len(other))
    if one[:most] == other[:most]:
        return most
    return next(index for index in range(most) if one[index] != other[index])
