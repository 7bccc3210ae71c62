"""Entries of a YAML text taken out, put in and moved, with the comments that touch them."""

from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from motcua.catalogue.packages.layout import Entry, Layout
from motcua.catalogue.packages.splices import Splice, apply, tidied


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry as text: comments that stand right above it belong to it; `apart` is what else stands before it."""

    entry: Entry
    begin: int
    end: int
    apart: str


class Arrangement:
    """Puts entries of one text into another order. `kept`: for each entry as it should stand, which one it is now; what is
    new stands in `fresh`, what changes within the kept ones in `inner`."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def flow(
        self,
        entries: list[Entry],
        kept: list[int | None],
        inner: dict[int, list[Splice]],
        fresh: dict[int, str],
    ) -> list[Splice]:
        spans = [(entry.start, self._layout.end(entry)) for entry in entries]
        between = [self._layout.text[spans[i - 1][1] : spans[i][0]] for i in range(1, len(spans))]
        usual = between[0] if between and "#" not in between[0] else ", "
        said = [
            fresh[index] if old is None else self._with(spans[old][0], spans[old][1], inner[old])
            for index, old in enumerate(kept)
        ]
        joints = (between + [usual] * len(said))[: len(said) - 1]
        out = said[0] + "".join(joint + one for joint, one in zip(joints, said[1:], strict=True))
        start, end = spans[0][0], spans[-1][1]
        return [Splice(start, self._layout.text[start:end], out)]

    def block(
        self,
        node: yaml.Node,
        entries: list[Entry],
        kept: list[int | None],
        inner: dict[int, list[Splice]],
        fresh: dict[int, str],
    ) -> list[Splice]:
        pieces = self._pieces(node, entries)
        column, nl = self._layout.column(entries[0].start), self._layout.newline
        inline = self._layout.text[self._layout.line_start(entries[0].start) : entries[0].start].strip() != ""
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
        return [Splice(start, self._layout.text[start:end], out)]

    def _beside_dash(self, piece: str, column: int, newline: str) -> str:
        """What becomes the first entry beside a dash; comments above it keep it on lines of its own."""
        bare = piece[column:] if piece[:column].strip() == "" else piece
        return newline + piece if bare.startswith("#") else bare

    def _pieces(self, node: yaml.Node, entries: list[Entry]) -> list[_Piece]:
        found: list[_Piece] = []
        for index, entry in enumerate(entries):
            line = self._layout.line_start(entry.start)
            begin, apart = line, ""
            if index:
                above = found[-1].end
                begin, apart = self._comments_above(self._layout.next_line(above), line)
            elif self._layout.text[line : entry.start].strip():
                begin = entry.start  # beside the dash of the list that it is in
            elif line and node.start_mark.index > 0 and self._has_parent_line(line):
                begin, apart = self._comments_above(self._head(line), line)
            found.append(_Piece(entry, begin, self._layout.line_end(self._layout.end(entry)), apart))
        return found

    def _has_parent_line(self, line: int) -> bool:
        """Whether these entries are a value of something above; the comments at the head of a file stay there."""
        return self._head(line) > 0

    def _head(self, line: int) -> int:
        """The start of the lines of comments and blanks right above `line`."""
        start = line
        while start > 0:
            above = self._layout.line_start(start - 1)
            said = self._layout.text[above:start].strip()
            if said and not said.startswith("#"):
                break
            start = above
        return start

    def _comments_above(self, start: int, line: int) -> tuple[int, str]:
        """Of the lines from `start` to `line`: where the comments begin that touch it, and the text before them."""
        begin = line
        while begin > start:
            above = self._layout.line_start(begin - 1)
            if above < start or not self._layout.text[above:begin].strip():
                break
            begin = above
        return begin, self._layout.text[start:begin]

    def _with(self, start: int, end: int, splices: Iterable[Splice]) -> str:
        moved = tuple(Splice(splice.at - start, splice.old, splice.new) for splice in tidied(splices))
        return apply(self._layout.text[start:end], moved)


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
