"""The document, arranged for people: by subject, each operation with a curl line that works as it stands."""

import json
import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from motcua.kernel.errors import MotCuaError
from motcua.platform.web.api import status_of

FILE_NAME = "giay-chung-sinh.pdf"
TOKEN = "$TOKEN"  # noqa: S105 - the name of a shell variable, told in the text above the examples


def refusals() -> list[dict[str, Any]]:
    """Every code that a problem can carry, with its status and its sentence in the reader's language."""
    kinds, waiting = {}, [MotCuaError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if "code" in vars(kind):
            kinds[kind.code] = kind
    return [
        {"code": code, "status": status_of(kind.__new__(kind)), "says": str(kind.message)}
        for code, kind in sorted(kinds.items())
    ]


def shown(whole: Mapping[str, Any], base: str) -> list[dict[str, Any]]:
    """The tags in their order with their operations. `base`: where this installation is, with a slash at its end."""
    groups = [{"name": tag["name"], "description": tag["description"], "operations": []} for tag in whole["tags"]]
    by_name = {group["name"]: group for group in groups}
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            by_name[operation["tags"][0]]["operations"].append(_operation(whole, base, path, method, operation))
    return groups


def _operation(
    whole: Mapping[str, Any], base: str, path: str, method: str, operation: Mapping[str, Any]
) -> dict[str, Any]:
    parameters = [resolved(whole, parameter) for parameter in operation["parameters"]]
    body = operation.get("requestBody", {}).get("content", {})
    answer = _first_answer(operation)
    return {
        "id": operation["operationId"].replace("_", "-"),
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "token": bool(operation.get("security")),
        "parameters": [_parameter(parameter) for parameter in parameters],
        "bodies": list(body),
        "fields": _fields(whole, body),
        "statuses": [
            {"status": status, "says": resolved(whole, told)["description"]} for status, told in _spoken(operation)
        ],
        "curl": curl(base, path, method, operation, parameters),
        "answer": json.dumps(answer, ensure_ascii=False, indent=2) if answer else "",
    }


def curl(base: str, path: str, method: str, operation: Mapping[str, Any], parameters: list[Mapping[str, Any]]) -> str:
    """One shell command; `$TOKEN` stands for the caller's own."""
    address = base.rstrip("/") + path
    for parameter in parameters:
        if parameter["in"] == "path":
            address = address.replace(f"{{{parameter['name']}}}", str(parameter.get("example", "1.001193")))
    asked = {p["name"]: p["example"] for p in parameters if p["in"] == "query" and "example" in p}
    address += f"?{urlencode(asked)}" if asked else ""
    lines = ["curl" if method == "get" else f"curl -X {method.upper()}"]
    lines[0] += f" {shlex.quote(address)}"
    if operation.get("security"):
        lines.append(f'-H "Authorization: Bearer {TOKEN}"')
    named = [f"{parameter['name']}: {parameter['example']}" for parameter in parameters if parameter["in"] == "header"]
    lines += [f"-H {shlex.quote(header)}" for header in named]
    return " \\\n  ".join(lines + _data(operation))


def _data(operation: Mapping[str, Any]) -> list[str]:
    body = operation.get("requestBody", {}).get("content", {})
    if "application/json" in body:
        sent = json.dumps(body["application/json"]["example"], ensure_ascii=False)
        return ["-H 'Content-Type: application/json'", f"--data {shlex.quote(sent)}"]
    return ["-H 'Content-Type: application/pdf'", f"--data-binary @{FILE_NAME}"] if body else []


def resolved(whole: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """`part` itself, or what its `$ref` points at."""
    if "$ref" not in part:
        return part
    found: Any = whole
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found  # type: ignore[no-any-return]


def _spoken(operation: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Refusals share one shape and are told once on the page."""
    return [(status, told) for status, told in sorted(operation["responses"].items()) if "$ref" not in told]


def _first_answer(operation: Mapping[str, Any]) -> Any:
    for told in operation["responses"].values():
        for content in told.get("content", {}).values():
            if "example" in content:
                return content["example"]
    return None


def _parameter(parameter: Mapping[str, Any]) -> dict[str, Any]:
    places = {"path": _("trong địa chỉ"), "query": _("sau dấu hỏi"), "header": _("tiêu đề")}
    return {
        "name": parameter["name"],
        "place": places[parameter["in"]],
        "required": parameter.get("required", False),
        "says": parameter.get("description") or parameter["schema"].get("description", ""),
        "shape": _shape(parameter["schema"]),
    }


def _fields(whole: Mapping[str, Any], body: Mapping[str, Any]) -> list[dict[str, Any]]:
    schema = resolved(whole, body["application/json"]["schema"]) if "application/json" in body else {}
    required = schema.get("required", ())
    return [
        {"name": name, "required": name in required, "shape": _shape(shape)}
        for name, shape in schema.get("properties", {}).items()
    ]


def _shape(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: "string", "vi | en", "array of string"."""
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"array of {_shape(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", ""))
