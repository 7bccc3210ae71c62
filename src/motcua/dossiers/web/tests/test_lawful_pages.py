"""Acts of law on the desk and as the applicant reads them."""

from datetime import timedelta

import pytest

from motcua.dossiers import api
from motcua.dossiers.contracts import State
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests.lawful import which
from motcua.dossiers.web.tests.world import signed_in


@pytest.fixture
def costly(world, tmp_path):
    return lawful.build(world, tmp_path, fee=True)


def post(actor, view, action, **sent):
    form = {"dossier_id": str(view.id), "expected_version": view.version, **sent}
    return signed_in(actor).post(f"/desk/{view.code}/acts/{action}", form, follow=True)


def test_the_head_extends_from_the_desk_and_the_days_say_so_to_both(costly):
    view = lawful.accepted(costly)
    assert 'id="act-extend"' in signed_in(costly.head).get(f"/desk/{view.code}").text
    page = post(costly.head, view, "extend", amount="2", unit="working_day", reason="Cần xác minh")
    assert f"Đã gia hạn hồ sơ {view.code}" in page.text
    assert "Ngày hẹn trước khi gia hạn" in page.text and "gia hạn thêm 2 ngày làm việc" in page.text
    mine = signed_in(costly.lan).get(f"/dossiers/{view.code}").text
    assert "Cơ quan xin lỗi bạn và gia hạn" in mine and "Cần xác minh" in mine


def test_why_on_that_day_names_all_that_moved_the_date(world, tmp_path):
    kinds = {"incorrect": {"clock": "pause"}, "incomplete": {"clock": "restart"}}
    world = lawful.build(world, tmp_path, fee=True, supplement=kinds)
    view = lawful.accepted(world)
    assert "Đồng hồ đã dừng" not in signed_in(world.head).get(f"/desk/{view.code}").text
    view = api.request_payment(actor=world.specialist, **which(view), reason="Nộp tại quầy số 2.")
    view = api.confirm_payment(actor=world.receiver, **which(view), note="BL 12")
    view = lawful.answered(world, lawful.asked(world, view, "incomplete"))
    post(world.head, view, "extend", amount="2", unit="working_day", reason="Cần xác minh")
    for page in (signed_in(world.head).get(f"/desk/{view.code}"), signed_in(world.lan).get(f"/dossiers/{view.code}")):
        for said in ("chờ nộp phí, lệ phí.", "chờ người nộp bổ sung."):
            assert f"Đồng hồ đã dừng khi {said}" in page.text
        assert "Thời hạn đã tính lại từ đầu." in page.text and "Cơ quan đã gia hạn thêm 2 ngày làm việc." in page.text
    assert "The time limit began anew." in signed_in(world.lan).get(f"/en/dossiers/{view.code}").text


def test_what_is_wrong_with_an_extension_is_told_at_its_box_with_the_rest_kept(costly):
    page = post(
        costly.head, lawful.accepted(costly), "extend", amount="nhiều", unit="working_day", reason="Cần xác minh"
    )
    assert page.status_code == 422 or page.status_code == 400
    assert "Hãy ghi một số từ 1 đến 400." in page.text and "Cần xác minh" in page.text


def test_a_late_agency_says_sorry_why_and_until_when(costly, frozen_clock):
    view = lawful.accepted(costly)
    frozen_clock.forward(timedelta(days=10))
    while api.ring_alarms():
        pass
    assert "Cơ quan đang trễ hẹn với bạn" in signed_in(costly.lan).get(f"/dossiers/{view.code}").text
    post(costly.specialist, view, "explain_lateness", reason="Thiếu người giải quyết", expected="16/03/2026")
    mine = signed_in(costly.lan).get(f"/dossiers/{view.code}").text
    assert "Lý do: Thiếu người giải quyết." in mine and "Dự kiến có kết quả: thứ Hai, 16/03/2026." in mine


def test_a_day_that_was_hoped_for_and_has_passed_is_not_hoped_for_any_more(costly, frozen_clock):
    view = lawful.accepted(costly)
    frozen_clock.forward(timedelta(days=10))
    post(costly.specialist, view, "explain_lateness", reason="Thiếu người giải quyết", expected="16/03/2026")
    frozen_clock.forward(timedelta(days=7))
    mine = signed_in(costly.lan).get(f"/dossiers/{view.code}").text
    assert "thứ Hai, 16/03/2026, ngày ấy cũng đã qua mà chưa có ngày mới." in mine
    assert "Dự kiến có kết quả: thứ Hai" not in mine and "chưa rõ ngày, đã quá hẹn" in mine
    desk = signed_in(costly.specialist).get(f"/desk/{view.code}").text
    assert "cũng đã qua: hãy xin lỗi và cho người nộp một ngày mới." in desk and 'id="act-explain_lateness"' in desk
    assert "That day has passed too" in signed_in(costly.lan).get(f"/en/dossiers/{view.code}").text


def test_the_applicant_is_told_what_to_pay_and_how(costly):
    view = api.request_payment(
        actor=costly.specialist, **which(lawful.accepted(costly)), reason="Nộp tại quầy số 2, phường Phú Xuân."
    )
    mine = signed_in(costly.lan).get(f"/dossiers/{view.code}").text
    assert "Bạn cần nộp phí, lệ phí" in mine and "8.000" in mine and "quầy số 2" in mine
    post(costly.receiver, view, "confirm_payment", note="BL 12")
    assert api.get_dossier(actor=costly.head, code=view.code).state is State.IN_PROCESS


def test_the_official_is_asked_whether_a_dossier_is_incorrect_or_incomplete(world, tmp_path):
    kinds = {"incorrect": {"clock": "pause"}, "incomplete": {"clock": "restart"}}
    world = lawful.build(world, tmp_path, supplement=kinds)
    view = lawful.accepted(world)
    desk = signed_in(world.specialist).get(f"/desk/{view.code}").text
    assert "Có bổ sung, thời hạn tính lại từ đầu." in desk
    page = post(world.specialist, view, "request_supplement", fields="child_name", reason="Thiếu dấu")
    assert "Hãy chọn hồ sơ sai hay thiếu" in page.text


def test_a_stopped_dossier_tells_why(costly):
    view = lawful.accepted(costly)
    post(costly.specialist, view, "stop", reason="Người nộp đã chuyển đi")
    mine = signed_in(costly.lan).get(f"/dossiers/{view.code}").text
    assert "Hồ sơ đã dừng" in mine and "Người nộp đã chuyển đi" in mine
