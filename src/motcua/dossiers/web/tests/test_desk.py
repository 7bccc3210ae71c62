"""The queue and the dossier page, as officials get them."""

import re
from datetime import timedelta

from motcua.dossiers import api
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.world import submitted
from motcua.dossiers.web.tests.world import signed_in
from motcua.ledger.models import Entry

LOOKED = "dossiers.looked_at"


def test_the_queue_shows_what_waits_for_ones_own_role(world):
    receipt = submitted(world)
    page = signed_in(world.receiver).get("/desk/")
    assert page.status_code == 200
    assert receipt.code in page.text
    assert receipt.code not in signed_in(world.specialist).get("/desk/").text


def test_the_desk_leads_to_the_money_exactly_those_who_may_look_after_it(world):
    for official, looks_after in ((world.receiver, True), (world.head, True), (world.specialist, False)):
        desk = signed_in(official)
        assert ('href="/desk/money/"' in desk.get("/desk/").text) is looks_after
        assert (desk.get("/desk/money/").status_code == 200) is looks_after


def test_an_empty_queue_says_that_the_work_is_done(world):
    assert "Không còn hồ sơ nào chờ bạn" in signed_in(world.head).get("/desk/").text


def test_a_state_can_be_chosen_and_is_kept_in_the_links_of_its_rows(world):
    receipt = submitted(world)
    page = signed_in(world.head).get("/desk/?state=submitted").text
    assert f'href="/desk/{receipt.code}?state=submitted"' in page


def test_dossiers_are_found_by_code_and_by_name(world):
    receipt = submitted(world)
    desk = signed_in(world.head)
    assert receipt.code in desk.get("/desk/", {"q": receipt.code[-11:]}).text
    assert receipt.code in desk.get("/desk/", {"q": "thị lan"}).text
    assert "Không thấy hồ sơ nào" in desk.get("/desk/", {"q": "Bùi Thị Xuân"}).text


def test_a_search_for_characters_that_nobody_types_is_refused_and_not_a_crash(world):
    assert signed_in(world.head).get("/desk/", {"q": "a\x00b"}).status_code in {400, 422}


def test_more_rows_come_a_page_at_a_time(world, monkeypatch):
    codes = [submitted(world, key=f"k{n}").code for n in range(53)]
    desk = signed_in(world.receiver)
    first = desk.get("/desk/").text
    more = re.search(r'href="(/desk/\?cursor=[^"]+)"', first)
    assert more and codes[50] not in first
    rows = desk.get(more[1], headers={"HX-Request": "true", "HX-Target": "desk-more"}).text
    assert codes[52] in rows and "<html" not in rows


def test_the_dossier_page_shows_the_case_beside_the_queue(world):
    receipt = submitted(world)
    page = signed_in(world.receiver).get(f"/desk/{receipt.code}").text
    assert world.lan.name in page and 'id="desk-rows"' in page
    assert page.count("<h1") == 1
    assert 'aria-current="true"' in page


def test_asked_by_htmx_only_the_dossier_comes(world):
    receipt = submitted(world)
    answer = signed_in(world.receiver).get(
        f"/desk/{receipt.code}", headers={"HX-Request": "true", "HX-Target": "dossier"}
    )
    assert "<html" not in answer.text and 'id="desk-rows"' not in answer.text
    assert f"<title>{world.lan.name}, {receipt.code}" in answer.text
    assert "HX-Target" in answer["Vary"]


def test_going_back_in_the_browser_gets_the_whole_page(world):
    receipt = submitted(world)
    headers = {"HX-Request": "true", "HX-Target": "dossier", "HX-History-Restore-Request": "true"}
    assert "<html" in signed_in(world.receiver).get(f"/desk/{receipt.code}", headers=headers).text


def test_looking_at_a_dossier_is_written_down(world):
    receipt = submitted(world)
    signed_in(world.receiver).get(f"/desk/{receipt.code}")
    assert Entry.objects.filter(action=LOOKED, record_id=receipt.id).count() == 1


def test_an_official_of_another_agency_finds_no_such_dossier(world):
    receipt = submitted(world)
    assert signed_in(world.stranger).get(f"/desk/{receipt.code}").status_code == 404


def test_a_citizen_does_not_get_to_the_desk(world):
    assert signed_in(world.lan).get("/desk/").status_code == 403


