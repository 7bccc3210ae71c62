"""`make shots`: pictures of the running product, as they stand in the README. Nothing is drawn by hand.

Starts the product with a fresh demo world, walks through it in Debian's Chromium and writes docs/images/*.png.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.product import product  # noqa: E402 - the repository's root is not a package

from motcua.platform.testing.browsers import CHROMIUM, OPTIONS  # noqa: E402 - as above

IMAGES = ROOT / "docs" / "images"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
SECRET = "motcua-demo"


@dataclass(frozen=True)
class Shot:
    """One picture: `name` of the file, the page, who looks at it, how wide the screen is, what is done before (each act
    is a place and what is typed there, "" for a press), and what has to be there before it is taken.
    """

    name: str
    path: str
    login: str = ""
    size: tuple[tuple[str, int], ...] = tuple(PHONE.items())
    acts: tuple[tuple[str, str], ...] = ()
    shows: str = "main"


EDITED = "1.001193"
TO_ITS_QUESTIONS = (
    ("#q", "khai sinh"),
    ("form:has(#q) button", ""),
    (f"form:has(input[value='{EDITED}']) button", ""),
    ("a[href$='/lists/sections/']", ""),
    ("a[href$='/items/child_birth']", ""),
)
SHOTS = (
    Shot("home", "/"),
    Shot("search", "/procedures?q=xin+giay+khai+sinh"),
    Shot("procedure", "/procedures/1.001193"),
    Shot("my", "/my", "tam"),
    Shot("desk", "/desk/", "kimlong-1", tuple(DESK.items()), ((".desk-row__link >> nth=-1", ""),), ".desk-case"),
    Shot("editor", "/authoring/new", "hue-4", tuple(DESK.items()), TO_ITS_QUESTIONS),
    Shot("home-en", "/en/", "", tuple(DESK.items())),
)


def main() -> None:
    """All pictures, or those whose names are given."""
    IMAGES.mkdir(exist_ok=True)
    wanted = [shot for shot in SHOTS if shot.name in sys.argv[1:]]
    with product() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for shot in wanted or SHOTS:
            take(browser, running.url, shot)
        browser.close()
        base = (
            Path((running.home / "database-is-in.txt").read_text().strip()).parent if _at_root(running.home) else None
        )
    if base is not None:
        import shutil

        shutil.rmtree(base)


def take(browser: Browser, url: str, shot: Shot) -> None:
    context = browser.new_context(viewport=dict(shot.size), locale="vi-VN", device_scale_factor=1)  # type: ignore[arg-type]
    page = context.new_page()
    if shot.login:
        sign_in(page, url, shot.login)
    page.goto(url + shot.path)
    page.wait_for_load_state("networkidle")
    for place, typed in shot.acts:
        page.fill(place, typed) if typed else page.locator(place).first.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_selector(shot.shows)
    page.screenshot(path=IMAGES / f"{shot.name}.png")
    print(f"docs/images/{shot.name}.png")
    context.close()


def sign_in(page: Page, url: str, login: str) -> None:
    page.goto(f"{url}/sign-in")
    page.fill("input[name=login]", login)
    page.fill("input[name=secret]", SECRET)
    page.click("form:has(input[name=secret]) button[type=submit]")


def _at_root(home: Path) -> bool:
    return (home / "database-is-in.txt").exists()


if __name__ == "__main__":
    main()
