"""The API's page in a real browser: nothing that the Content-Security-Policy refuses, nothing off the edge, axe content."""

import gzip
import os
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler

AXE = Path(__file__).parents[3] / "platform/ui/tests/fixtures/axe.min.js.gz"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOTS = os.environ.get("MOTCUA_API_SHOTS")  # a folder to keep pictures in


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


@pytest.fixture
def address(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), Threaded, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.journey
@pytest.mark.parametrize("path", ["/api/docs", "/en/api/docs"])
@pytest.mark.parametrize("size", [(390, 844), (1280, 900)], ids=["phone", "desk"])
def test_the_page_is_whole_under_our_policy(browser, address, path, size):
    said = []
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert said == []
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    page.evaluate(gzip.decompress(AXE.read_bytes()).decode())
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/api-{'en' if path.startswith('/en') else 'vi'}-{size[0]}.png", full_page=True)
    page.close()
