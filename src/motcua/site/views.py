"""Is it alive, is it ready; and what happens when a form comes back without its token."""

from importlib.util import find_spec

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse, JsonResponse


def healthz(_request: HttpRequest) -> HttpResponse:
    """200 while this process answers."""
    return JsonResponse({"status": "ok"})


def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers too, else 503: a load balancer then looks elsewhere."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The kit's page when it has one, else Django's; `reason` is for logs, not for people."""
    from django.views.csrf import csrf_failure as plain

    if find_spec("motcua.platform.ui.errors") is not None:
        from motcua.platform.ui import errors

        if hasattr(errors, "csrf_failure"):
            response: HttpResponse = errors.csrf_failure(request, reason=reason)
            return response
    return plain(request, reason=reason)


healthz.policy = readyz.policy = csrf_failure.policy = "public"  # type: ignore[attr-defined]
