"""Every act of an official through its form: done, refused with everything kept, and overtaken by a colleague."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from motcua.dossiers import api
from motcua.dossiers.contracts import DossierView, QueueFilter, State
from motcua.dossiers.tests.world import World, submitted
from motcua.dossiers.web.desk.panels import OFFERED, Typed, panels
from motcua.dossiers.web.tests.world import signed_in

RESULT = {"certificate_number": "12/2026"}
TEMPLATES = Path(api.__file__).parent / "templates/dossiers/desk"


def post(world: World, actor, view: DossierView, action: str, query: str = "", version: int = 0, **sent):
    form = {"dossier_id": str(view.id), "expected_version": version or view.version, **sent}
    return signed_in(actor).post(f"/desk/{view.code}/acts/{action}{query}", form)


def state(world: World, view: DossierView) -> State:
    return api.get_dossier(actor=world.receiver, code=view.code).state


@pytest.fixture
def new(world) -> DossierView:
    return api.get_dossier(actor=world.receiver, code=submitted(world).code)


@pytest.fixture
def accepted(world, new) -> DossierView:
    return api.accept_dossier(actor=world.receiver, dossier_id=new.id, expected_version=1)


@pytest.fixture
def proposed(world, accepted) -> DossierView:
    return api.resolve_dossier(actor=world.specialist, dossier_id=accepted.id, expected_version=2, proposal=RESULT)


def test_accepting_leads_back_to_the_dossier_with_the_next_one_a_key_away(world, new):
    below = submitted(world, key="k2").code
    desk = signed_in(world.receiver)
    form = {"dossier_id": str(new.id), "expected_version": 1}
    page = desk.post(f"/desk/{new.code}/acts/accept", form, follow=True)
    assert page.redirect_chain == [(f"/desk/{new.code}", 302)]
    assert f"Đã tiếp nhận hồ sơ {new.code}" in page.text
    assert re.search(rf'href="/desk/{below}"[^>]*data-key="n"', page.text)
    assert f"Đã tiếp nhận hồ sơ {new.code}" not in desk.get(f"/desk/{new.code}").text


def test_the_next_dossier_is_the_one_below_and_not_one_that_was_passed_over(world, new):
    second, third = submitted(world, key="k2"), submitted(world, key="k3")
    view = api.get_dossier(actor=world.receiver, code=second.code)
    desk = signed_in(world.receiver)
    page = desk.post(
        f"/desk/{second.code}/acts/accept", {"dossier_id": str(view.id), "expected_version": 1}, follow=True
    )
    assert re.search(rf'href="/desk/{third.code}"[^>]*data-key="n"', page.text)


def test_after_the_last_one_the_banner_says_that_nothing_waits(world, new):
    page = signed_in(world.receiver).post(
        f"/desk/{new.code}/acts/accept", {"dossier_id": str(new.id), "expected_version": 1}, follow=True
    )
    assert "Không còn hồ sơ nào chờ bạn" in page.text


def test_after_a_dossier_found_by_searching_ones_own_queue_goes_on(world, new):
    below = submitted(world, key="k2").code
    desk = signed_in(world.receiver)
    form = {"dossier_id": str(new.id), "expected_version": 1}
    page = desk.post(f"/desk/{new.code}/acts/accept?q={new.code}", form, follow=True)
    assert re.search(rf'href="/desk/{below}"[^>]*data-key="n"', page.text)


def test_the_filter_stays_through_an_act(world, new):
    answer = post(world, world.receiver, new, "accept", "?state=submitted")
    assert answer["Location"] == f"/desk/{new.code}?state=submitted"


def test_a_supplement_names_what_to_mend_and_why(world, new):
    answer = post(
        world,
        world.receiver,
        new,
        "request_supplement",
        fields=["child_name"],
        papers=["birth_notice"],
        reason="Tên bé mờ",
    )
    view = api.get_dossier(actor=world.receiver, code=new.code)
    assert answer.status_code == 302 and view.supplement
    assert (view.supplement.fields, view.supplement.papers, view.supplement.reason) == (
        ("child_name",),
        ("birth_notice",),
        "Tên bé mờ",
    )


def test_a_supplement_without_a_reason_keeps_the_marks(world, new):
    page = post(world, world.receiver, new, "request_supplement", fields=["child_name"], reason="")
    assert page.status_code == 422
    assert re.search(r'name="fields" value="child_name" checked', page.text)
    assert 'href="#request_supplement-reason"' in page.text
    assert re.search(r'id="act-request_supplement"[^>]* open', page.text)


def test_a_supplement_without_marks_keeps_the_reason(world, new):
    page = post(world, world.receiver, new, "request_supplement", reason="Ảnh mờ quá")
    assert page.status_code == 422
    assert 'href="#request_supplement-marks"' in page.text and "Ảnh mờ quá" in page.text


def test_once_a_supplement_was_asked_for_the_page_says_that_it_is_used_up(world, new):
    view = api.request_supplement(
        actor=world.receiver, dossier_id=new.id, expected_version=1, fields=("child_name",), reason="Tên bé mờ"
    )
    view = api.answer_supplement(
        actor=world.lan, dossier_id=view.id, expected_version=2, answers={"child_name": "Nguyễn Gia Hân"}, papers={}
    )
    page = signed_in(world.receiver).get(f"/desk/{view.code}").text
    assert "Đã yêu cầu bổ sung một lần" in page
    assert 'id="act-request_supplement"' not in page


def test_what_a_supplement_changed_is_shown_old_and_new(world, new):
    old = new.answers["child_name"]
    api.request_supplement(
        actor=world.receiver, dossier_id=new.id, expected_version=1, fields=("child_name",), reason="Tên bé mờ"
    )
    api.answer_supplement(
        actor=world.lan, dossier_id=new.id, expected_version=2, answers={"child_name": "Nguyễn Gia Hân"}, papers={}
    )
    page = signed_in(world.receiver).get(f"/desk/{new.code}").text
    assert f"<del>{old}</del>" in page and "<ins>Nguyễn Gia Hân</ins>" in page
    assert page.count("<del>") == 1


def test_refusing_needs_a_reason(world, new):
    assert post(world, world.receiver, new, "refuse", reason=" ").status_code == 422
    assert state(world, new) is State.SUBMITTED
    assert post(world, world.receiver, new, "refuse", reason="Không thuộc thẩm quyền").status_code == 302
    assert state(world, new) is State.REFUSED


def test_the_specialist_fills_in_the_result(world, accepted):
    assert post(world, world.specialist, accepted, "resolve", **RESULT).status_code == 302
    view = api.get_dossier(actor=world.head, code=accepted.code)
    assert (view.state, view.proposal["certificate_number"]) == (State.AWAITING_APPROVAL, "12/2026")


def test_a_result_with_a_gap_keeps_what_was_filled_in(world, accepted):
    page = post(world, world.specialist, accepted, "resolve", certificate_number="", registered_on="02/03/2026")
    assert page.status_code == 422
    assert 'href="#resolve-certificate_number"' in page.text and 'value="02/03/2026"' in page.text


def test_the_head_sees_the_result_before_approving_it(world, proposed):
    page = signed_in(world.head).get(f"/desk/{proposed.code}").text
    assert re.search(r"Số Giấy khai sinh</dt><dd>12/2026", page)
    assert post(world, world.head, proposed, "approve").status_code == 302
    assert state(world, proposed) is State.APPROVED


def test_what_is_sent_back_tells_the_specialist_why_and_keeps_the_proposal(world, proposed):
    assert post(world, world.head, proposed, "send_back", reason="Thiếu quyển số").status_code == 302
    page = signed_in(world.specialist).get(f"/desk/{proposed.code}").text
    assert "trả lại hồ sơ này" in page and "Thiếu quyển số" in page
    assert re.search(r'id="resolve-certificate_number"[^>]*value="12/2026"', page)


def test_returning_writes_down_how(world, proposed):
    view = api.approve_dossier(actor=world.head, dossier_id=proposed.id, expected_version=3)
    assert post(world, world.receiver, view, "return", how="post", note="EB123").status_code == 302
    done = api.get_dossier(actor=world.receiver, code=view.code)
    assert (done.state, done.acts[-1].note) == (State.RETURNED, "Gửi qua bưu chính. EB123")


def test_who_comes_second_is_told_who_was_first_and_keeps_the_words_typed(world, new, frozen_clock):
    frozen_clock.forward(timedelta(minutes=7))
    api.accept_dossier(actor=world.receiver, dossier_id=new.id, expected_version=1)
    page = post(world, world.receiver, new, "refuse", version=1, reason="Không thuộc thẩm quyền")
    assert page.status_code == 409
    told = re.search(r'class="desk-conflict".*?</section>', page.text, re.DOTALL)
    assert told and "Lê Thu Hà, Công chức một cửa" in told[0]
    assert "Tiếp nhận hồ sơ" in told[0] and "09:07, thứ Hai 2/3/2026" in told[0]
    assert re.search(r'id="refuse-reason"[^>]*>Không thuộc thẩm quyền</textarea>', page.text)
    assert 'name="expected_version" value="2"' in page.text
    assert state(world, new) is State.IN_PROCESS


def test_who_comes_second_to_a_step_that_is_over_still_sees_the_words_typed(world, new):
    api.accept_dossier(actor=world.receiver, dossier_id=new.id, expected_version=1)
    page = post(world, world.receiver, new, "accept", version=1, note="Đã đối chiếu bản chính")
    assert page.status_code == 409
    assert "Bước này không còn làm được nữa" in page.text and "Đã đối chiếu bản chính" in page.text


def test_an_act_of_another_role_is_refused_on_the_page(world, new):
    page = post(world, world.head, new, "accept")
    assert page.status_code == 403 and "Vị trí của bạn" in page.text
    assert state(world, new) is State.SUBMITTED


def test_a_form_without_its_numbers_is_refused_kindly(world, new):
    page = signed_in(world.receiver).post(f"/desk/{new.code}/acts/accept", {"dossier_id": "x"})
    assert page.status_code == 422 and "Tải lại trang" in page.text


def test_an_unknown_act_is_not_found(world, new):
    assert post(world, world.receiver, new, "burn").status_code == 404


def test_reloading_after_an_act_shows_the_dossier(world, new):
    assert signed_in(world.receiver).get(f"/desk/{new.code}/acts/accept")["Location"] == f"/desk/{new.code}"


def test_text_that_would_be_markup_stays_text(world, new):
    page = post(world, world.receiver, new, "request_supplement", reason="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in page.text and "&lt;img src=x" in page.text


@pytest.mark.parametrize(("wished", "picked"), [("post", "post"), ("somewhere", "counter")])
def test_the_way_that_the_applicant_chose_is_picked_first(world, proposed, wished, picked):
    view = replace(api.get_dossier(actor=world.receiver, code=proposed.code), answers={"delivery": wished})
    (more,) = [panel.more for panel in panels(replace(view, next_actions=("return",)), Typed(), QueueFilter())]
    assert [way["value"] for way in more["ways"] if way["checked"]] == [picked]


def test_no_act_has_a_key_of_the_desk_itself_or_of_another_act_beside_it():
    acts = [key for action, (key, _name) in OFFERED.items() if action != "confirm_payment"]  # no step waits then
    assert len(acts) == len(set(acts))
    drawn = (TEMPLATES / "desk.html", *(TEMPLATES / "parts").glob("*.html"))
    found = [re.findall(r'data-key="([^"{]+)"', page.read_text(encoding="utf-8")) for page in drawn]
    own = {key.split()[0] for keys in found for key in keys}  # of "w p", the w
    assert {"c", "e", "f", "o", "w"} <= own, "the pattern finds the keys"
    assert own & set(acts) == set()
