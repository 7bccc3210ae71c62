"""How new values are written in a package's YAML: short things in one line, long texts folded, lists one item a line."""

import re
import textwrap
from typing import Any

import yaml

from motcua.catalogue.packages.source import PlainLoader, scalar_value

WIDTH = 118
LONG_TEXT = 100  # characters from which a text gets lines of its own

_PLAIN_AT_ONCE = re.compile(r"[A-Za-zÀ-ỹ_](?:[\w /().+]*[\w).+])?")
_DOUBLE_BLANK = re.compile(r"[ \t]{2}|\t|\n")


def render(value: Any, *, flow: bool, indent: int, newline: str, in_list: bool, one_line: bool) -> str:
    """What stands behind `key:`, or behind the dash of a list (`in_list`), whose column is `indent`."""
    if not isinstance(value, dict | list):
        said = render_scalar(value, old=None, flow=flow, indent=indent, newline=newline, one_line=one_line)
        return f" {said}"
    short = _flow(value)
    if flow or one_line or not value or (_is_leaf(value) and len(short) + indent + 12 <= WIDTH):
        return f" {short}"
    lines = _block(value, newline)
    pad = " " * (indent + 2)
    if in_list and isinstance(value, dict):
        return " " + f"{newline}{pad}".join(lines)
    return "".join(f"{newline}{pad}{line}" if line else newline for line in lines)


def render_scalar(
    value: Any, *, old: yaml.ScalarNode | None, flow: bool, indent: int, newline: str, one_line: bool
) -> str:
    """A text, number, truth or nothing, written as `old` is where that can say it. `indent`: of the key or dash."""
    if not isinstance(value, str):
        return (
            {None: "null", True: "true", False: "false"}.get(value, str(value))
            if value is None or isinstance(value, bool)
            else str(value)
        )
    style = (old.style or None) if old is not None else None  # the parser calls plain words ""
    if style in {"|", ">"} and not flow and not one_line:
        written = _lines(value, str(style), indent, newline)
        if written:
            return written
    if style == "'" and _DOUBLE_BLANK.search(value) is None:
        return "'" + value.replace("'", "''") + "'"
    if style is None and _is_plain(value, flow=flow):
        long = old is None and not flow and not one_line and len(value) > LONG_TEXT
        return (_lines(value, ">", indent, newline) if long else "") or value
    if style is None and old is None and not flow and not one_line and "\n" in value:
        written = _lines(value, "|", indent, newline)
        if written:
            return written
    return quoted(value)


def quoted(text: str) -> str:
    """The text in double quotes."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(char, char if char.isprintable() else _escaped(char)) for char in text) + '"'


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _lines(text: str, style: str, indent: int, newline: str) -> str:
    """Folded (`>-`) or literal (`|-`) lines; "" when they could not say the text."""
    pad = " " * (indent + 2)
    if style == ">":
        lines = [] if _DOUBLE_BLANK.search(text) else textwrap.wrap(
            text, WIDTH - len(pad), break_long_words=False, break_on_hyphens=False
        )  # fmt: skip
    else:
        lines = text.split("\n")
    if not lines or not all(lines) or any(line[0] in " \t" or line[-1] in " \t\r" for line in lines):
        return ""
    written = f"{style}-{newline}" + newline.join(pad + line for line in lines)
    return written if _says(f"{' ' * indent}k: {written}\n", text) else ""


def _is_plain(text: str, *, flow: bool) -> bool:
    """Whether the text needs no quotes here."""
    if "\n" in text or not text:
        return False
    if _PLAIN_AT_ONCE.fullmatch(text) and text not in {"true", "false", "null"}:
        return True
    return _says(f"{{k: {text}, l: m}}" if flow else f"k: {text}\n", text)


def _says(document: str, text: str) -> bool:
    """Whether the first value of this small map is the text, and nothing else was read into it."""
    try:
        root = yaml.compose(document, Loader=PlainLoader)
    except yaml.YAMLError:
        return False
    if not isinstance(root, yaml.MappingNode) or not isinstance(root.value[0][1], yaml.ScalarNode):
        return False
    said = scalar_value(root.value[0][1])
    entries = 2 if document.startswith("{") else 1
    return type(said) is str and said == text and len(root.value) == entries


def _is_leaf(value: Any) -> bool:
    """Whether it reads well in one line: no list of maps in it, and not many keys."""
    if isinstance(value, list):
        return all(not isinstance(item, dict | list) for item in value)
    few = len(value) <= 4
    return few and all(
        not isinstance(inner, list) if not isinstance(inner, dict) else all(not isinstance(deep, dict | list) for deep in inner.values())
        for inner in value.values()
    )  # fmt: skip


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow_scalar(str(key))}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _flow_scalar(value)


def _flow_scalar(value: Any) -> str:
    return render_scalar(value, old=None, flow=True, indent=0, newline="\n", one_line=True)


def _block(value: Any, newline: str) -> list[str]:
    """Lines of a map or list at column 0."""
    entries = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    lines: list[str] = []
    for key, inner in entries:
        said = render(inner, flow=False, indent=0, newline=newline, in_list=key is None, one_line=False)
        name = (
            "-"
            if key is None
            else f"{render_scalar(str(key), old=None, flow=False, indent=0, newline=newline, one_line=True)}:"
        )
        lines += f"{name}{said}".split(newline)
    return lines


def write_document(value: dict[str, Any]) -> str:
    """A whole new file that says `value`."""
    return "\n".join(_block(value, "\n")) + "\n"
