"""How long a form of five hundred questions, all on one page, takes to answer a change in real Chromium.

The page is drawn by the product (`draw_page`, its own templates, styles and scripts) and served to the browser from here; no
database, no server. A change is what a person does: a value in a box, `input`, `change`. Measured are the scripts, until
every question, sum and message that hangs on it is settled on the page, and then the same with the layout that follows. The page is
filled in: while something is missing less is reckoned, but each sum that breaks for want of it costs more under a debugger,
and Playwright is one.
Beside it, what the server takes to judge the same page: it judges all of it each time, and decides.
"""

import os
import statistics
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from motcua.platform.testing.browsers import CHROMIUM

AIM = 10.0  # milliseconds
QUESTIONS = 500
CHANGES = 500
SOURCE = Path(__file__).resolve().parents[1] / "src/motcua"
FILES = {"/live.js": SOURCE / "forms/static/forms/live.js", "/motcua.css": SOURCE / "platform/ui/static/ui/motcua.css"}
# Alone among its origins a page gets a clock of 5 microseconds; else it is a tenth of a millisecond.
EXACT_CLOCK = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>500</title><link rel="stylesheet" href="/motcua.css">
<body class="govuk-template__body"><form method="post">{}</form></body></html>"""

_CHANGE = """
(changes) => changes.map(([name, value]) => {
  const box = document.forms[0].elements[name];
  const began = performance.now();
  box.value = value;
  box.dispatchEvent(new Event("input", {bubbles: true}));
  box.dispatchEvent(new Event("change", {bubbles: true}));
  const settled = performance.now();
  document.body.offsetHeight;
  return [settled - began, performance.now() - began];
})
"""


def definition() -> dict[str, Any]:
    """Of every five questions two hang on the one before, one is a sum and one has a rule; two in five read the first."""
    fields, checks = [field("q0", "number", min=0)], []
    for place in range(1, QUESTIONS):
        name, before = f"q{place}", f"q{place - place % 5}"
        match place % 5:
            case 0:
                fields.append(field(name, "number", min=0))
            case 1:
                fields.append(field(name, "text", show_if=f"{before} != null && {before} % 7 > 2"))
            case 2:
                fields.append(field(name, "money", calculate=f"{before} * 8000 + max([q0, 1]) * 10"))
            case 3:
                condition = f"q{place - 1} >= 40000 && q0 != null && years_between(add_days(today, -q0), today) < 90"
                fields.append(field(name, "text", show_if=condition))
            case 4:
                fields.append(field(name, "decimal", places=2))
                rule = f"decimal_compare(decimal_multiply({name}, '1.5'), '120') <= 0"
                checks.append({"field": name, "rule": rule, "message": say("Không quá 80.")})
    page = {"id": "all", "title": say("Năm trăm câu hỏi"), "fields": fields, "checks": checks}
    return {"sections": [{"id": "all", "title": say("Tất cả"), "pages": [page]}]}


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "label": say(f"Câu hỏi {name}"), "required": False, **more}


def say(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def one_after_the_other() -> Iterator[tuple[str, str]]:
    """Changes all over the page; the first question, which two hundred others read, is left alone."""
    for turn, place in enumerate(cycle(place for place in range(1, QUESTIONS) if place % 5 in (0, 4))):
        yield f"q{place}", str((turn * 37) % 100)


def of_the_first() -> Iterator[tuple[str, str]]:
    for turn in cycle(range(40_000)):
        yield "q0", str(turn * 97 % 40_000)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
    os.environ["MOTCUA_DEBUG"] = "1"
    import django

    django.setup()
    from datetime import date

    from django.template.loader import render_to_string

    from motcua.catalogue.api import calculation, condition
    from motcua.forms.api import draw_page, validate_page
    from motcua.forms.contracts import FormContext
    from motcua.forms.domain.compiled import compile_definition

    context = FormContext(today=date(2026, 3, 2))
    form = compile_definition("benchmark", definition(), condition, calculation)
    raw = {f"q{place}": str(place % 100) for place in range(QUESTIONS) if place % 5 in (0, 4)}
    began = time.perf_counter()
    drawn = draw_page(form, "all", {}, context, raw=raw)
    html = PAGE.format(render_to_string("forms/page.html", {"page": drawn}))
    drawing = 1000 * (time.perf_counter() - began)
    assert drawn.program
    assert len(drawn.fields) == QUESTIONS

    server = []
    for name, value in first(one_after_the_other(), 50):
        began = time.perf_counter()
        validate_page(form, "all", {**raw, name: value}, {}, context)
        server.append(1000 * (time.perf_counter() - began))

    steps = len(drawn.program["steps"])
    print(f"{QUESTIONS} questions on one page with {steps} conditions, sums and rules, drawn in {drawing:.0f} ms")
    for what, changes in (("a change", one_after_the_other()), ("a change that 200 others read", of_the_first())):
        scripts, layout = zip(*in_chromium(html, first(changes, CHANGES)), strict=True)
        print(f"  {what}: {told(scripts)} in the browser, {told(layout)} with layout (aim p95 {AIM:.0f} ms)", end="")
        print("" if percentile(scripts, 95) < AIM else "  TOO SLOW")
    print(f"  the same page judged whole by the server: {told(server)}")


def in_chromium(html: str, changes: list[tuple[str, str]]) -> list[list[float]]:
    from playwright.sync_api import sync_playwright

    def serve(route: Any) -> None:
        path = "/" + route.request.url.split("/", 3)[3]
        found = next((file for end, file in FILES.items() if path.endswith(end)), None)
        kind = "text/html" if path == "/" else "text/css" if path.endswith("css") else "text/javascript"
        body = html.encode() if path == "/" else found.read_bytes() if found else b""
        route.fulfill(body=body, headers={"Content-Type": kind, **EXACT_CLOCK})

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.route("**/*", serve)
        tab.goto("http://localhost/")
        tab.wait_for_selector("form > [role=status]", state="attached")  # its scripts have begun
        assert not tab.is_visible("[data-question=q1]")
        found: list[list[float]] = tab.evaluate(_CHANGE, changes)
        assert tab.inner_text("[data-value=q2]") not in {"–", ""}
        browser.close()
    return found


def first(changes: Iterator[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    return [next(changes) for _turn in range(count)]


def percentile(values: Any, percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def told(values: Any) -> str:
    return f"p50 {percentile(values, 50):.2f} ms, p95 {percentile(values, 95):.2f} ms"


if __name__ == "__main__":
    main()
