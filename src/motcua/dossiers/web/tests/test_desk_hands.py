"""Taking, giving and letting go on the dossier's page."""

import re

import pytest

from motcua.dossiers import api
from motcua.dossiers.tests.world import official, submitted
from motcua.dossiers.web.tests.world import signed_in


@pytest.fixture
def colleague(world):
    return official("Tôn Nữ Hạnh", world.agency, "receiver")


def press(actor, receipt, act, version=1, **sent):
    form = {"dossier_id": str(receipt.id), "expected_version": version, **sent}
    return signed_in(actor).post(f"/desk/{receipt.code}/acts/{act}", form, follow=True)


def test_one_key_takes_a_dossier_and_the_page_says_so(world):
    receipt = submitted(world)
    page = signed_in(world.receiver).get(f"/desk/{receipt.code}").text
    assert re.search(r'data-key="c"', page) and "Chưa ai nhận hồ sơ này" in page
    page = press(world.receiver, receipt, "claim").text
    assert "Bạn đang làm hồ sơ này" in page and 'data-key="e"' in page and 'data-key="c"' not in page


def test_who_comes_second_reads_who_has_it_and_since_when(world, colleague):
    receipt = submitted(world)
    press(world.receiver, receipt, "claim")
    page = press(colleague, receipt, "claim")
    assert page.status_code == 409
    assert "Lê Thu Hà đã nhận hồ sơ này lúc 09:00, thứ Hai 2/3/2026" in page.text
    english = signed_in(colleague).post(
        f"/en/desk/{receipt.code}/acts/claim", {"dossier_id": str(receipt.id), "expected_version": 1}
    )
    assert "Lê Thu Hà took this dossier at 09:00" in english.text


def test_the_head_gives_it_to_somebody_of_the_list(world, colleague):
    receipt = submitted(world)
    page = signed_in(world.head).get(f"/desk/{receipt.code}").text
    assert set(re.findall(r'<option value="([0-9a-f-]{36})"', page)) == {str(world.receiver.id), str(colleague.id)}
    page = press(world.head, receipt, "assign", assignee=str(colleague.id), note="ưu tiên")
    assert "Đã giao hồ sơ" in page.text and "Tôn Nữ Hạnh" in page.text
    assert api.get_dossier(actor=world.head, code=receipt.code).assignee_id == colleague.id


@pytest.mark.parametrize("sent", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_giving_it_to_nobody_keeps_the_form_open_and_says_what_is_wrong(world, sent):
    page = press(world.head, submitted(world), "assign", assignee=sent, note="ưu tiên")
    assert page.status_code == 422 and 'href="#assign-assignee"' in page.text
    assert re.search(r'id="act-assign"[^>]* open', page.text) and 'value="ưu tiên"' in page.text


def test_rows_say_who_works_on_them(world, colleague):
    receipt = submitted(world)
    assert "chưa ai nhận" in signed_in(colleague).get("/desk/?state=submitted").text
    press(world.receiver, receipt, "claim")
    assert "Lê Thu Hà" in signed_in(colleague).get("/desk/?state=submitted").text
    assert receipt.code not in signed_in(colleague).get("/desk/").text
    assert receipt.code in signed_in(colleague).get(f"/desk/?who={world.receiver.id}").text
    assert receipt.code in signed_in(world.receiver).get("/desk/?who=mine").text
