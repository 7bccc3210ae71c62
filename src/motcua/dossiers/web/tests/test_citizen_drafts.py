"""Nothing typed is ever lost: wrong answers, two tabs, two devices, a session that ran out, a file that can't be taken."""

from datetime import timedelta

import pytest
from django.test import Client

from motcua.dossiers import api as dossiers
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.tests.citizens import (
    begin,
    fill,
    hidden,
    hiddens,
    photo,
    posted,
    save,
    signed_in,
    text,
    to_check,
)
from motcua.forms import api as forms

CHILD = "Nguyễn Thị Bình Yên"


@pytest.fixture
def world(db, frozen_clock):
    return worlds.build()


@pytest.fixture
def lan(world):
    return signed_in(world.lan)


def draft_of(world):
    (draft,) = forms.list_drafts(actor=world.lan)
    return draft


def question(world, page_id):
    return f"/drafts/{draft_of(world).id}/{page_id}"


def test_known_facts_are_filled_in_and_say_where_they_come_from(lan, world):
    page = lan.get(begin(lan, world))
    assert "Nguyễn Thị Lan" in text(page)
    assert "Lấy từ hồ sơ căn cước của bạn, lúc 09:00 ngày 02/03/2026." in text(page)
    assert 'name="requester_name"' not in page.content.decode()


def test_a_locked_fact_that_is_sent_all_the_same_is_told_and_not_kept(lan, world):
    first = begin(lan, world)
    page = lan.get(first)
    sent = {"revision": hidden(page, "revision"), "seen": hidden(page, "seen"), "requester_name": "Trần Thị Giả"}
    answer = lan.post(first, sent)
    assert answer.status_code == 422
    assert "không giống dữ liệu gốc" in text(answer)
    assert draft_of(world).answers["requester_name"] == "Nguyễn Thị Lan"


def test_what_may_be_changed_is_kept_and_called_different_where_one_checks(lan, world):
    url = fill_until(lan, world, "contact")
    assert "Số để nhắn tin, gọi điện về hồ sơ này có thể khác" in text(lan.get(url))
    fill(lan, world, url, requester_phone="0912345678")
    assert "hồ sơ ghi “0905000017”. Cán bộ sẽ thấy cả hai." in text(lan.get(url))
    assert "Khác với hồ sơ: hồ sơ ghi “0905000017”." in text(lan.get(question(world, "check")))


def test_a_record_that_changed_is_told_when_one_comes_back_until_it_was_seen(lan, world):
    fill_until(lan, world, "contact")
    worlds.rewrite_record(world.lan, full_name="Nguyễn Thị Lan Anh", phone="0905000018")
    url = lan.get(f"/drafts/{draft_of(world).id}").url
    page = text(lan.get(url))
    assert "Thông tin gốc của bạn đã thay đổi" in page
    assert "Họ, chữ đệm và tên: trước là “Nguyễn Thị Lan”, nay là “Nguyễn Thị Lan Anh”." in page
    assert 'value="0905000018"' in lan.get(url).content.decode()
    seen = lan.post(f"/drafts/{draft_of(world).id}", {"seen": "1", "back": url})
    assert seen.url == url
    assert "đã thay đổi" not in text(lan.get(url))


def test_seeing_what_changed_leads_nowhere_else(lan, world):
    begin(lan, world)
    answer = lan.post(f"/drafts/{draft_of(world).id}", {"seen": "1", "back": "https://example.org/"})
    assert answer.url == question(world, "requester")


def test_a_record_that_changes_before_the_press_of_the_button_is_told_first(lan, world):
    check = to_check(lan, world)
    assert "Từ hồ sơ căn cước" in text(lan.get(check))
    worlds.rewrite_record(world.lan, full_name="Nguyễn Thị Lan Anh")
    told = lan.post(check, {"declared": "yes"})
    assert told.status_code == 409
    assert "nay là “Nguyễn Thị Lan Anh”" in text(told)
    done = lan.post(check, {"declared": "yes"})
    code = done.url.split("?")[0].rsplit("/", 1)[-1]
    dossier = dossiers.get_dossier(actor=world.lan, code=code)
    assert dossier.answers["requester_name"] == "Nguyễn Thị Lan Anh"
    assert dossier.from_record["requester_name"].source == "applicant.full_name"


