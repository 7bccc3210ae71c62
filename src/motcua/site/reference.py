"""Reference pages made from the code: `python -m motcua.site.reference` writes them, a guard compares them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic_core import PydanticUndefined

from motcua.site.capabilities import SOURCE
from motcua.site.environment import CHECKOUT, Environment, secrets, variable

FOLDER = CHECKOUT / "docs" / "reference"
FAMILIES = (
    "NotFoundError", "NotAllowedError", "InvalidInputError", "ConflictError", "ExternalError", "MotCuaError",
)  # fmt: skip
MADE_BY = "<!-- Made by `make reference`; edit the code instead. -->"


@dataclass(frozen=True)
class CodedError:
    """One refusal with its stable code."""

    code: str
    name: str
    family: str
    place: str
    line: str
    """First line of the docstring, or the Vietnamese message."""


def settings_page() -> str:
    """The table of settings."""
    rows = [
        f"| `{variable(name)}` | {_default(name)} | {field.description} |"
        for name, field in Environment.model_fields.items()
    ]
    said = (
        f"All settings are environment variables; wrong ones are all named at once. Secrets ({', '.join(map(_code, secrets()))}) "
        "may stand in a file instead that only its owner reads, one line: `MOTCUA_SECRET_KEY_FILE=/run/secrets/key`."
    )
    head = ["# Settings", "", MADE_BY, "", said]
    return "\n".join([*head, "", "| variable | default | what it does |", "|---|---|---|", *rows]) + "\n"


def _code(text: str) -> str:
    return f"`{text}`"


def _default(name: str) -> str:
    default = Environment.model_fields[name].default
    if default is PydanticUndefined or default in (None, ""):
        return "–"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def errors_page() -> str:
    """The table of error codes."""
    rows = [f"| `{error.code}` | {error.family} | {error.line} | `{error.place}` |" for error in coded_errors()]
    head = ["# Error codes", "", MADE_BY, "", "Codes never change once published; messages may be worded better."]
    return "\n".join([*head, "", "| code | family | says | where |", "|---|---|---|---|", *rows]) + "\n"


def coded_errors() -> list[CodedError]:
    """Every class of ours under one of the kernel's families that has a code of its own, by code.

    Read from the source, not from imported classes: that needs no settings and cannot miss a module.
    """
    classes = dict(_error_classes())
    found = []
    for name, (place, node) in classes.items():
        family = _family(name, classes)
        code = _assigned(node, "code")
        if family and code:
            says = (ast.get_docstring(node) or "").split("\n")[0] or _assigned(node, "message")
            found.append(CodedError(code, name, family, place, says.replace("|", "\\|")))
    return sorted(found, key=lambda error: error.code)


def _error_classes() -> Iterator[tuple[str, tuple[str, ast.ClassDef]]]:
    for file in sorted(SOURCE.rglob("*.py")):
        inside = file.relative_to(SOURCE)
        if not {"tests", "migrations", "testing"} & set(inside.parts):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                    yield node.name, (f"motcua/{inside.as_posix()}", node)


def _family(name: str, classes: dict[str, tuple[str, ast.ClassDef]]) -> str:
    """The family of the kernel that the class belongs to; "" when it is no refusal."""
    if name in FAMILIES:
        return name
    bases = classes[name][1].bases if name in classes else []
    return next((family for base in bases if (family := _family(ast.unparse(base).split(".")[-1], classes))), "")


def _assigned(node: ast.ClassDef, field: str) -> str:
    """The text assigned to `field` in the class body, a call to gettext looked through."""
    for statement in node.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        value = getattr(statement, "value", None)
        if isinstance(target, ast.Name) and target.id == field:
            value = value.args[0] if isinstance(value, ast.Call) and value.args else value
            return str(value.value) if isinstance(value, ast.Constant) else ""
    return ""


PAGES = {"settings.md": settings_page, "errors.md": errors_page}


def write(folder: Path = FOLDER) -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (folder / name).write_text(page())


if __name__ == "__main__":
    write()
