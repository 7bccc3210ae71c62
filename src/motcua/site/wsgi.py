"""The one WSGI application: the data plane for its few paths, Django for everything else, in one process."""

import os
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

django_application: Application = get_wsgi_application()


def mounted(lower: Application) -> Application:
    """Put the data plane in front of `lower` when the dossiers room has one. It names its path prefixes in PATHS."""
    if find_spec("motcua.dossiers") is None or find_spec("motcua.dossiers.http") is None:
        return lower
    if find_spec("motcua.dossiers.http.plane") is None:
        return lower
    plane = import_module("motcua.dossiers.http.plane")
    paths, upper = tuple(plane.PATHS), plane.application

    def choose(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        chosen = upper if environ["PATH_INFO"].startswith(paths) else lower
        return chosen(environ, start_response)

    return choose


application = mounted(django_application)
