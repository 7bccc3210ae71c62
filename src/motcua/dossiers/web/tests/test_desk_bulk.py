"""Many dossiers at once, colleagues and filters, as officials meet them on their pages."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import State
from motcua.dossiers.models import SavedFilter
from motcua.dossiers.tests.world import official, submitted
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

RESULT = {"certificate_number": "12/2026"}


@pytest.fixture
def colleague(world):
    return official("Tôn Nữ Hạnh", world.agency, "receiver")


@pytest.fixture
def two(world):
    return [submitted(world, key=f"k{n}") for n in range(2)]


def confirm(desk, page, **more):
    """Send the form of a preview as it stands."""
    form = re.search(r'<form class="desk-act__form.*?</form>', page.text, re.DOTALL)[0]
    sent: dict = {"row": re.findall(r'name="row" value="([^"]+)" checked', form)}
    sent["shown"] = re.findall(r'name="shown" value="([^"]+)"', form)
    for name in ("action", "batch", "query"):
        sent[name] = (re.findall(rf'name="{name}" value="([^"]*)"', form) or [""])[0]
    return desk.post("/desk/batches/", sent | more, follow=True)


def test_chosen_rows_are_shown_before_anything_happens_and_each_result_after(world, two, colleague):
    api.claim_dossier(actor=colleague, dossier_id=two[1].id, expected_version=1)
    desk = signed_in(world.receiver)
    page = desk.post(
        "/desk/bulk/", {"action": "accept", "pick": [str(each.id) for each in two], "query": "?state=submitted"}
    )
    assert "Tiếp nhận: 1 hồ sơ" in page.text and "1 hồ sơ không làm được" in page.text and "Tôn Nữ Hạnh" in page.text
    assert api.get_dossier(actor=world.receiver, code=two[0].code).state is State.SUBMITTED
    done = confirm(desk, page)
    assert "1 hồ sơ đã xong" in done.text and two[0].code in done.text and "/desk/?state=submitted" in done.text
    assert api.get_dossier(actor=world.receiver, code=two[0].code).state is State.IN_PROCESS


def test_signing_many_shows_what_is_signed_and_signs_only_what_was_ticked(world, two):
    for each in two:
        api.accept_dossier(actor=world.receiver, dossier_id=each.id, expected_version=1)
        api.resolve_dossier(actor=world.specialist, dossier_id=each.id, expected_version=2, proposal=RESULT)
    desk = signed_in(world.head)
    page = desk.post("/desk/bulk/", {"action": "approve", "pick": [str(each.id) for each in two]})
    assert page.text.count("12/2026") == 2 and "Tôi đã đọc và phê duyệt" in page.text
    assert not re.search(r'name="row"[^>]*checked', page.text)
    assert Entry.objects.filter(action="dossiers.looked_at", record_id=two[1].id, why__contains="Đọc").count() == 1
    none = confirm(desk, page)
    assert none.status_code == 422 and "Tôi đã đọc và phê duyệt" in none.text
    done = confirm(desk, page, row=[f"{two[0].id}:3"])
    assert "1 hồ sơ đã xong" in done.text
    assert api.get_dossier(actor=world.head, code=two[1].code).state is State.AWAITING_APPROVAL


def test_sending_many_back_needs_a_reason_and_keeps_the_rows(world, two):
    for each in two:
        api.accept_dossier(actor=world.receiver, dossier_id=each.id, expected_version=1)
        api.resolve_dossier(actor=world.specialist, dossier_id=each.id, expected_version=2, proposal=RESULT)
    desk = signed_in(world.head)
    page = desk.post("/desk/bulk/", {"action": "send_back", "pick": [str(each.id) for each in two]})
    missing = confirm(desk, page)
    assert missing.status_code == 422 and 'href="#bulk-reason"' in missing.text
    assert "2 hồ sơ đã xong" in confirm(desk, missing, reason="Thiếu quyển số").text


def test_pressing_twice_is_pressing_once(world, two):
    desk = signed_in(world.receiver)
    page = desk.post("/desk/bulk/", {"action": "claim", "pick": [str(each.id) for each in two]})
    first, again = confirm(desk, page), confirm(desk, page)
    assert first.redirect_chain == again.redirect_chain and "2 hồ sơ đã xong" in again.text
    assert Entry.objects.filter(action="dossiers.claim").count() == 2


@pytest.mark.parametrize("sent", [{}, {"pick": ["x"]}, {"pick": [str(uuid4())] * 101}])
def test_nothing_or_too_much_chosen_leads_back_to_the_list(world, sent):
    answer = signed_in(world.receiver).post("/desk/bulk/", {"action": "accept", "query": "?who=free", **sent})
    assert answer.status_code == 302 and answer["Location"] == "/desk/?who=free"


def test_unknown_acts_and_ids_are_not_found(world, two):
    desk = signed_in(world.receiver)
    assert desk.post("/desk/bulk/", {"action": "burn", "pick": [str(two[0].id)]}).status_code == 404
    assert desk.post("/desk/batches/", {"action": "accept", "batch": "x"}).status_code == 404
    assert desk.get(f"/desk/batches/{uuid4()}").status_code == 404


def test_the_head_shares_out_evenly_changes_a_row_and_takes_it_back(world, two, colleague):
    for each in two:
        api.claim_dossier(actor=world.receiver, dossier_id=each.id, expected_version=1)
    third = official("Võ Thành Trung", world.agency, "receiver")
    desk = signed_in(world.head)
    people = desk.get("/desk/people/").text
    assert re.search(rf"who={world.receiver.id}\"[^>]*>2<", people)
    page = desk.get(
        f"/desk/people/{world.receiver.id}/move", {"how": "evenly", "to": [str(colleague.id), str(third.id)]}
    )
    selected = re.findall(r'<option value="([0-9a-f-]{36})" selected', page.text)
    assert set(selected) == {str(colleague.id), str(third.id)} and "Sẽ giao 2 hồ sơ" in page.text
    rows = re.findall(r'name="row" value="([^"]+)"', page.text)
    to = {f"to-{row.split(':')[0]}": str(third.id) for row in rows[:1]} | {f"to-{rows[1].split(':')[0]}": ""}
    batch = re.search(r'name="batch" value="([^"]+)"', page.text)[1]
    done = desk.post("/desk/batches/", {"action": "assign", "batch": batch, "row": rows, **to}, follow=True)
    assert "1 hồ sơ đã xong" in done.text and "Lê Thu Hà → Võ Thành Trung" in " ".join(done.text.split())
    undo = re.search(r'action="(/desk/batches/[^"]+/undo)".*?name="batch" value="([^"]+)"', done.text, re.DOTALL)
    undone = desk.post(undo[1], {"batch": undo[2]}, follow=True)
    assert "Võ Thành Trung → Lê Thu Hà" in " ".join(undone.text.split())


def test_only_a_head_redistributes(world, two):
    for actor in (world.receiver, world.stranger):
        assert signed_in(actor).get(f"/desk/people/{world.receiver.id}/move").status_code == 403
    assert signed_in(world.head).get("/desk/people/free/move").status_code == 200
    for nobody in ("x", uuid4(), world.stranger.id):
        assert signed_in(world.head).get(f"/desk/people/{nobody}/move").status_code == 404


def test_an_absence_is_entered_seen_and_ended_on_the_page(world, colleague):
    desk = signed_in(world.receiver)
    sent = {"official": str(world.receiver.id), "substitute": "", "first_day": "02/03/2026", "last_day": "x"}
    page = desk.post("/desk/people/", sent)
    assert page.status_code == 422 and 'href="#substitute"' in page.text and 'href="#last_day"' in page.text
    sent |= {"substitute": str(colleague.id), "last_day": "6/3/2026"}
    page = desk.post("/desk/people/", sent, follow=True)
    assert "đang vắng, Tôn Nữ Hạnh làm thay" in page.text
    end = re.search(r'action="(/desk/people/absences/[^"]+)"', page.text)[1]
    assert end not in signed_in(colleague).get("/desk/people/").text
    assert "Không ai vắng" in desk.post(end, follow=True).text


def test_who_stands_in_without_the_role_is_said_aloud(world):
    agencies.enter_absence(
        actor=world.head,
        official_id=world.head.id,
        substitute_id=world.specialist.id,
        first_day=agencies.today(),
        last_day=agencies.today() + timedelta(days=1),
    )
    assert "Người thay không có quyền của lãnh đạo cơ quan" in signed_in(world.head).get("/desk/people/").text


def test_a_filter_is_kept_under_a_name_shared_by_the_head_and_deleted_by_its_owner(world, two, colleague):
    desk = signed_in(world.head)
    assert "Cả cơ quan cùng thấy" not in signed_in(colleague).get("/desk/?filtering=1").text
    desk.post("/desk/filters/", {"name": "Trễ ở quầy", "state": "submitted", "due": "late", "shared": "1"})
    page = signed_in(colleague).get("/desk/?filtering=1").text
    kept = re.search(r'href="(/desk/\?state=submitted&amp;due=late)"[^>]*>Trễ ở quầy<', page)
    assert kept and "/delete" not in page
    assert "Không có hồ sơ nào hợp với bộ lọc" in signed_in(colleague).get(kept[1].replace("&amp;", "&")).text
    assert signed_in(colleague).post("/desk/filters/", {"name": "x", "shared": "1"}).status_code == 403
    assert "Trễ ở quầy" not in signed_in(world.stranger).get("/desk/").text
    delete = re.search(r'action="(/desk/filters/[^"]+/delete)"', desk.get("/desk/?filtering=1").text)[1]
    signed_in(colleague).post(delete)
    assert "Trễ ở quầy" in desk.get("/desk/").text
    desk.post(delete)
    assert "Trễ ở quầy" not in desk.get("/desk/").text


def test_a_filter_without_a_name_is_asked_for_one(world):
    page = signed_in(world.head).post("/desk/filters/", {"name": " ", "due": "late"}, follow=True)
    assert "Hãy đặt cho bộ lọc một tên" in page.text and 'id="narrow-due"' in page.text


def test_the_exported_list_names_no_applicant_and_is_a_look(world, two):
    answer = signed_in(world.receiver).get("/desk/export.csv?state=submitted")
    text = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf") and len(text.splitlines()) == 3
    assert two[0].code in text and world.lan.name not in text
    look = Entry.objects.get(action="dossiers.looked_at")
    assert look.facts == {"subjects": [str(world.lan.id)], "exported": 2}


def test_a_filter_that_is_shared_keeps_no_name_that_was_searched_for_and_says_so(world, colleague):
    desk = signed_in(world.head)
    sent = {"name": "Của chị Lan", "state": "submitted", "q": "Nguyễn Thị Lan"}
    assert "không được lưu" not in desk.post("/desk/filters/", sent, follow=True).text
    assert [each.query for each in api.list_filters(actor=world.head)] == [
        {"state": "submitted", "q": "Nguyễn Thị Lan"}
    ]
    page = desk.post("/desk/filters/", sent | {"shared": "1"}, follow=True).text
    assert "Từ tìm kiếm không được lưu vào bộ lọc dùng chung" in page
    assert [each.query for each in api.list_filters(actor=world.head)] == [{"state": "submitted"}]


def test_a_name_in_a_filter_shared_before_is_shown_to_nobody(world):
    api.save_filter(actor=world.head, name="cũ", query={"q": "Nguyễn Thị Lan", "due": "late"})
    with acting(SYSTEM):
        SavedFilter.objects.update(shared=True)
    assert [each.query for each in api.list_filters(actor=world.head)] == [{"due": "late"}]
