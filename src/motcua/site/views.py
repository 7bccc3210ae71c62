"""Is it alive, is it ready."""

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


healthz.policy = readyz.policy = "public"  # type: ignore[attr-defined]
