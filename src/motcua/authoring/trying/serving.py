"""The preview server: Django with this one package, on loopback only, without sessions and without a database."""

import threading
from collections.abc import Callable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from motcua.authoring.trying import views
from motcua.authoring.trying.workshop import Workshop

HOST = "127.0.0.1"
_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_CONTEXT = ["django.template.context_processors.request", "django.template.context_processors.i18n"]


class _Server(ThreadingMixIn, WSGIServer):
    """A page that waits for a change keeps no other page waiting."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library's name
        """Whoever writes a package wants to see problems, not requests."""


def serve(folder: Path, port: int, say: Callable[[str], None]) -> None:
    """Serve the package in `folder` until Ctrl-C; `port` 0 takes a free one. Raises OSError for a port in use."""
    _only_this_package()
    workshop = Workshop(folder)
    views.put_on_bench(workshop)
    stopped = threading.Event()
    watcher = threading.Thread(target=workshop.watch, args=(stopped,), name="watcher", daemon=True)
    with make_server(HOST, port, get_wsgi_application(), _Server, _Quiet) as server:
        watcher.start()
        say(f"{folder.name}: http://{HOST}:{server.server_port}/ shows it and follows every change. Ctrl-C ends it.")
        try:
            server.serve_forever(poll_interval=0.2)
        finally:
            stopped.set()


def _only_this_package() -> None:
    """Another Django than the product's: no sessions, no accounts, no database, files from where they are written."""
    settings.ROOT_URLCONF = "motcua.authoring.trying.urls"
    settings.MIDDLEWARE = _MIDDLEWARE
    templates: dict[str, Any] = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**templates, "OPTIONS": templates["OPTIONS"] | {"context_processors": _CONTEXT}}]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    settings.ALLOWED_HOSTS = [HOST, "localhost"]
    settings.SECURE_SSL_REDIRECT = False
    settings.SECURE_HSTS_SECONDS = 0
    settings.CSRF_COOKIE_SECURE = False
    settings.CSRF_USE_SESSIONS = False
    settings.CSRF_COOKIE_NAME = "motcua_try"
