"""A package is written in an editor while a browser beside it shows what people would see."""

import gzip
import os
import re
import subprocess
import sys

import pytest

from motcua.authoring.tests.library import write_library
from tests.conftest import CHECKOUT, SOURCE
from tests.journeys.conftest import DESK, PHONE, Careful

pytestmark = pytest.mark.journey


@pytest.fixture
def folder(tmp_path):
    return write_library(tmp_path)


@pytest.fixture
def trying(folder, tmp_path, browser):
    """Eyes on `motcua procedure try`, with no database anywhere near it."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "DJANGO_", "DATABASE_"))
    }
    command = [sys.executable, "-m", "motcua.site", "procedure", "try", str(folder), "--port", "0"]
    own = {"MOTCUA_HOME": str(tmp_path / "home"), "PYTHONPATH": str(CHECKOUT / "src")}
    with subprocess.Popen(command, env=kept | own, stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.readline()
        axe = gzip.decompress((SOURCE / "platform/ui/tests/fixtures/axe.min.js.gz").read_bytes()).decode()
        eyes = Careful(browser, re.search(r"http://[\d.:]+", said)[0], axe)
        yield eyes
        for context in eyes.contexts:
            context.close()
        process.terminate()


def edit(folder, file, old, new):
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))


def test_the_page_follows_the_file_says_where_it_broke_and_keeps_what_was_answered(trying, folder):
    page = trying.open(size=DESK)
    page.goto("/")
    assert "1 ví dụ chạy đúng" in page.locator("#state").inner_text()
    trying.look(page)

    page.get_by_role("link", name="Điền thử tờ khai").or_(page.get_by_role("button", name="Điền thử tờ khai")).click()
    page.fill("#reader_name", "Lê Thị Minh Châu")
    edit(folder, "form.yaml", "{vi: Bạn là ai?, en: Who are you?}", "{vi: Bạn đọc là ai?, en: Who reads?}")
    page.get_by_text("Bạn đọc là ai?").first.wait_for()
    assert page.input_value("#reader_name") == "Lê Thị Minh Châu", "what was typed and not yet sent is given back"

    edit(folder, "form.yaml", 'show_if: "kind == ', 'show_if: "kindd == ')
    page.get_by_role("heading", name="Lỗi và ví dụ").wait_for()
    broken = page.locator("main").inner_text()
    assert "form.yaml:29" in broken
    assert "Ý bạn là “kind”?" in broken
    trying.look(page)

    edit(folder, "form.yaml", "kindd", "kind")
    page.locator("#reader_name").wait_for()
    assert page.url.endswith("/questions/who"), "the place is kept"
    assert page.input_value("#reader_name") == "Lê Thị Minh Châu", "the answers are still there"


def test_answers_are_kept_over_changes_and_the_check_reckons_with_them(trying, folder):
    page = trying.open(size=PHONE)
    page.goto("/questions/cards")
    page.fill("#cards", "2")
    page.get_by_label("Mang về").check()
    page.get_by_label("Địa chỉ").fill("12 Lê Lợi")
    page.get_by_role("button", name=re.compile("^Đi tiếp")).click()
    page.get_by_role("heading", name="Kiểm tra trước khi nộp").wait_for()
    assert "32.000" in page.locator("main").inner_text(), "two cards at 6,000 đồng and 20,000 for posting"
    trying.look(page)
    edit(folder, "fees.yaml", "amount: 20000", "amount: 30000")
    page.get_by_text("42.000").first.wait_for()
    page.get_by_role("link", name="Lỗi và ví dụ").click()
    assert "scenarios/adult.yaml:18" in page.locator("main").inner_text()
    trying.look(page)


def test_without_scripts_the_preview_works_and_waits_to_be_loaded_again(trying, folder):
    page = trying.open(scripts=False)
    page.goto("/questions/who")
    edit(folder, "form.yaml", "{vi: Bạn là ai?, en: Who are you?}", "{vi: Bạn đọc là ai?, en: Who reads?}")
    for _look in range(100):
        page.reload()
        if "Bạn đọc là ai?" in page.content():
            return
    raise AssertionError("the change never showed")