def test_a_wrong_answer_stays_in_its_box_and_says_what_to_mend(lan, world):
    url = fill_until(lan, world, "contact")
    answer = save(lan, url, posted(world, ["requester_email"]) | {"requester_phone": "090500"})
    assert answer.status_code == 422
    assert 'value="090500"' in answer.content.decode()
    assert 'href="#requester_phone"' in answer.content.decode()
    assert "<title>Lỗi:" in answer.content.decode()
    assert draft_of(world).answers["requester_phone"] == "090500"


def test_a_page_that_was_refused_can_be_sent_again_as_it_stands(lan, world):
    url = fill_until(lan, world, "contact")
    wrong = save(lan, url, {"requester_phone": "1"})
    sent = {"revision": hidden(wrong, "revision"), "seen": hidden(wrong, "seen")}
    right = lan.post(url, sent | posted(world, ["requester_phone", "requester_email", "requester_address"]))
    assert right.status_code == 302


def test_only_what_is_asked_is_shown(lan, world):
    url = fill_until(lan, world, "parents")
    answer = save(lan, url, {"parents": "abandoned"})
    assert answer.status_code == 422, "a mother can't say that her child was abandoned"
    answer = save(lan, url, {"parents": "mother_only"})
    assert answer.url.endswith("/child_name"), "no questions about a father or a marriage"


def fill_until(client, world, page_id):
    """Answer the pages before `page_id`; its address."""
    url = begin(client, world)
    fields = {page.id: [field.id for field in page.fields] for page in forms.compile_form(world.version).pages}
    while not url.endswith(f"/{page_id}"):
        url = save(client, url, posted(world, fields[url.rsplit("/", 1)[-1]])).url
    return url


def test_a_page_that_is_not_asked_leads_to_where_one_left_off(lan, world):
    begin(lan, world)
    answer = lan.get(question(world, "marriage"))
    assert answer.url == question(world, "requester")


def test_saving_for_later_keeps_an_unfinished_page_and_tells_until_when(lan, world):
    url = fill_until(lan, world, "contact")
    answer = save(lan, url, {"requester_phone": "12", "later": "1"})
    page = text(lan.get(answer.url))
    assert "Bản nháp được giữ đến 31/05/2026" in page
    assert 'value="12"' in lan.get(url).content.decode()


def test_another_device_goes_on_after_the_last_saved_page(lan, world):
    url = fill_until(lan, world, "contact")
    phone = signed_in(world.lan)
    assert phone.get(f"/drafts/{draft_of(world).id}").url == url
    assert "Làm tiếp bản nháp (lưu lúc 09:00, 02/03/2026)" in text(phone.get("/apply/1.001193"))


def test_two_tabs_show_both_versions_and_the_person_chooses(lan, world):
    url = fill_until(lan, world, "child_name")
    here = lan.get(url)
    save(lan, url, {"child_name": CHILD})
    sent = {"revision": hidden(here, "revision"), "seen": hidden(here, "seen"), "child_name": "Nguyễn Văn Cường"}
    both = lan.post(url, sent)
    assert both.status_code == 409
    assert CHILD in text(both)
    assert "Nguyễn Văn Cường" in text(both)
    assert draft_of(world).answers["child_name"] == CHILD, "nothing is overwritten before the person chose"
    chosen = lan.post(url, {"revision": hidden(both, "revision"), "child_name": hidden(both, "child_name")})
    assert chosen.status_code == 302
    assert draft_of(world).answers["child_name"] == "Nguyễn Văn Cường"


