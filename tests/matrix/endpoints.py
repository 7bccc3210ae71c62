"""Every address the product answers to, taken from what routes requests: Django's URLconf, the data planes' routers and the
OpenAPI document. No list is kept by hand."""

import json
import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import falcon.inspect
from django.urls import get_resolver
from falcon.constants import HTTP_METHODS

from motcua.site.api.document import document
from tests.guards.test_routes import policy_of, routes

PLANES = ("motcua.dossiers.http.plane", "motcua.catalogue.http.plane")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")


@dataclass(frozen=True)
class Endpoint:
    """`policy` is what the view says of itself: public, signed_in, citizen, official:…, token."""

    route: str
    methods: tuple[str, ...]
    policy: str
    example: bytes = b""
    content_type: str = ""

    @property
    def parameters(self) -> list[str]:
        return [one or other for one, other in PARAMETER.findall(self.route)]

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/v1/")

    def address(self, values: dict[str, str]) -> str:
        return "/" + PARAMETER.sub(lambda found: values[found[1] or found[2]], self.route)


def pages() -> list[Endpoint]:
    """What Django's URLconf holds and the OpenAPI document does not: pages, and files beside them."""
    described = {shape(operation.route) for operation in operations()}
    found = [(route, policy_of(view)) for route, view in routes(get_resolver()) if shape(route) not in described]
    return [Endpoint(route, ("GET", "POST"), "public" if policy is True else str(policy)) for route, policy in found]


def operations() -> list[Endpoint]:
    """What the OpenAPI document promises."""
    return [
        Endpoint(path.lstrip("/"), (method.upper(),), "token" if told.get("security") else "public", *_example(told))
        for path, methods in document()["paths"].items()
        for method, told in methods.items()
    ]


def _example(told: dict[str, Any]) -> tuple[bytes, str]:
    """The body that the document shows, and its type."""
    for kind, content in told.get("requestBody", {}).get("content", {}).items():
        shown = content.get("example", "")
        return (shown if isinstance(shown, str) else json.dumps(shown)).encode(), kind
    return b"", ""


def planes() -> set[tuple[str, str]]:
    """Method and shape of each route of the data planes."""
    return {
        (method.method, shape(route.path))
        for plane in PLANES
        for route in falcon.inspect.inspect_routes(import_module(plane).application)
        for method in route.methods
        if method.method in HTTP_METHODS and not method.internal and method.method != "OPTIONS"
    }


def api_routes() -> set[str]:
    """Shapes of the URLconf's routes under /api/v1/."""
    return {shape(route) for route, _view in routes(get_resolver()) if route.startswith("api/v1/")}


def shape(route: str) -> str:
    """The route without the names and types of its parameters."""
    return PARAMETER.sub("*", route.strip("/"))


def everything() -> list[Endpoint]:
    return [*pages(), *operations()]
