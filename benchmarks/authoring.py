"""How long a form of five hundred questions takes in the editor: to open it, and to save one question of it.

Measured through HTTP on the running product with its demo world, as a browser without scripts would: a save is the post
and the page that comes after it, checked and drawn again.
"""

import re
import statistics
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from html import unescape
from http.cookiejar import CookieJar

from benchmarks.product import product

AIM = 1.0  # seconds
QUESTIONS = 500
TIMES = 5
EDITOR = "Trịnh Văn Khế"
CODE = "9.000500"


class Browser:
    """Keeps cookies, follows redirects, sends forms."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.url = root
        self.page = ""

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.root, path)))

    def post(self, path: str, sent: dict[str, str]) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
        data = urllib.parse.urlencode(sent | {"csrfmiddlewaretoken": token[1] if token else ""}).encode()
        where = urllib.parse.urljoin(self.root, path)
        return self._open(urllib.request.Request(where, data, {"Referer": self.url}))

    def _open(self, request: urllib.request.Request) -> str:
        with self._opener.open(request) as answer:
            self.url, self.page = answer.url, answer.read().decode()
        return self.page

    def revision(self) -> str:
        found = re.search(r'name="revision" value="(\d+)"', self.page)
        return found[1] if found else "0"


def form() -> str:
    """Ten sections of ten pages of five questions; every fifth is a choice, the others depend on one."""
    lines = ["sections:\n"]
    number = 0
    for section in range(10):
        lines.append(f'  - id: s{section}\n    title: {{vi: "Phần {section}", en: "Section {section}"}}\n    pages:\n')
        for page in range(10):
            title = f'{{vi: "Trang {section}.{page} hỏi gì?", en: "What does page {section}.{page} ask?"}}'
            lines.append(f"      - id: p{section}_{page}\n        title: {title}\n        fields:\n")
            for place in range(5):
                number += 1
                label = f'{{vi: "Câu hỏi số {number}", en: "Question {number}"}}'
                lines.append(f"          - id: q{number}\n            type: {'text' if place else 'choice'}\n")
                lines.append(f"            label: {label}\n")
                if place:
                    lines.append(f"            show_if: \"q{number - place} == 'a'\"\n")
                else:
                    options = "{value: a, label: {vi: Một, en: One}}, {value: b, label: {vi: Hai, en: Two}}"
                    lines.append(f"            options: [{options}]\n")
    return "".join(lines)


def timed(act: Callable[[], object]) -> float:
    """The median of five, in seconds."""
    taken = []
    for _time in range(TIMES):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> None:
    with product() as running:
        browser = Browser(running.url)
        browser.get("/sign-in?next=/authoring/new")
        button = next(
            tag
            for tag in re.findall(r"<button[^>]*name=\"account\".*?</button>", browser.page, re.DOTALL)
            if EDITOR in unescape(tag)
        )
        action = next(
            where for where in re.findall(r'<form method="post" action="([^"]+)"', browser.page) if "demo" in where
        )
        browser.post(action, {"account": re.search(r'value="([^"]+)"', button)[1], "next": "/authoring/new"})
        browser.get("/authoring/new")
        browser.post(
            "/authoring/new", {"how": "new", "procedure_code": CODE, "name-vi": "Tờ khai dài", "name-en": "Long form"}
        )
        edit = browser.url
        browser.get(f"{edit}files/form.yaml")
        browser.post(f"{edit}files/form.yaml", {"revision": browser.revision(), "text": form()})
        assert "q500" in browser.get(f"{edit}files/form.yaml")
        question = f"{edit}lists/fields:p5_5/items/q278"
        turn = iter(range(1_000))

        def save() -> None:
            sent = {"label-vi": f"Câu hỏi đổi lần {next(turn)}", "label-en": "Changed", "type": "text"}
            browser.post(question, {"revision": browser.revision(), **sent})
            assert "edit-said" in browser.page

        opening = {
            "the form's outline opens": timed(lambda: browser.get(f"{edit}lists/sections/")),
            "a page of it opens": timed(lambda: browser.get(f"{edit}lists/pages:s5/items/p5_5")),
            "a question opens": timed(lambda: browser.get(question)),
            "the whole file opens": timed(lambda: browser.get(f"{edit}files/form.yaml")),
        }
        browser.get(question)
        opening["a question is saved and shown again"] = timed(save)
    for what, seconds in opening.items():
        print(
            f"{QUESTIONS} questions: {what} in {seconds:.3f} s (aim {AIM:.0f} s){'' if seconds < AIM else '  TOO SLOW'}"
        )


if __name__ == "__main__":
    main()