def test_who_is_not_signed_in_signs_in_first_and_comes_back(world, client):
    answer = client.get("/desk/?state=submitted")
    assert answer.status_code == 302 and "sign-in?next=/desk/%3Fstate%3Dsubmitted" in answer["Location"]


def test_the_due_date_is_explained_day_by_day(world):
    receipt = submitted(world)
    view = api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    page = signed_in(world.specialist).get(f"/desk/{receipt.code}").text
    explained = api.explain_due_date(actor=world.specialist, code=receipt.code)
    assert explained and view.due_at
    for line in explained.days:
        assert line.day.strftime("%d/%m/%Y") in page
    assert "Ngày hẹn trả kết quả" in page


def test_before_acceptance_the_page_says_what_accepting_now_would_promise(world, frozen_clock):
    receipt = submitted(world)
    frozen_clock.forward(timedelta(days=1, hours=3))
    page = signed_in(world.receiver).get(f"/desk/{receipt.code}").text
    promised = re.search(r"Nếu tiếp nhận bây giờ, hạn trả là <strong>(.+?)</strong>", page)
    view = api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    from motcua.dossiers.web.desk.words import moment

    assert promised and promised[1] == moment(view.due_at)


def test_the_desk_speaks_english(world):
    receipt = submitted(world)
    page = signed_in(world.receiver).get(f"/en/desk/{receipt.code}").text
    assert "Accept" in page and "Tiếp nhận hồ sơ" not in page


def test_opening_the_queue_and_a_dossier_takes_few_statements(clean_db, frozen_clock, count_statements):
    world = worlds.build()  # committed, so that no savepoint of the test is counted
    receipt = submitted(world)
    desk = signed_in(world.receiver)
    fragment = {"HX-Request": "true", "HX-Target": "dossier"}
    desk.get("/desk/"), desk.get(f"/desk/{receipt.code}")  # calendars and versions are remembered
    with count_statements() as queue:
        desk.get("/desk/")
    with count_statements() as whole:
        desk.get(f"/desk/{receipt.code}")
    with count_statements() as beside:
        desk.get(f"/desk/{receipt.code}", headers=fragment)
    # a list of names is a look: one entry; of the dossier the last three are why one sees it and who else may read it
    assert (len(queue), len(beside), len(whole)) == (11, 18, 26)


def test_while_the_applicant_is_awaited_the_page_says_how_much_of_the_limit_is_left(world, frozen_clock):
    receipt = submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    frozen_clock.forward(timedelta(hours=2))
    api.request_supplement(
        actor=world.specialist, dossier_id=receipt.id, expected_version=2, fields=("child_name",), reason="Tên bé mờ"
    )
    frozen_clock.forward(timedelta(days=2))
    page = signed_in(world.specialist).get(f"/desk/{receipt.code}").text
    assert "Đã tính 2 giờ, còn lại 6 giờ; đồng hồ đang dừng" in page
    assert "Đồng hồ dừng, chờ người nộp" in page and "đồng hồ đang dừng" in page


def test_the_counter_is_offered_only_to_who_receives(world):
    assert 'href="/desk/file/"' in signed_in(world.receiver).get("/desk/").text
    assert 'href="/desk/file/"' not in signed_in(world.specialist).get("/desk/").text


def test_an_ended_dossier_says_that_nothing_is_left_to_do(world):
    receipt = submitted(world)
    api.withdraw_dossier(actor=world.lan, dossier_id=receipt.id, expected_version=1)
    page = signed_in(world.receiver).get(f"/desk/{receipt.code}").text
    assert "không còn việc nào cần làm" in page and "xong đúng hạn" not in page


def test_who_only_writes_procedures_begins_where_they_are_written(world):
    from motcua.agencies import api as agencies
    from motcua.kernel.actors import SYSTEM, Actor, ActorKind

    made = agencies.appoint_official(
        actor=SYSTEM, name="Vũ Thị Soạn", agency_id=world.agency.id, title={"vi": "x", "en": "x"}, roles=["editor"]
    )
    editor = signed_in(Actor(ActorKind.OFFICIAL, made.id, made.name, roles=frozenset({"editor"})))
    for asked in ("/desk/", "/my"):
        assert editor.get(asked)["Location"] == "/authoring/"
    page = editor.get("/authoring/").text
    assert 'href="/desk/"' not in page
    assert signed_in(world.head).get("/my")["Location"] == "/desk/"
