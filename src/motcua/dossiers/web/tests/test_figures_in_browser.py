"""The public figures and the desk of webhooks in a real browser: nothing off the edge, axe content, our policy kept."""

import gzip
import os
import threading
from datetime import timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.models import DeadLetter, Figure, Webhook
from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting

AXE = Path(__file__).parents[3] / "platform/ui/tests/fixtures/axe.min.js.gz"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HANDLER = StaticFilesHandler(WSGIHandler())
SHOTS = os.environ.get("MOTCUA_FIGURES_SHOTS")  # a folder to keep pictures in


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def served(environ, start_response):
    """The pages and their static files; each thread gives its connection back."""
    try:
        return HANDLER(environ, start_response)
    finally:
        connections.close_all()


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


@pytest.fixture
def address(clean_db, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = make_server("127.0.0.1", 0, served, Threaded, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.journey
def test_both_pages_are_whole_on_a_phone_and_on_a_desk(browser, address, client):
    world = worlds.build()
    _figures(world)
    hook = _webhooks(world)
    identity.open_account(
        actor=SYSTEM, login="mai", secret="mot-mat-khau-dai", name=world.head.name, official_id=world.head.id
    )
    client.force_login(Account.objects.get(login="mai"))
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    pages = ["/figures", "/desk/webhooks/", f"/desk/webhooks/{hook}"]
    for language in ("", "/en"):
        for width, height in ((360, 780), (1280, 900)):
            for number, path in enumerate(pages):
                page = browser.new_page(viewport={"width": width, "height": height})
                page.context.add_cookies(
                    [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}]
                )
                _look(page, address + language + path, f"{number}{language.strip('/') or 'vi'}-{width}")
                page.close()


def _look(page, url: str, name: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    assert said == []
    scroll, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert scroll <= inner, url
    page.evaluate(gzip.decompress(AXE.read_bytes()).decode())
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], url


def _figures(world) -> None:
    month = agencies.today().replace(day=1)
    kept = (
        (world.agency, {"on_time": 412, "late": 3, "due": 0}),
        (world.elsewhere, {"on_time": 86, "late": 31, "due": 7}),
    )
    with acting(SYSTEM):
        for agency, numbers in kept:
            for measure, number in numbers.items():
                day = agencies.today() - timedelta(days=3) if measure == "due" else month
                Figure.objects.create(
                    agency_id=agency.id, procedure_code=worlds.BIRTH, measure=measure, day=day, number=number
                )


def _webhooks(world):
    made = api.add_webhook(actor=world.head, url="https://phanmem.phuxuan.example.vn/mot-cua/thay-doi")
    api.add_webhook(actor=world.head, url="https://bangdieukhien.hue.example.vn/tin", procedure_code=worlds.BIRTH)
    with acting(SYSTEM):
        Webhook.objects.filter(id=made.webhook_id).update(
            tries=6, last_why="HTTP 503", last_arrived_at=clock.now() - timedelta(hours=5)
        )
        for number in range(3):
            DeadLetter.objects.create(
                webhook_id=made.webhook_id,
                agency_id=world.agency.id,
                position=1,
                version=1,
                change_id=uuid4(),
                code=f"H57.17-261123-{number + 1:04d}",
                action="accept",
                tries=15,
                first_tried_at=clock.now() - timedelta(days=3),
                died_at=clock.now(),
                why=("HTTP 503", "timeout", "certificate not valid")[number],
            )
    return made.webhook_id
