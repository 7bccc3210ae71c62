"""Every kind of page that a link leads to, as each kind of reader meets it, in both languages, held to its width and to axe:
in Vietnamese for each reader, in English once for all, since only the words differ."""

import re
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600), pytest.mark.long]

READERS = {
    "anybody": ("", PHONE),
    "a citizen": ("tam", PHONE),
    "the one-stop desk": ("kimlong-1", DESK),
    "a specialist": ("kimlong-2", DESK),
    "a head": ("kimlong-3", DESK),
}
SECRET = "motcua-demo"
MOST = 60  # kinds of pages; a crawl that finds more than this goes in circles
NO_PAGE = (
    "/documents/",
    "/papers/",
    "/files/",
    "/sign-out",
    "openapi.json",
    ".bpmn",
    "/static/",
    ".csv",
    ".zip",
    ".pdf",
    "/healthz",
    "/proof",
    ".json",
)


JUDGED: set[str] = set()  # kinds of English pages


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("reader", READERS)
def test_every_kind_of_page_is_accessible(careful, reader, language):
    login, size = READERS[reader]
    page = careful.open(size=size)
    if login:
        page.goto(f"{language}/sign-in")
        page.fill("input[name=login]", login)
        page.fill("input[name=secret]", SECRET)
        page.locator("form:has(input[name=secret]) button[type=submit]").click()
    start = f"{language}/desk/" if size is DESK else f"{language}/"
    waiting, seen = [start, page.url.removeprefix(careful.product) if login else start], set()
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen:
            continue
        seen.add(kind(path))
        answer = page.goto(path)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        assert answer.status < 400, f"{path}: {answer.status}"
        careful.look(page, by_axe=not language or kind(path) not in JUDGED)
        JUDGED.add(kind(path))
        fits_a_phone(page, size)
        waiting += [link for link in links(page, careful.product) if language in {"", link[:3]}]
        assert len(seen) < MOST
    assert len(seen) > 4
    print(f"{reader}{language or '/vi'}: {len(seen)} kinds of pages")


def fits_a_phone(page, size) -> None:
    """Officials carry one too: nothing may stick out of a narrow screen."""
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    assert wide <= 360, f"{page.url} is {wide} wide on 360"


def links(page, product: str) -> list[str]:
    """Addresses of ours that this page leads to, in the language it is in."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
    ours = [urlsplit(each) for each in found if each.startswith(product)]
    paths = [f"{each.path}?{each.query}" if each.query else each.path for each in ours]
    english = urlsplit(page.url).path.startswith("/en")
    return [p for p in paths if p.startswith("/en") == english and not any(part in p for part in NO_PAGE)]


def kind(path: str) -> str:
    """Pages that differ only in whose dossier or which procedure they show are one kind; drafts differ by page."""
    path, _, query = path.partition("?")
    plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[GH]\d+[.\w]*-\d{6}-\d+|\d\.\d{6}[.\w]*", "*", path)
    return plain + "?" + "&".join(sorted(pair.partition("=")[0] for pair in query.split("&")))
