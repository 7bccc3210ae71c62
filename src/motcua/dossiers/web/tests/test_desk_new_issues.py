"""Issuing a result anew by its forms: proposed with what is right, read and signed by the head, told to the applicant."""

import pytest

from motcua.dossiers import api
from motcua.dossiers.documents.checking import token_of
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests.test_new_issues import RIGHT, results, returned
from motcua.dossiers.web.tests.test_desk_acts import post
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting


@pytest.fixture
def view(world, tmp_path):
    return returned(lawful.build(world, tmp_path))


def propose(world, view, **sent):
    form = {**RIGHT, "code": view.code, "reason": "Ghi sai số của giấy", **sent}
    return post(world, world.specialist, view, "propose_correction", **form)


def seen(actor, view):
    return api.get_dossier(actor=actor, code=view.code)


def test_a_correction_goes_from_form_to_form_and_the_applicant_reads_why(world, view):
    assert propose(world, view, **{"answer-1": "child_name", "right-1": "Nguyễn An Đúng"}).status_code == 302
    asked = seen(world.head, view)
    assert asked.new_issue.answers == {"child_name": "Nguyễn An Đúng"} and not asked.new_issue.on_request
    page = signed_in(world.head).get(f"/desk/{view.code}").text
    assert "Cơ quan tự phát hiện." in page and "Ghi sai số của giấy" in page
    assert "12/2026" in page and "21/2026" in page and "Nguyễn An Đúng" in page
    assert post(world, world.head, asked, "correct").status_code == 302
    mine = signed_in(world.lan).get(f"/dossiers/{view.code}").text
    assert "Kết quả được đính chính: bản mới thay giấy số 1/2026" in mine and "Ghi sai số của giấy" in mine
    assert "Đề nghị đính chính kết quả" not in mine
    old, _new = results(seen(world.lan, view))
    check = signed_in(world.lan).get(f"/v/{token_of(old.id)}").text
    assert "giấy số 2/2026 thay cho giấy này vì giấy này được đính chính" in check
    assert "Ghi sai số" not in check, "a reason is for those who may see the dossier"
    desk = signed_in(world.receiver).get(f"/desk/{view.code}").text
    assert "Đã thay bằng số 2/2026 (đính chính)" in desk and "Bản đính chính" in desk


def test_a_choice_is_corrected_by_the_words_that_people_read(world, view):
    sex = "gái" if view.answers["child_sex"] == "boy" else "Trai"
    propose(world, view, **{"answer-1": "child_sex", "right-1": sex, "answer-2": "", "right-2": "x"})
    assert seen(world.head, view).new_issue.answers == {"child_sex": {"Trai": "boy", "gái": "girl"}[sex]}


def test_what_was_typed_is_kept_where_it_is_refused(world, view):
    page = propose(world, view, **{"answer-1": "birth_date", "right-1": "31/02/2026"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "31/02/2026" in text and 'href="#propose_correction-right-1"' in text and "Ghi sai số của giấy" in text
    same = propose(world, view, certificate_number="12/2026")
    assert "Hãy ghi ít nhất một chỗ khác với kết quả đã ban hành." in same.content.decode()


def test_a_lost_paper_is_issued_again_and_the_proposal_may_be_dropped(world, view):
    form = {"reason": "Mất bản giấy", "on_request": "yes"}
    assert post(world, world.receiver, view, "propose_reissue", **form).status_code == 302
    page = signed_in(world.head).get(f"/desk/{view.code}").text
    assert "Theo yêu cầu của người nộp." in page and "Ký và cấp lại kết quả" in page
    assert post(world, world.head, seen(world.head, view), "drop_new_issue", reason="Đã tìm thấy").status_code == 302
    assert post(world, world.receiver, seen(world.receiver, view), "propose_reissue", **form).status_code == 302
    assert post(world, world.head, seen(world.head, view), "reissue").status_code == 302
    assert (
        "Kết quả được cấp lại: bản mới thay giấy số 1/2026" in signed_in(world.lan).get(f"/dossiers/{view.code}").text
    )


def test_what_an_official_corrected_is_not_said_to_be_the_applicants_change(world, view):
    propose(world, view, **{"answer-1": "child_name", "right-1": "Nguyễn An Đúng"})
    post(world, world.head, seen(world.head, view), "correct")
    page = signed_in(world.head).get(f"/desk/{view.code}").text
    assert "Kết quả đã đính chính" in page and "Người nộp đã sửa" not in page


def test_a_day_that_is_left_as_it_is_shown_is_no_correction(world, view):
    field = next(one for one in flow_of_hash(view.version_hash).result_fields if one.get("type") == "date")
    with acting(SYSTEM):
        Dossier.objects.filter(id=view.id).update(proposal={**view.proposal, field["id"]: "2026-11-23"})
    page = signed_in(world.specialist).get(f"/desk/{view.code}").text
    assert 'value="23/11/2026"' in page
    assert propose(world, view, **{field["id"]: "23/11/2026"}).status_code == 302
    assert seen(world.head, view).new_issue.result == RIGHT
