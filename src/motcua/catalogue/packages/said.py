"""What a YAML text says, as a package's loader reads it, and whether two such values are the same."""

import unicodedata
from typing import Any

import yaml

from motcua.catalogue.packages.source import compose, scalar_value


class NotEditableError(ValueError):
    """The text is no YAML, or is written in a way that can only be edited by hand."""


def read(text: str) -> Any:
    """What the text says, as a package's loader reads it, faults left aside. Raises NotEditableError."""
    return Values().of(compose_text(text))


def compose_text(text: str) -> yaml.Node:
    if text.startswith("\ufeff"):
        raise NotEditableError("The file begins with a byte order mark.")
    try:
        root = compose(text)
    except yaml.YAMLError as error:
        raise NotEditableError(str(error)) from error
    if root is None:
        raise NotEditableError("The file is empty.")
    return root


class Values:
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


def same(one: Any, other: Any) -> bool:
    """Equal, and true is not 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def spoken(value: Any) -> Any:
    """`value` as a file can say it: texts composed and trimmed, as the loader reads them."""
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", str(key)): spoken(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [spoken(inner) for inner in value]
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip()
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"a package holds no {type(value).__name__}")