def test_a_tab_whose_page_nobody_else_touched_just_saves(lan, world):
    url = fill_until(lan, world, "child_name")
    here = lan.get(url)
    save(lan, question(world, "contact"), posted(world, ["requester_phone", "requester_address"]))
    answer = lan.post(url, {"revision": hidden(here, "revision"), "seen": hidden(here, "seen"), "child_name": CHILD})
    assert answer.status_code == 302
    assert draft_of(world).answers["child_name"] == CHILD


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 5000, "１"])
def test_a_revision_that_can_not_be_read_overwrites_nothing(lan, world, revision):
    url = fill_until(lan, world, "child_name")
    save(lan, url, {"child_name": CHILD})
    assert lan.post(url, {"revision": revision, "child_name": "Nguyễn Văn Cường"}).status_code == 409


def test_what_was_typed_survives_a_session_that_ran_out(lan, world):
    url = fill_until(lan, world, "child_name")
    typed = {"revision": "4", "seen": "", "child_name": CHILD}
    lan.cookies.clear()
    away = lan.post(url, typed)
    assert away.url.startswith("/session-expired?next=/drafts/")
    signed_in(world.lan, client=lan)
    back = lan.get(url)
    assert f'value="{CHILD}"' in back.content.decode()
    assert "vẫn còn dưới đây" in text(back)
    saved = lan.post(url, {"revision": hidden(back, "revision"), "seen": hidden(back, "seen"), "child_name": CHILD})
    assert saved.status_code == 302
    assert "vẫn còn dưới đây" not in text(lan.get(url)), "it is given out once"


def strict(world):
    """A browser whose forms need their token, as in production, and the token's cookie from another sign-in."""
    client = signed_in(world.lan, client=Client(enforce_csrf_checks=True))
    client.get("/sign-in")
    return client


def test_what_was_typed_survives_a_sign_in_in_another_window(lan, world):
    url = fill_until(lan, world, "child_name")
    window = strict(world)
    typed = {"revision": "4", "child_name": CHILD, "csrfmiddlewaretoken": "x" * 64}
    away = window.post(url, typed, headers={"origin": "http://testserver"})
    assert away.url == url
    assert f'value="{CHILD}"' in window.get(url).content.decode()
    assert "child_name" not in draft_of(world).answers, "nothing is saved without a good token"


@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example"}, {}])
def test_a_form_from_elsewhere_is_refused_and_leaves_nothing(lan, world, headers):
    url = fill_until(lan, world, "child_name")
    window = strict(world)
    assert window.post(url, {"revision": "4", "child_name": CHILD}, headers=headers).status_code == 403
    assert CHILD not in window.get(url).content.decode()
    assert "child_name" not in draft_of(world).answers


def test_every_page_that_takes_a_form_checks_its_token(lan, world):
    check = to_check(lan, world)
    draft = f"/drafts/{draft_of(world).id}"
    window = strict(world)
    for url in ("/apply/1.001193", check, f"{draft}/requester", f"{draft}/papers/birth_notice", f"{draft}/delete"):
        assert window.post(url, {"declared": "yes"}).status_code == 403, url
    assert draft_of(world)


def test_what_was_typed_is_shown_to_nobody_else(lan, world):
    url = fill_until(lan, world, "child_name")
    lan.cookies.clear()
    lan.post(url, {"child_name": CHILD})
    signed_in(world.minh, client=lan)
    assert lan.get(url).status_code == 404


def test_without_scripts_a_button_brings_the_communes_and_keeps_what_is_typed(lan, world):
    url = fill_until(lan, world, "birth_place")
    typed = {
        "birth_place_kind": "facility",
        "facility_name": "Bệnh viện Trung ương Huế",
        "birth_place_address-province": "46",
        "birth_place_address-detail": "16 Lê Lợi",
        "choose-province": "birth_place_address",
    }
    page = save(lan, url, typed)
    assert page.status_code == 200
    body = page.content.decode()
    assert '<option value="19753"' in body
    assert 'value="Bệnh viện Trung ương Huế"' in body
    assert 'value="16 Lê Lợi"' in body


