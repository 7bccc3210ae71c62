"""What the citizen's path costs: bytes on the wire, and seconds on a cheap phone with a poor line."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys import life_events
from tests.journeys.applying import ANSWERS, FORWARD, answer, forward, photo, place
from tests.journeys.conftest import PHONE
from tests.journeys.weighing import Scales, told

pytestmark = [pytest.mark.journey, pytest.mark.long]
FIRST_VISIT, LATER_VISIT = 100_000, 25_000  # bytes, compressed, fonts and headers included
READABLE_AFTER = 5.0  # seconds until something can be read on Slow 3G, nothing cached
PERSON, NEIGHBOUR = "Hoàng Sọ Dừa", "Mai An Tiêm"


@pytest.fixture
def fresh(browser: Any, product: str) -> Callable[..., Scales]:
    """A page of a browser that was never here, on the scales; `known` is what it is signed in with."""

    def open_one(known: Any = None) -> Scales:
        context = browser.new_context(viewport=PHONE, locale="vi-VN", base_url=product, storage_state=known)
        context.set_default_timeout(60_000)
        return Scales(context.new_page())

    return open_one


class Walk:
    """Goes from page to page of one browser and weighs each."""

    def __init__(self, fresh: Callable[..., Scales]) -> None:
        self.fresh, self.scales = fresh, fresh()
        self.page = self.scales.page
        self.visited: list[str] = []
        self.later: dict[str, dict[str, int]] = {}

    def weigh(self, step: Callable[[], Any]) -> None:
        with self.scales.load() as came:
            step()
        if self.visited:
            self.later[self.page.url] = dict(came)
        self.visited.append(self.page.url)

    def first_visits(self) -> dict[str, dict[str, int]]:
        """Every page again as the first one that somebody ever opens, signed in where it has to be."""
        known, first = self.page.context.storage_state(), {}
        for url in dict.fromkeys(self.visited):
            stranger = self.fresh(known)
            with stranger.load() as came:
                stranger.page.goto(url)
            first[url] = dict(came)
            stranger.page.context.close()
        return first


def test_the_citizens_path_stays_within_its_weight(fresh, sign_in, capsys):
    walk = Walk(fresh)
    page, weigh = walk.page, walk.weigh
    weigh(lambda: page.goto("/"))
    weigh(lambda: page.goto("/procedures?q=xin+giay+khai+sinh"))
    weigh(lambda: page.goto("/procedures/1.001193"))
    weigh(lambda: page.get_by_role("button", name="Nộp trên mạng").click())
    weigh(lambda: sign_in(page, PERSON))
    weigh(lambda: page.get_by_role("button", name=re.compile("^Bắt đầu")).click())
    while place(page) in ANSWERS:
        answer(page)
        weigh(lambda: forward(page))
    page.set_input_files("#files", photo())
    weigh(lambda: forward(page))
    page.check("#declared")
    weigh(lambda: page.click(FORWARD))
    weigh(lambda: page.goto(page.url.split("?")[0]))
    weigh(lambda: page.goto("/my"))
    weigh(lambda: page.goto("/track"))
    assert any("forms/live" in url for came in walk.later.values() for url in came)  # some pages answer at once
    stays_within(walk, capsys)


def test_a_guided_path_stays_within_its_weight(fresh, sign_in, capsys):
    walk = Walk(fresh)
    page, weigh = walk.page, walk.weigh
    weigh(lambda: page.goto("/procedures?event=birth"))
    weigh(lambda: page.goto("/procedures/2.000986"))
    page.get_by_role("button", name="Nộp trên mạng").click()
    weigh(lambda: sign_in(page, NEIGHBOUR))
    weigh(lambda: life_events.start(page))
    while place(page) in life_events.BABY:
        answer(page, life_events.BABY)
        weigh(lambda: forward(page))
    page.set_input_files("#files", photo())
    weigh(lambda: forward(page))
    weigh(lambda: life_events.submit(page))
    weigh(lambda: page.goto(page.url.split("?")[0]))
    weigh(lambda: page.goto("/my"))
    weigh(lambda: page.goto(f"/track?code={walk.visited[-2].rsplit('/', 1)[1]}"))
    stays_within(walk, capsys)


def stays_within(walk: Walk, capsys: pytest.CaptureFixture[str]) -> None:
    first = walk.first_visits()
    with capsys.disabled():
        print(
            f"\n{len(walk.visited)} pages; the heaviest as the very first {heaviest(first)}; later {heaviest(walk.later)}"
        )
    assert too_heavy(first, FIRST_VISIT) + too_heavy(walk.later, LATER_VISIT) == []


def heaviest(pages: dict[str, dict[str, int]]) -> str:
    url = max(pages, key=lambda each: sum(pages[each].values()))
    return f"{sum(pages[url].values()) / 1000:.1f} KB ({place_of(url)})"


def too_heavy(pages: dict[str, dict[str, int]], limit: int) -> list[str]:
    return [f"{place_of(url)}\n{told(came)}" for url, came in pages.items() if sum(came.values()) > limit]


def place_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_a_cheap_phone_on_slow_3g_can_use_it(fresh, capsys):
    seconds = {}
    for path in ("/", "/procedures?q=khai+sinh", "/procedures/1.001193", "/track"):
        phone = fresh()
        phone.slow_down()
        phone.page.goto(path)
        seconds[path] = phone.page.evaluate(
            "({paint: performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000,"
            " loaded: performance.getEntriesByType('navigation')[0].loadEventEnd / 1000})"
        )
        phone.page.context.close()
    with capsys.disabled():
        print("\nSlow 3G, a processor six times slower, nothing cached:")
        for path, found in seconds.items():
            print(f"  {path:24} readable after {found['paint']:.1f} s, complete after {found['loaded']:.1f} s")
    assert max(found["paint"] for found in seconds.values()) < READABLE_AFTER
