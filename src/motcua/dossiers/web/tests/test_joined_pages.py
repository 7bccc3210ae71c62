"""One dossier at several agencies, as its applicant and the desks read it: who has it, who held it up, where it is handed in."""

import pytest

from motcua.agencies import api as agencies
from motcua.agencies.contracts import ONE_STOP
from motcua.catalogue import api as catalogue
from motcua.dossiers.tests import stepping
from motcua.dossiers.tests.stepping import LAW, SURVEY, TAX, on
from motcua.dossiers.tests.world import BIRTH, PACKAGES
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel.actors import SYSTEM

MARKET = "0.000003"


@pytest.fixture
def stage(world, tmp_path):
    return stepping.build(world, tmp_path, SURVEY, TAX)


@pytest.fixture
def surveyor(stage):
    return stepping.surveyor()


def test_why_on_that_day_names_each_pause_of_each_agency_and_whether_it_moved_the_date(surveyor, stage):
    view = stepping.accepted(stage)
    view = on(surveyor, view, "pause_step", "survey", reason="Mưa lũ, chưa ra thửa đất được.", legal=LAW)
    view = on(surveyor, view, "resume_step", "survey")
    view = on(surveyor, view, "record_step", "survey", record={"area": "180"})
    view = on(stage.tax_official, view, "pause_step", "tax", reason="Chờ giá đất", legal=LAW)
    for asker, address in ((stage.world.lan, "/dossiers/"), (stage.world.specialist, "/desk/")):
        page = signed_in(asker).get(f"{address}{view.code}").text
        survey, tax = (page.index(f"{who} (") for who in ("Văn phòng đất đai", "Thuế thành phố Huế"))
        assert survey < tax
        assert "Mưa lũ, chưa ra thửa đất được (Điều 9 Luật Thử). Ngày hẹn không đổi." in page[survey:tax]
        assert "Vì sao chưa có ngày hẹn?" in page
        assert "đến nay: Chờ giá đất (Điều 9 Luật Thử). Ngày hẹn lùi theo." in page[tax:]
    english = signed_in(stage.world.lan).get(f"/en/dossiers/{view.code}").text
    assert "Land office (Survey of the plot) paused from" in english and "The due date did not move." in english


def test_a_clock_that_stands_for_an_agency_is_told_as_paused_and_for_whom_on_every_list_and_page(surveyor, stage):
    view = on(surveyor, stepping.accepted(stage), "pause_step", "survey", reason="Mưa lũ", legal=LAW)
    lan, official = signed_in(stage.world.lan), signed_in(stage.world.specialist)
    desk = ("/desk/?whose=free", f"/desk/{view.code}")
    mine = ("/my", f"/dossiers/{view.code}", f"/track?code={view.code}")
    shown = [(official, address) for address in desk] + [(lan, address) for address in mine]
    assert not any("tạm dừng tính hạn" in who.get(at, follow=True).text for who, at in shown)  # its pause moves no date
    view = on(surveyor, view, "resume_step", "survey")
    view = on(surveyor, view, "record_step", "survey", record={"area": "180"})
    view = on(stage.tax_official, view, "pause_step", "tax", reason="Chờ giá đất", legal=LAW)
    for who, address in shown:
        page, english = (who.get(f"{prefix}{address}", follow=True).text for prefix in ("", "/en"))
        assert "tạm dừng tính hạn, chờ Thuế thành phố Huế" in page, address
        assert "chưa có ngày hẹn</" not in page
        assert "clock stopped, waiting for" in english
    on(stage.tax_official, view, "resume_step", "tax")
    assert not any("tạm dừng tính hạn, chờ" in who.get(at, follow=True).text for who, at in shown)


def test_who_is_waited_for_is_told_as_a_sentence(surveyor, stage):
    view = stepping.accepted(stage)
    lan = signed_in(stage.world.lan)
    assert "Đang ở: Văn phòng đất đai, từ" in lan.get(f"/dossiers/{view.code}").text
    on(surveyor, view, "request_supplement", "survey", fields=("child_name",), reason="Chưa rõ dấu")
    mine, anybody = lan.get(f"/dossiers/{view.code}").text, lan.get(f"/track?code={view.code}").text
    assert "Đang chờ bạn, từ" in mine and "Đang ở: Bạn" not in mine
    assert "Đang chờ người nộp, từ" in anybody
    assert "Waiting for you since" in lan.get(f"/en/dossiers/{view.code}").text


def test_a_centre_is_offered_where_the_form_says_who_resolves_and_nowhere_else(world):
    (market,) = PACKAGES.glob(f"{MARKET}-*")
    catalogue.publish_package(actor=SYSTEM, folder=market)
    centre = agencies.register_agency(
        actor=SYSTEM,
        code="H57.70",
        name={"vi": "Trung tâm Phục vụ hành chính công phường Thử", "en": "Test centre"},
        tier="commune",
        unit_code="19774",
        branch=ONE_STOP,
    )
    lan = signed_in(world.lan)
    page = lan.get(f"/apply/{MARKET}").text
    assert str(centre.id) in page and "Nơi nhận hồ sơ và trả kết quả" in page
    other = lan.get(f"/apply/{BIRTH}").text
    assert str(centre.id) not in other and "Nơi giải quyết hồ sơ" in other
    assert lan.post(f"/apply/{MARKET}", {"agency": str(centre.id)}).status_code == 302
    assert lan.post(f"/apply/{BIRTH}", {"agency": str(centre.id)}).status_code == 422
    assert "Hãy chọn nơi nhận hồ sơ." in lan.post(f"/apply/{MARKET}", {"agency": "x"}).text