def test_a_file_of_the_wrong_kind_is_refused_with_its_reason_and_a_good_one_beside_it_is_kept(lan, world):
    paper = fill(lan, world, begin(lan, world))
    wrong = photo("don.docx", "GIF")
    answer = lan.post(paper, {"files": [wrong, photo("anh.jpg")]})
    assert answer.status_code == 422
    assert "don.docx: Loại tệp này không dùng được ở đây." in text(answer)
    assert [file.file_name for file in draft_of(world).papers] == ["anh.jpg"]
    assert "anh.jpg" in text(answer)


def test_a_needed_paper_can_not_be_passed_over_but_can_wait(lan, world):
    paper = fill(lan, world, begin(lan, world))
    assert lan.post(paper, {}).status_code == 422
    assert lan.post(paper, {"later": "1"}).url.endswith("/saved")


def test_a_file_can_be_looked_at_and_taken_away_again(lan, world):
    paper = fill(lan, world, begin(lan, world))
    assert lan.post(paper, {"files": photo(), "upload": "1"}).url == paper
    (file,) = draft_of(world).papers
    shown = lan.get(f"/drafts/{draft_of(world).id}/files/{file.file_id}")
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    for _press in range(2):
        assert lan.post(paper, {"remove": str(file.file_id)}).url == paper
    assert draft_of(world).papers == ()


def test_the_check_shows_everything_and_a_correction_returns_to_it(lan, world):
    check = to_check(lan, world)
    body = lan.get(check).content.decode()
    change = f"{question(world, 'extra_copies')}?back=check"
    assert f'href="{change}#extra_copies"' in body
    answer = save(lan, change, {"extra_copies": "3"})
    assert answer.url == check
    page = text(lan.get(check))
    assert "(3 × 8.000 đồng)" in page
    assert "24.000 đồng" in page
    assert "281/2016/TT-BTC" in page


def test_a_correction_that_asks_more_leads_there_before_the_check(lan, world):
    check = to_check(lan, world)
    change = f"{question(world, 'delivery')}?back=check"
    assert save(lan, change, {"delivery": "post"}).status_code == 422, "the address is asked on the same page"
    assert "Làm tiếp chỗ còn thiếu" in text(lan.get(check))
    assert "Nộp hồ sơ" not in text(lan.get(check))
    assert save(lan, change, {"delivery": "online"}).url == check


def test_nothing_is_submitted_without_the_declaration(lan, world):
    check = to_check(lan, world)
    answer = lan.post(check, {})
    assert answer.status_code == 422
    assert "Hãy đánh dấu vào ô cam đoan trước khi nộp." in text(answer)
    assert draft_of(world)


def test_an_incomplete_draft_is_refused_with_links_to_what_is_missing(lan, world):
    begin(lan, world)
    answer = lan.post(f"/drafts/{draft_of(world).id}/check", {"declared": "yes"})
    assert answer.status_code == 422
    assert f'href="{question(world, "child_name")}?back=check#child_name"' in answer.content.decode()


def test_a_draft_is_deleted_only_after_asking(lan, world):
    begin(lan, world)
    url = f"/drafts/{draft_of(world).id}/delete"
    assert "không lấy lại được" in text(lan.get(url))
    assert forms.list_drafts(actor=world.lan)
    assert lan.post(url).url == "/my"
    assert not forms.list_drafts(actor=world.lan)


@pytest.mark.parametrize("where", ["", "/requester", "/check", "/saved", "/delete", "/papers/birth_notice"])
def test_somebody_elses_draft_is_not_there(lan, world, where):
    begin(lan, world)
    assert signed_in(world.minh).get(f"/drafts/{draft_of(world).id}{where}").status_code == 404


