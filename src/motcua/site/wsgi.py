"""The one WSGI application: the data plane for its few paths, Django for everything else, in one process."""

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http.request import split_domain_port, validate_host

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

django_application: Application = get_wsgi_application()


@lru_cache(maxsize=1024)
def is_ours(host: str) -> bool:
    """Whether a Host header names one of ALLOWED_HOSTS."""
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


def mounted(upper: Application, paths: tuple[str, ...], exact: tuple[str, ...], lower: Application) -> Application:
    """Send requests whose path begins with one of `paths`, or is one of `exact`, to `upper`, all others to `lower`.

    A request for a host that isn't ours goes to `lower` too, which refuses it.
    """

    def choose(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        ours = (path in exact or path.startswith(paths)) and is_ours(environ.get("HTTP_HOST") or environ["SERVER_NAME"])
        return (upper if ours else lower)(environ, start_response)

    return choose


application = django_application
for room in ("dossiers", "catalogue"):
    plane = import_module(f"motcua.{room}.http.plane")  # imported late: its models need Django set up
    application = mounted(plane.application, plane.PATHS, plane.EXACT, application)
