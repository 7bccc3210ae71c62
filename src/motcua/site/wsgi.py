"""The one WSGI application: the data plane for its few paths, Django for everything else, in one process."""

import os
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

django_application: Application = get_wsgi_application()


def mounted(upper: Application, paths: tuple[str, ...], exact: tuple[str, ...], lower: Application) -> Application:
    """Send requests whose path begins with one of `paths`, or is one of `exact`, to `upper`, all others to `lower`."""

    def choose(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        chosen = upper if path in exact or path.startswith(paths) else lower
        return chosen(environ, start_response)

    return choose


application = django_application
for room in ("dossiers", "catalogue"):
    plane = import_module(f"motcua.{room}.http.plane")  # imported late: its models need Django set up
    application = mounted(plane.application, plane.PATHS, plane.EXACT, application)
