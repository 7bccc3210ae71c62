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

IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
SECRET = "motcua-demo"


@dataclass(frozen=True)
class Shot:
    """One picture: `name` of the file, the page, who looks at it, and how wide the screen is."""

    name: str
    path: str
    login: str = ""
    size: tuple[tuple[str, int], ...] = tuple(PHONE.items())


SHOTS = (
    Shot("home", "/"),
    Shot("search", "/procedures?q=xin+giay+khai+sinh"),
    Shot("procedure", "/procedures/1.001193"),
    Shot("my", "/my", "tam"),
    Shot("desk", "/desk/", "kimlong-1", tuple(DESK.items())),
    Shot("home-en", "/en/", "", tuple(DESK.items())),
)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with product() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for shot in SHOTS:
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
