"""Asking for a correction by page: from the dossier's page, kept where it is refused, taken up or refused at the desk."""

import pytest

from motcua.dossiers import api
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests.test_new_issues import returned
from motcua.dossiers.web.tests.test_desk_acts import post
from motcua.dossiers.web.tests.world import signed_in


@pytest.fixture
def view(world, tmp_path):
    return returned(lawful.build(world, tmp_path))


def test_she_asks_and_the_desk_reads_it_where_it_corrects(world, view):
    lan, here = signed_in(world.lan), f"/dossiers/{view.code}/correction"
    assert here in lan.get(f"/dossiers/{view.code}").text
    empty = lan.post(here, {"version": view.version, "reason": " ", "fields": ["child_name"]})
    assert empty.status_code == 422 and 'href="#reason"' in empty.text
    assert 'value="child_name" checked' in empty.text
    said = {"version": view.version, "reason": "Tên con ghi sai", "fields": ["child_name"]}
    assert lan.post(here, said).url == f"/dossiers/{view.code}"
    mine = lan.get(f"/dossiers/{view.code}").text
    assert "Bạn đã đề nghị đính chính lúc" in mine and here not in mine
    assert lan.get(here).url == f"/dossiers/{view.code}"
    desk = signed_in(world.specialist)
    page = desk.get(f"/desk/{view.code}").text
    assert (
        page.count("Người nộp đề nghị đính chính</strong>") == 1
        and "Tên con ghi sai" in page
        and f"/desk/{view.code}/correction?field=child_name" in page
    )
    assert 'value="child_name" checked' in desk.get(f"/desk/{view.code}/correction").text
    picked = desk.get(f"/desk/{view.code}/correction?field=child_name").text
    assert "Tên con ghi sai" in picked and 'name="child_name"' in picked
    now = api.get_dossier(actor=world.specialist, code=view.code)
    assert post(world, world.specialist, now, "refuse_correction", reason="Đúng như sổ gốc").status_code == 302
    told = lan.get(f"/dossiers/{view.code}").text
    assert "Cơ quan không đính chính, kết quả giữ nguyên" in told and "Đúng như sổ gốc" in told and here in told


def test_nobody_else_asks_for_her(world, view):
    here = f"/dossiers/{view.code}/correction"
    assert signed_in(world.minh).get(here).status_code == 404
    assert signed_in(world.receiver).get(here).status_code in {302, 403}


def test_her_words_stay_before_her_when_the_desk_was_faster(world, view):
    lan, here = signed_in(world.lan), f"/dossiers/{view.code}/correction"
    said = {"version": 1, "reason": "Tên con ghi sai dấu", "fields": ["child_name"]}
    stale = lan.post(here, said)
    assert (
        stale.status_code == 409 and "Tên con ghi sai dấu" in stale.text and 'value="child_name" checked' in stale.text
    )
    lan.post(here, said | {"version": view.version})
    again = lan.post(here, said | {"version": view.version, "reason": "Lần nữa, khác"})
    assert again.status_code == 409 and "Lần nữa, khác" in again.text
