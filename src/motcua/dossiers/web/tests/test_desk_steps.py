"""Steps on the pages: the official who records one, the agency that is asked, the applicant who reads what came of it."""

import pytest

from motcua.dossiers import api
from motcua.dossiers.tests import stepping
from motcua.dossiers.tests.stepping import CODE, DRAW, INSPECTION, OPINION, Stage
from motcua.dossiers.web.tests.world import signed_in


@pytest.fixture
def stage(world, tmp_path) -> Stage:
    return stepping.build(world, tmp_path, INSPECTION, OPINION)


def post(actor, view, **sent):
    form = {"dossier_id": str(view.id), "expected_version": view.version, **sent}
    return signed_in(actor).post(f"/desk/{view.code}/acts/record_step", form, follow=True)


def test_the_desk_offers_the_form_of_the_step_and_says_what_is_still_awaited(stage):
    view = stepping.accepted(stage)
    page = signed_in(stage.world.specialist).get(f"/desk/{view.code}").text
    assert 'id="act-record_step-inspection"' in page and 'value="differs"' in page
    assert 'id="act-resolve"' not in page
    assert "còn chờ Kiểm tra tại nhà, Ý kiến cơ quan thuế" in page
    assert "Thuế thành phố Huế" in page and "hạn 09:00, thứ Năm 5/3/2026" in page


def test_a_recorded_step_is_told_to_the_applicant_in_plain_words(stage):
    view = stepping.accepted(stage)
    before = signed_in(stage.world.lan).get(f"/dossiers/{view.code}").text
    assert "Ý kiến cơ quan thuế" in before and "Thuế thành phố Huế" in before
    page = post(stage.world.specialist, view, step="inspection", finding="fits", note="chỉ nội bộ đọc")
    assert f"Đã ghi kết quả vào hồ sơ {view.code}" in page.text and "Ghi kết quả: Kiểm tra tại nhà" in page.text
    after = signed_in(stage.world.lan).get(f"/dossiers/{view.code}").text
    assert "Đã có kết quả: Kiểm tra tại nhà" in after and "Kết luận: Đúng như khai" in after
    assert "chỉ nội bộ đọc" not in after


def test_a_refused_record_keeps_what_was_typed_and_points_at_the_box(stage):
    view = stepping.accepted(stage)
    page = post(stage.world.specialist, view, step="inspection", remarks="Nhà khóa cửa")
    assert page.status_code == 422
    assert 'href="#record_step-inspection-finding"' in page.text and "Nhà khóa cửa" in page.text
    assert api.get_dossier(actor=stage.world.receiver, code=view.code).version == view.version


def test_the_asked_agency_finds_the_case_under_a_tab_of_its_own_and_answers_there(stage):
    view = stepping.accepted(stage)
    desk = signed_in(stage.tax_official)
    assert "/desk/?asked=1" in desk.get("/desk/").text
    assert view.code in desk.get("/desk/?asked=1").text
    page = post(stage.tax_official, view, step="tax_opinion", says="Không nợ thuế")
    assert page.redirect_chain[-1][0] == "/desk/opinions/"
    assert "Không nợ thuế" in page.text and f"Đã ghi kết quả vào hồ sơ {view.code}" in page.text
    assert desk.get(f"/desk/{view.code}").status_code == 404
    assert "/desk/?asked=1" not in desk.get("/desk/").text
    assert "/desk/?asked=1" not in signed_in(stage.world.specialist).get("/desk/").text


def test_a_draw_goes_from_the_desk_to_a_page_that_anybody_may_read(world, tmp_path, client):
    stage = stepping.build(world, tmp_path, DRAW)
    view = stepping.accepted(stage)
    desk = signed_in(world.head)
    assert 'href="/desk/draws/"' in desk.get(f"/desk/{view.code}").text
    sent = {"procedure": CODE, "step": "lots", "source": "Giải đặc biệt xổ số Huế ngày 8/3/2026", "places": "1"}
    refused = desk.post("/desk/draws/", sent | {"places": "nhiều", "source": "ai biết"})
    assert refused.status_code == 422 and "ai biết" in refused.text and "Hãy ghi số suất" in refused.text
    page = desk.post("/desk/draws/", sent, follow=True)
    where = page.redirect_chain[0][0]
    public = where.replace("/desk", "")
    assert view.code in client.get(public).text and "Chưa biết, vì nguồn chưa công bố" in client.get(public).text
    assert desk.post(where, {"seed": ""}).status_code == 422
    assert desk.post(where, {"seed": "48213"}).status_code == 302
    protocol = client.get(public).text
    assert "48213" in protocol and "Trúng thăm" in protocol and 'name="seed"' not in desk.get(where).text
    mine = signed_in(world.lan).get(f"/dossiers/{view.code}").text
    assert "Kết quả: Trúng thăm" in mine and f'href="{public}"' in mine
    assert client.get("/draws/00000000-0000-0000-0000-000000000001").status_code == 404
