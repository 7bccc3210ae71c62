"""The pages at a port of the test's own, over committed rows and a log of its own, for a real browser."""

import gzip
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from motcua.dossiers.web.tests.world import signed_in

AXE = Path(__file__).parents[2] / "platform/ui/tests/fixtures/axe.min.js.gz"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOTS = os.environ.get("MOTCUA_TRUST_SHOTS")  # a folder to keep pictures in
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


@contextmanager
def serving() -> Iterator[str]:
    handler = StaticFilesHandler(WSGIHandler())

    def served(environ, start_response):
        """Each thread gives its connection back."""
        try:
            return handler(environ, start_response)
        finally:
            connections.close_all()

    server = make_server("127.0.0.1", 0, served, Threaded, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def sit_down(context, address, actor) -> None:
    """Give the browser the session of somebody who has signed in."""
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": signed_in(actor).cookies[name].value, "url": address}])


def look(page, name: str = "") -> None:
    """Nothing wrong for assistive technology, nothing off the edge."""
    page.wait_for_load_state("networkidle")
    if SHOTS and name:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    scroll, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert scroll <= inner, page.url
    page.evaluate(gzip.decompress(AXE.read_bytes()).decode())
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], page.url
