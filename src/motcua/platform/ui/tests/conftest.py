"""The kit's pages are tested with nothing but the kit: no room above it, no database."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.utils import translation


@pytest.fixture(autouse=True)
def kit_only(settings):
    settings.ROOT_URLCONF = "motcua.platform.ui.tests.urls"
    processors = ["django.template.context_processors.request"]  # what rooms add to the frame is theirs to test
    templates = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**templates, "OPTIONS": templates["OPTIONS"] | {"context_processors": processors}}]
    with translation.override("vi"):
        yield


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def address(kit_only) -> Iterator[str]:
    """Where the style guide is served while a browser looks at it."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), _Threaded, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
