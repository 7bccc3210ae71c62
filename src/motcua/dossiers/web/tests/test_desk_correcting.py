"""Any number of answers corrected at once: picked, written right, shown before and after, proposed as it was shown."""

import re

import pytest

from motcua.dossiers import api
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests.test_new_issues import returned
from motcua.dossiers.web.tests.world import signed_in

PICKED = ["child_name", "child_sex", "birth_date"]
RIGHT = {
    "child_name": "Nguyễn An Đúng",
    "birth_date-day": "2",
    "birth_date-month": "2",
    "birth_date-year": "2026",
    "reason": "Ghi sai theo giấy chứng sinh",
}


@pytest.fixture
def view(world, tmp_path):
    return returned(lawful.build(world, tmp_path))


@pytest.fixture
def sent(view):
    sex = "girl" if view.answers["child_sex"] == "boy" else "boy"
    return RIGHT | {"child_sex": sex, "field": PICKED, "expected_version": view.version}


def seen_in(page) -> str:
    return re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]


def now(world, view):
    return api.get_dossier(actor=world.head, code=view.code)


def test_many_answers_are_corrected_in_one_act_after_their_before_and_after_was_shown(world, view, sent):
    desk, here = signed_in(world.specialist), f"/desk/{view.code}/correction"
    assert here in desk.get(f"/desk/{view.code}").text
    choice = desk.get(here).text
    assert all(f'name="field" value="{key}"' in choice for key in PICKED)
    boxes = desk.get(here, {"field": PICKED}).text
    assert view.answers["child_name"] in boxes and "father_name" not in boxes
    looked = desk.post(here, sent)
    assert looked.status_code == 200 and now(world, view).new_issue is None
    assert view.answers["child_name"] in looked.text and "Nguyễn An Đúng" in looked.text
    assert desk.post(here, sent | {"step": "send", "seen": seen_in(looked)}).status_code == 302
    asked = now(world, view)
    assert set(asked.new_issue.answers) == set(PICKED) and asked.new_issue.reason == RIGHT["reason"]
    done = api.correct_result(actor=world.head, dossier_id=view.id, expected_version=asked.version)
    assert done.answers["child_name"] == "Nguyễn An Đúng" and done.answers["birth_date"] == "2026-02-02"
    assert done.previous_answers["child_name"] == view.answers["child_name"]


def test_only_what_was_seen_is_proposed(world, view, sent):
    desk, here = signed_in(world.specialist), f"/desk/{view.code}/correction"
    seen = seen_in(desk.post(here, sent))
    other = desk.post(here, sent | {"step": "send", "seen": seen, "child_name": "Nguyễn An Khác"})
    assert other.status_code == 200 and "Nguyễn An Khác" in other.text and now(world, view).new_issue is None


def test_what_is_wrong_stays_in_its_box_and_without_a_reason_nothing_is_proposed(world, view, sent):
    desk, here = signed_in(world.specialist), f"/desk/{view.code}/correction"
    wrong = desk.post(here, sent | {"birth_date-day": "31"})
    assert wrong.status_code == 422 and "Nguyễn An Đúng" in wrong.text and 'value="31"' in wrong.text
    silent = desk.post(here, sent | {"step": "send", "seen": seen_in(desk.post(here, sent)), "reason": " "})
    assert silent.status_code == 422 and 'href="#c-reason"' in silent.text and "Nguyễn An Đúng" in silent.text
    assert now(world, view).new_issue is None


def test_who_was_overtaken_keeps_what_was_typed(world, view, sent):
    desk, here = signed_in(world.specialist), f"/desk/{view.code}/correction"
    late = desk.post(here, sent | {"step": "send", "seen": seen_in(desk.post(here, sent)), "expected_version": 1})
    assert late.status_code == 409 and "Nguyễn An Đúng" in late.text
    assert f'name="expected_version" value="{view.version}"' in late.text


def test_the_page_is_for_who_may_propose_and_closed_while_something_waits_to_be_signed(world, view, sent):
    desk, here = signed_in(world.specialist), f"/desk/{view.code}/correction"
    assert signed_in(world.lan).get(here).status_code == 403
    desk.post(here, sent | {"step": "send", "seen": seen_in(desk.post(here, sent))})
    assert desk.get(here).url == f"/desk/{view.code}" and desk.post(here, sent).url == f"/desk/{view.code}"
