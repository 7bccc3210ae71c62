"""What wraps every request: an id for the logs, headers for the browser, an actor for the rooms."""

import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from motcua.site.actors import actor_of

log = structlog.get_logger("motcua.web")
Handler = Callable[[HttpRequest], HttpResponseBase]


class RequestIdMiddleware:
    """One log line a request: which route, which status, how long. Never the path: it may hold a code."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began, request_id = time.perf_counter(), uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            response["X-Request-Id"] = request_id
            route = request.resolver_match.route if request.resolver_match else ""
            took = round((time.perf_counter() - began) * 1000, 1)
            log.info("request", method=request.method, route=route, status=response.status_code, milliseconds=took)
            return response


class SecurityHeadersMiddleware:
    """Headers that Django does not set itself; pages that know somebody are not kept by shared caches."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ActorMiddleware:
    """Put who acts on `request.actor`; worked out at first use, so public pages ask the database nothing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)
