"""Search as a browser gets it without scripts: filters, pages, what was meant, help, and what is counted."""

import pytest
from django.test import Client

from motcua.catalogue import api as catalogue
from motcua.catalogue.models import AskedQuery, ProcedureUse
from motcua.catalogue.tests.samples import detailed, written
from motcua.dossiers.tests import world as worlds
from motcua.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(frozen_clock) -> worlds.World:
    return worlds.build()


@pytest.fixture
def kites(world, tmp_path):
    """Twenty-five procedures that one query finds."""
    rows = [detailed(f"9.3000{number:02}", f"Cấp phép thả diều loại {number}") for number in range(25)]
    catalogue.import_catalogue(actor=SYSTEM, path=written(tmp_path, rows))


def text(address: str, **asked: str) -> str:
    return Client().get(address, asked).content.decode()


def test_results_come_in_pages_that_have_addresses(kites):
    first = text("/procedures", q="thả diều")
    assert "25 thủ tục" in first
    assert first.count("mc-found__item") == 10
    assert "page=3" in first
    assert text("/procedures", q="thả diều", page="3").count("mc-found__item") == 5


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "", "٣"])
def test_a_page_that_is_none_is_the_first(kites, page):
    assert text("/procedures", q="thả diều", page=page).count("mc-found__item") == 10


def test_a_filter_stays_when_other_words_are_asked_for(world):
    page = text("/procedures", q="khai sinh", tier="commune")
    assert '<input type="hidden" name="tier" value="commune">' in page
    assert 'href="?q=khai+sinh"' in page


def test_filters_that_are_none_of_ours_are_as_if_they_were_not_there(world):
    page = text("/procedures", q="khai sinh", tier="galaxy", event="x", online="maybe")
    assert "/procedures/1.001193?q=khai%20sinh" in page
    assert "mc-chips" not in page


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x>', "\x00", "%00", "' OR 1=1 --", "x" * 5000]
)
def test_hostile_values_are_only_text(world, hostile):
    for name in ("q", "field", "agency", "page", "event"):
        answer = Client().get("/procedures", {"q": "khai sinh", name: hostile})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert "<img src=x>" not in answer.content.decode()


def test_a_slip_is_asked_back(world):
    page = text("/procedures", q="dang ky khai sihn")
    assert "Ý bạn là" in page
    assert "đăng ký khai sinh</a>" in page


def test_a_line_says_what_matters(world):
    page = text("/procedures", q="khai sinh")
    for said in ("Nộp được trên mạng", "1 ngày làm việc", "Ủy ban nhân dân", "1.001193"):
        assert said in page


def test_who_finds_nothing_is_told_where_to_ask(world):
    page = text("/procedures", q="zzzz qqqq")
    assert "Hỏi người" in page
    assert "event=birth" in page


def test_suggestions_are_a_listbox_of_links(world):
    page = text("/procedures/live", q="khai")
    assert 'role="listbox"' in page
    assert 'role="option"' in page
    assert "/procedures/1.001193?q=khai" in page


def test_what_is_asked_and_opened_is_counted_without_persons(world):
    text("/procedures", q="Khai sinh")
    text("/procedures", q="zzzz qqqq")
    text("/procedures", q="cccd 046199000123")
    text("/procedures/1.001193", q="khai sinh")
    catalogue.write_counts()
    asked = {row.query: (row.asked, row.nothing, row.opened) for row in AskedQuery.objects.all()}
    assert asked == {"khai sinh": (1, 0, 1), "zzzz qqqq": (1, 1, 0)}
    assert ProcedureUse.objects.get().opened == 1


def test_from_a_result_one_comes_back_to_the_results(world):
    assert "/procedures?q=khai+sinh" in text("/procedures/1.001193", q="khai sinh")
