"""The JSON Schemas of a package's files at addresses that stay: /schemas/procedure/v1/form.json and the like.

An editor reads them while somebody writes; `$id` is the address under which this installation serves them.
"""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.catalogue.packages.schemas import schema_names, schema_of
from motcua.platform.web.api import public

FRESH_SECONDS = 3600
KIND = "application/schema+json"

FOLDERS = {"scenario": "scenarios/*.yaml", "first": "data/first/*.yaml"}


@public
@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    del request
    if name not in schema_names():
        raise Http404
    return _open_to_all(HttpResponse(_text(name), content_type=KIND))


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which schema is for which file of a package, or of the first catalogue."""
    del request
    found = {FOLDERS.get(name, f"{name}.yaml"): _address(name) for name in schema_names()}
    return _open_to_all(JsonResponse(found))


@cache
def _text(name: str) -> str:
    schema: dict[str, Any] = dict(schema_of(name)) | {"$id": _address(name)}
    return json.dumps(schema, ensure_ascii=False, indent=1)


def _address(name: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('schemas:one', args=[name])}"


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Editors that run in a browser fetch from other origins."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return response
