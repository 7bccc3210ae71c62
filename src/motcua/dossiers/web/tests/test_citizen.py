"""The applicant's way from the start page to a submitted dossier."""

import re

import pytest

from motcua.dossiers import api as dossiers
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.tests.citizens import begin, fill, photo, signed_in, text, to_check


@pytest.fixture
def world(db, frozen_clock):
    return worlds.build()


@pytest.fixture
def lan(world):
    return signed_in(world.lan)


def test_one_goes_from_the_start_page_to_a_code_of_the_national_format(lan, world):
    start = lan.get("/apply/1.001193")
    assert "Ủy ban nhân dân phường Phú Xuân" in text(start)
    first = begin(lan, world)
    assert "Bạn là ai?" in text(lan.get(first))
    paper = fill(lan, world, first)
    assert "Giấy chứng sinh" in text(lan.get(paper))
    check = lan.post(paper, {"files": photo()}).url
    page = text(lan.get(check))
    assert "Nguyễn An Nhiên" in page
    assert "Không mất phí" in page
    assert "1 ngày làm việc" in page
    done = lan.post(check, {"declared": "yes"})
    assert done.status_code == 302
    code = re.fullmatch(r"/dossiers/([^?]+)\?done=1", done.url)[1]
    assert re.fullmatch(r"H57\.17-260302-\d{4}", code)
    shown = text(lan.get(done.url))
    assert code in shown
    assert "Chậm nhất 09:00, thứ Ba, 03/03/2026" in shown


def test_two_presses_of_the_button_are_one_dossier(lan, world):
    check = to_check(lan, world)
    first, second = (lan.post(check, {"declared": "yes"}) for _press in range(2))
    assert first.url == second.url
    assert len(dossiers.list_my_dossiers(actor=world.lan)) == 1


def test_the_number_of_sections_may_shrink_on_the_way_but_never_grows(lan, world, monkeypatch):
    from motcua.dossiers.web.tests import citizens

    totals = []
    real = citizens.save

    def watched(client, url, data):
        totals.append(int(re.search(r"Phần \d+ trên (\d+)", text(client.get(url)))[1]))
        return real(client, url, data)

    monkeypatch.setattr(citizens, "save", watched)
    fill(lan, world, begin(lan, world))
    assert len(totals) > 5
    assert totals == sorted(totals, reverse=True)
