"""The document, the page that shows it, and the form of a procedure."""

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from motcua.catalogue import api as catalogue
from motcua.catalogue.errors import BadRequestError
from motcua.forms import api as forms
from motcua.platform.web.api import public
from motcua.site.api.answers import schema_of
from motcua.site.api.document import document
from motcua.site.api.showing import refusals, shown

FRESH_SECONDS = 60


@public
@csrf_exempt
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    response = _cacheable(request, document(), "application/json")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public
@csrf_exempt
@require_safe
def form(request: HttpRequest, code: str) -> HttpResponse:
    """Raises ProcedureNotFoundError, BadRequestError."""
    language = request.GET.get("language", "vi")
    if language not in {"vi", "en"}:
        raise BadRequestError(fields={"language": _("Chỉ nhận: %(expected)s.") % {"expected": "vi, en"}})
    version = catalogue.get_procedure(code)
    schema = schema_of(forms.compile_form(version), version.code, language)
    return _cacheable(request, schema, "application/schema+json")


@public
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    whole = document()
    return render(request, "api/docs.html", {"whole": whole, "groups": shown(whole, request.build_absolute_uri("/"))})


@public
@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """Where the `type` of every problem leads: each code with its status and its sentence."""
    return render(request, "api/errors.html", {"refusals": refusals()})


def _cacheable(request: HttpRequest, body: dict[str, Any], content_type: str) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False, default=str)
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, f"public, max-age={FRESH_SECONDS}"
    conditional = get_conditional_response(request, etag, None, response)
    return conditional if isinstance(conditional, HttpResponse) else response
