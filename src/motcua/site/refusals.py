"""Middleware: a refusal becomes an answer that explains itself, a page for people and problem details for programs.

Bugs stay bugs: they are reported and answered 500, in the same two shapes.
"""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header

from motcua.kernel.errors import MotCuaError
from motcua.platform.ui import errors
from motcua.platform.ui.refusals import RefusalPages
from motcua.platform.web.api import problem, refusal_of, status_of

PROBLEM = "application/problem+json; charset=utf-8"


class Refusals:
    """Stands last in MIDDLEWARE, so that it sees what the views raise and the resolver's 404.

    Pages are the kit's business. Under /api/ the language is the caller's Accept-Language, not the address's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.pages = RefusalPages(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_api(request):
            return self.pages(request)
        with override(language_of(request)):
            response = self.get_response(request)
            return response if _speaks(response) else _explained(response)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, MotCuaError):
            return None
        if _is_api(request) or not request.accepts("text/html"):
            return answer(exception)
        return errors.page(request, status_of(exception), happened=exception.message)


def handler400(request: HttpRequest, exception: object = None) -> HttpResponse:
    """A request so wrong that no view saw it: a foreign Host, a form of a thousand fields."""
    if not _is_api(request):
        return errors.handler400(request, exception)
    with override(language_of(request)):
        return answer(refusal_of(400))


def answer(error: MotCuaError) -> HttpResponse:
    """The problem details of a refusal."""
    status, body = problem(error)
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def language_of(request: HttpRequest) -> str:
    """The first language of Accept-Language that we speak, else Vietnamese."""
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()[:500]):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return "vi"


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/v")


def _speaks(response: HttpResponseBase) -> bool:
    return response.status_code < 400 or "json" in response.headers.get("Content-Type", "")


def _explained(response: HttpResponseBase) -> HttpResponse:
    """An answer that is a page or empty, said to a program."""
    told = answer(refusal_of(response.status_code))
    told.status_code = response.status_code
    if "Allow" in response.headers:
        told["Allow"] = response.headers["Allow"]
    return told
