"""Where the entries of a YAML text stand: the parser's marks of a block lie at the next one, so they are found here."""

from dataclasses import dataclass
from typing import Any

import yaml

from motcua.catalogue.packages.said import NotEditableError


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its value, or one item of a list. `start` is its key or dash, `after` where its value may begin."""

    name: Any
    key: yaml.Node | None
    value: yaml.Node
    start: int
    after: int


class Layout:
    """Places in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def entries(self, node: yaml.CollectionNode) -> list[Entry]:
        if isinstance(node, yaml.MappingNode):
            return [self._map_entry(key, value) for key, value in node.value]
        if node.flow_style:
            return [Entry(None, None, item, item.start_mark.index, item.start_mark.index) for item in node.value]
        column = self.column(node.start_mark.index)
        found, least = [], node.start_mark.index
        for item in node.value:
            dash = self._dash(item.start_mark.index, column, least)
            found.append(Entry(None, None, item, dash, dash + 1))
            least = max(self.end_of(item), dash + 1)
        return found

    def _map_entry(self, key: yaml.Node, value: yaml.Node) -> Entry:
        place = key.end_mark.index
        while place < len(self.text) and self.text[place] in " \t":
            place += 1
        if not isinstance(key, yaml.ScalarNode) or self.text[place : place + 1] != ":":
            raise NotEditableError("A key is written in a way that can only be edited by hand.")
        return Entry(str(key.value), key, value, key.start_mark.index, place + 1)

    def _dash(self, at: int, column: int, least: int) -> int:
        """The dash of the item that begins at `at`: the nearest one above in its column."""
        line = self.line_start(at)
        while True:
            dash = line + column
            if self.text[dash : dash + 1] == "-" and least <= dash <= at and self.text[line:dash].strip(" -") == "":
                return dash
            if line <= least or line == 0:
                raise NotEditableError("A list is written in a way that can only be edited by hand.")
            line = self.line_start(line - 1)

    def end(self, entry: Entry) -> int:
        return max(self.end_of(entry.value), entry.after)

    def end_of(self, node: yaml.Node) -> int:
        """Where the value's own text ends; the parser's mark of a block lies at the next one."""
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, node.end_mark.index
            return start + len(self.text[start:end].rstrip()) if node.style in {"|", ">"} else end
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
            return int(node.end_mark.index)
        if isinstance(node, yaml.MappingNode):
            return self.end(self._map_entry(*node.value[-1]))
        return self._end_of_items(node)

    def _end_of_items(self, node: yaml.CollectionNode) -> int:
        item = node.value[-1]
        end = self.end_of(item)
        if end > item.start_mark.index:
            return end
        return self.entries(node)[-1].after  # the last dash has nothing behind it

    def column(self, at: int) -> int:
        return at - self.line_start(at)

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, max(at, 0)) + 1

    def line_end(self, at: int) -> int:
        """The place of the line's break, before its carriage return; the end of the text for the last line."""
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > at and self.text[end - 1] == "\r" else end

    def next_line(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1
