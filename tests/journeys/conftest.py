"""Journeys through the real product, with its demo world, in a real browser."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.conftest import SOURCE
from tests.product.conftest import Home, free_port

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
ASKED = "async rules => (await axe.run({runOnly: rules, resultTypes: ['violations']})).violations"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The running installation with the demo world, for what no browser can do: let time go by."""
    installed = Home(tmp_path_factory.mktemp("journeys"), free_port(), {"MOTCUA_WORKERS": "1"})
    serving = installed.serve()
    yield installed
    serving.stop()
    installed.remove()


@pytest.fixture(scope="session")
def product(home: Home) -> str:
    """The address of the running installation."""
    return f"http://127.0.0.1:{home.port}"


@dataclass
class Careful:
    """Opens browsers whose every page is held to axe, to its width and to the Content-Security-Policy."""

    browser: Any
    product: str
    axe: str
    contexts: list[Any] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def open(self, *, scripts: bool = True, size: dict[str, int] = PHONE, **more: Any) -> Any:
        """A page in a fresh browser, signed out."""
        context = self.browser.new_context(
            viewport=size, locale="vi-VN", base_url=self.product, java_script_enabled=scripts, **more
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def _console(self, message: Any) -> None:
        if "Security Policy" in message.text:
            self.complaints.append(message.text)

    def look(self, page: Any, *, by_axe: bool = True) -> None:
        """Nothing wrong for assistive technology, nothing off the edge. Needs scripts. Not `by_axe`: only the edge."""
        page.wait_for_load_state()  # a page that has only just begun has no element yet
        if by_axe:
            page.evaluate(self.axe)
            found = page.evaluate(ASKED, RULES)
            assert [(each["id"], node["html"]) for each in found for node in each["nodes"]] == [], page.url
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1], f"{page.url} is {width[0]} wide on {width[1]}"
        assert self.complaints == []
        self.seen.add(page.url)


@pytest.fixture
def careful(browser: Any, product: str) -> Iterator[Careful]:
    axe = gzip.decompress((SOURCE / "platform/ui/tests/fixtures/axe.min.js.gz").read_bytes()).decode()
    eyes = Careful(browser, product, axe)
    yield eyes
    for context in eyes.contexts:
        context.close()


@pytest.fixture
def sign_in() -> Callable[[Any, str], None]:
    """Press the demo button of the person or official of that name, on the sign-in page that is open."""

    def press(page: Any, name: str) -> None:
        page.locator("button[name=account]", has_text=name).first.click()

    return press
