"""A dossier that another system decides, on the pages: read only, and whose it is."""

from datetime import timedelta

import pytest
from django.test import Client

from motcua.dossiers.tests.pushing import CODE, System, dossier, step
from motcua.dossiers.web.tests.citizens import signed_in, text


@pytest.fixture
def pushed(world, frozen_clock):
    System(world.agency).push(dossier(), step(status=9))
    frozen_clock.forward(timedelta(minutes=1))
    return world


def test_its_applicant_reads_every_step_and_where_to_go(pushed):
    page = signed_in(pushed.lan).get(f"/dossiers/{CODE}")
    said = text(page)
    assert page.status_code == 200
    for words in ("Hệ thống một cửa Phú Xuân", "Chuyển chuyên viên thẩm định", "Phan Quốc An", "bạn làm ở nơi đã nộp"):
        assert words in said
    assert "rút hồ sơ này" not in said
    assert CODE in text(signed_in(pushed.lan).get("/my"))
    english = text(signed_in(pushed.lan).get(f"/en/dossiers/{CODE}"))
    assert "handled in another system" in english


def test_whoever_knows_the_code_sees_steps_without_names(pushed):
    said = text(Client().get("/track", {"code": CODE}))
    assert "Hệ thống một cửa Phú Xuân" in said
    assert "Phòng Tư pháp" in said
    assert "Phan Quốc An" not in said
    assert "thẩm định" not in said


def test_the_desk_shows_it_to_be_read_and_offers_no_act(pushed):
    page = signed_in(pushed.receiver).get(f"/desk/{CODE}")
    assert page.status_code == 200
    assert "Ở đây chỉ xem, không xử lý" in text(page)
    assert b"desk-act__form" not in page.content
    found = signed_in(pushed.receiver).get("/desk/", {"q": CODE})
    assert CODE in text(found)