@pytest.mark.parametrize("where", ["", "/requester", "/check", "/saved", "/delete", "/papers/birth_notice"])
def test_one_signs_in_first_and_comes_back(lan, world, where):
    begin(lan, world)
    url = f"/drafts/{draft_of(world).id}{where}"
    assert Client().get(url).url == f"/sign-in?next={url}"


def test_a_low_level_account_is_told_plainly_before_it_starts(world):
    worlds.publish("1.001456")
    low = signed_in(world.lan, assurance=1)
    level = low.get("/apply/1.001456")
    assert "cần tài khoản định danh mức 2" in text(level)
    assert low.post("/apply/1.001456", {"agency": str(world.agency.id)}).status_code == 200
    assert not forms.list_drafts(actor=world.lan)


def test_one_may_choose_another_office_but_none_that_is_not_offered(lan, world):
    lan.post("/apply/1.001193", {"agency": str(world.elsewhere.id)})
    assert draft_of(world).receiving_agency_id == world.elsewhere.id
    assert lan.post("/apply/1.001193", {"agency": "01a2026d-6383-723a-a53f-52e24aaab76a"}).status_code == 422


def test_an_official_who_files_is_told_for_whom(world):
    draft = forms.start_draft(
        actor=world.receiver, procedure_code="1.001193", on_behalf_of=world.lan.id, applicant=world.lan_record
    )
    desk = signed_in(world.receiver)
    page = text(desk.get(f"/drafts/{draft.id}/requester"))
    assert "Bạn đang nộp hộ Nguyễn Thị Lan." in page
    assert desk.get("/apply/1.001193").status_code == 403


def test_a_draft_says_until_when_it_is_kept_and_warns_in_the_last_days(lan, world, frozen_clock):
    url = fill_until(lan, world, "contact")
    assert "Bản nháp được giữ đến 31/05/2026; mỗi lần lưu lại được giữ thêm 90 ngày." in text(lan.get(url))
    assert "bị xóa" not in text(lan.get("/my"))
    frozen_clock.set(draft_of(world).expires_at - timedelta(days=3))
    assert "sẽ bị xóa ngày 31/05/2026, còn 3 ngày. Bấm lưu là được giữ thêm 90 ngày." in text(lan.get(url))
    assert "Còn 3 ngày nữa bản nháp này bị xóa." in text(lan.get("/my"))
    save(lan, url, posted(world, ["requester_phone", "requester_email", "requester_address"]))
    assert "bị xóa" not in text(lan.get("/my"))


def test_a_page_drawn_again_for_its_communes_does_not_write_over_another_tab(lan, world):
    url = fill_until(lan, world, "contact")
    here = lan.get(url)
    save(lan, url, posted(world, ["requester_email", "requester_address"]) | {"requester_phone": "0912000001"})
    typed = posted(world, ["requester_email", "requester_address"]) | {"requester_phone": "0912000002"}
    redrawn = lan.post(url, hiddens(here) | typed | {"choose-province": "requester_address"})
    assert redrawn.status_code == 200
    assert lan.post(url, hiddens(redrawn) | typed).status_code == 409
    assert draft_of(world).answers["requester_phone"] == "0912000001"


def test_deleting_says_what_goes_and_nothing_of_it_is_left(lan, world):
    paper = fill(lan, world, begin(lan, world))
    lan.post(paper, {"files": photo()})
    draft = draft_of(world)
    (file,) = draft.papers
    url = f"/drafts/{draft.id}/delete"
    page = text(lan.get(url))
    assert f"{len(draft.answers)} câu trả lời, lưu lần cuối lúc 09:00, 02/03/2026" in page
    assert f"tệp {file.file_name}" in page
    assert lan.post(url).status_code == 302
    assert forms.list_drafts(actor=world.lan) == ()
    assert lan.get(f"/drafts/{draft.id}/files/{file.file_id}").status_code == 404
