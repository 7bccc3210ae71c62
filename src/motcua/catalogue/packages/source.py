"""YAML as packages may use it: plain maps, lists, texts, whole numbers, true and false; every value knows its line."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import yaml

from motcua.catalogue.contracts import PackageProblem

LARGEST = 1_000_000  # bytes of one file of a package

_BOOLEAN = {"true": True, "false": False}
_NULL = frozenset({"", "~", "null"})
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")  # what is longer counts nothing, and stays text
# Control characters, and marks that make a line read other than it is written.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

_BRACKETS = re.compile(r"[][{}]")
_DASHES = re.compile(r"(?:[-?:][ \t]+){50}")
_INDENTED = re.compile(r"^ {60}", re.MULTILINE)
MOST_LEVELS = 100

Where = tuple[str | int, ...]


@dataclass
class SourceFile:
    """What one file holds. `lines` maps the path of a value to its line, counted from 1."""

    name: str
    content: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    problems: list[PackageProblem] = field(default_factory=list)
    warnings: list[PackageProblem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def line_of(self, path: Where) -> int:
        """The line of the value at `path`, or of what surrounds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def report(self, path: Where, what: str, instead: str = "") -> None:
        self.problems.append(PackageProblem(self.name, self.line_of(path), what, instead, path))

    def warn(self, path: Where, what: str, instead: str = "") -> None:
        """Tell a likely slip, which hinders nothing."""
        self.warnings.append(PackageProblem(self.name, self.line_of(path), what, instead, path))


def read_source(data: bytes, name: str) -> SourceFile:
    """Read one YAML file. What cannot be used is in `problems`; the rest is read all the same."""
    source = SourceFile(name)
    text = read_text(data, source)
    if text is None:
        return source
    try:
        node = compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        instead = "A text with ': ' or that begins with a special sign needs quotes; indent with spaces."
        source.problems.append(PackageProblem(name, line, f"This is not YAML: {error.problem or error}.", instead))
        return source
    except TooDeepError:
        source.report((), "The file is nested too deeply.", "Keep to the levels of the package format.")
        return source
    except yaml.YAMLError as error:
        source.problems.append(PackageProblem(name, 0, f"This is not YAML: {error}."))
        return source
    if node is None:
        source.report((), "The file is empty.", "Delete it, or write what belongs here.")
        return source
    source.content = _value(node, (), source)
    return source


def read_text(data: bytes, source: SourceFile) -> str | None:
    """The file's text, or None with the reason among the problems."""
    if len(data) > LARGEST:
        source.report(
            (), f"The file has more than {LARGEST} bytes.", "Split it, or leave out what a package need not hold."
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source.report((), f"Byte {error.start + 1} is not UTF-8.", "Save the file as UTF-8.")
        return None
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _HIDDEN.search(line):
            what = f"The line holds the hidden character U+{ord(found[0]):04X}."
            source.problems.append(PackageProblem(source.name, number, what, "Delete it."))
    return None if source.problems else unicodedata.normalize("NFC", text)


class TooDeepError(yaml.YAMLError):
    """More levels than any package has."""


def compose(text: str) -> yaml.Node | None:
    """The text as nodes with their places. Raises yaml.YAMLError.

    The parser calls itself for each level, and a hundred thousand brackets would end the process: where there may be
    many, the levels are counted first.
    """
    if _may_be_deep(text):
        levels = 0
        for event in yaml.parse(text, Loader=PlainLoader):
            levels += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if levels > MOST_LEVELS:
                raise TooDeepError
    return yaml.compose(text, Loader=PlainLoader)


def _may_be_deep(text: str) -> bool:
    """Brackets and spaces in texts count too, so this may be wrong one way only."""
    levels = 0
    for found in _BRACKETS.finditer(text):
        levels = levels + 1 if found[0] in "[{" else max(levels - 1, 0)
        if levels > MOST_LEVELS:
            return True
    return _DASHES.search(text) is not None or _INDENTED.search(text) is not None


class PlainLoader(yaml.CSafeLoader):
    """Resolves nothing itself: YAML 1.1 would turn `no` into false and 12:30 into 750."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}


def _value(node: yaml.Node, path: Where, source: SourceFile) -> Any:
    if id(node) in source.seen:  # an alias is the same node again
        source.report(path, "Anchors and aliases (& and *) are not used in packages.", "Write the value again.")
        return None
    source.seen.add(id(node))
    source.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, source)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), source) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path, source)
    raise TypeError(node)


def _mapping(node: yaml.MappingNode, path: Where, source: SourceFile) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            source.problems.append(PackageProblem(source.name, line, "A key must be a plain word."))
        elif key_node.value in found:
            what = f"`{key_node.value}` stands here twice."
            source.problems.append(PackageProblem(source.name, line, what, "Keep one of them."))
        else:
            source.lines[*path, key_node.value] = line  # for what is wrong with the value itself
            found[key_node.value] = _value(value_node, (*path, key_node.value), source)
            source.lines[*path, key_node.value] = line
    return found


def _scalar(node: yaml.ScalarNode, path: Where, source: SourceFile) -> Any:
    if not node.tag.startswith("tag:yaml.org,2002:"):
        source.report(path, f"The tag {node.tag} is not used in packages.", "Delete it.")
    if found := _HIDDEN.search(str(node.value)):  # an escape such as \u202e is not seen in the line itself
        source.report(path, f"The text holds the hidden character U+{ord(found[0]):04X}.", "Delete it.")
    return scalar_value(node)


def scalar_value(node: yaml.ScalarNode) -> Any:
    """What one word, number or text of a package says."""
    text = unicodedata.normalize("NFC", str(node.value))
    if node.style:  # quoted, or a block of text
        return text.strip()
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    return int(text) if _INTEGER.fullmatch(text) else text  # 5.000 stays text: nobody knows whether it is 5 or 5,000
