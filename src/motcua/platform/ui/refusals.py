"""Middleware: what a page refuses becomes a page that explains it, with the right status."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from motcua.kernel.errors import MotCuaError
from motcua.platform.ui import errors
from motcua.platform.web.api import status_of

_WORDLESS = frozenset({405, 413, 429})


class RefusalPages:
    """Put it last in MIDDLEWARE. Programs (`/api/`) get their problem details elsewhere and are left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        wordless = response.status_code in _WORDLESS and not getattr(response, "content", b"-")
        if not wordless or not _is_page(request):
            return response
        page = errors.page(request, response.status_code)
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                page.headers[name] = response.headers[name]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only our own refusals: a bug stays a bug, and Django reports it."""
        if not isinstance(exception, MotCuaError) or not _is_page(request):
            return None
        return errors.page(request, status_of(exception), happened=exception.message)


def _is_page(request: HttpRequest) -> bool:
    return request.accepts("text/html") and not request.path.startswith("/api/")
