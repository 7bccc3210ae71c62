"""The one WSGI application: the data plane for its few paths, Django for everything else, in one process."""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http.request import split_domain_port, validate_host

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
Plane = tuple[Application, tuple[str, ...], tuple[str, ...]]  # its paths begin so, or are exactly these

django_application: Application = get_wsgi_application()


@lru_cache(maxsize=1024)
def is_ours(host: str) -> bool:
    """Whether a Host header names one of ALLOWED_HOSTS."""
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


def mounted(planes: tuple[Plane, ...], lower: Application) -> Application:
    """Send requests whose path begins with one of a plane's paths, or is one of its exact ones, to it, all others to
    `lower`. A request for a host that isn't ours goes to `lower` too, which refuses it.
    """
    exact = {path: upper for upper, _paths, paths in planes for path in paths}
    beginning = tuple((paths, upper) for upper, paths, _exact in planes)

    def choose(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        upper = exact.get(path)
        if upper is None:
            for paths, served in beginning:
                if path.startswith(paths):
                    upper = served
                    break
        ours = upper is not None and is_ours(environ.get("HTTP_HOST") or environ["SERVER_NAME"])
        return (upper if upper is not None and ours else lower)(environ, start_response)

    return choose


def _planes() -> Iterator[Plane]:
    for room in ("dossiers", "catalogue"):
        plane = import_module(f"motcua.{room}.http.plane")  # imported late: its models need Django set up
        yield plane.application, plane.PATHS, plane.EXACT


application = mounted(tuple(_planes()), django_application)
