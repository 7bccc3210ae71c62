"""The applicant's dossier: where it is, what to do, the supplement, withdrawing, papers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import ClockKind, ClockSegment
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.citizen.story import told_step
from motcua.dossiers.web.tests.citizens import hidden, photo, signed_in, submit, text

REASON = "Ảnh giấy chứng sinh bị mờ, bạn chụp lại giúp."


@pytest.fixture
def world(db, frozen_clock):
    return worlds.build()


@pytest.fixture
def lan(world):
    return signed_in(world.lan)


@pytest.fixture
def code(lan, world):
    return submit(lan, world)


def seen_by(world, code):
    return dossiers.get_dossier(actor=world.receiver, code=code)


def act(world, code, what, actor=None, **more):
    view = seen_by(world, code)
    return getattr(dossiers, what)(
        actor=actor or world.receiver, dossier_id=view.id, expected_version=view.version, **more
    )


def ask_more(world, code, fields=("child_home_place", "birth_place_address"), papers=("birth_notice",)):
    act(world, code, "request_supplement", fields=fields, papers=papers, reason=REASON)


def page(client, code, more=""):
    return text(client.get(f"/dossiers/{code}{more}"))


def send(client, code, files=(), **data):
    url = f"/dossiers/{code}/supplement"
    shown = client.get(url)
    address = {"birth_place_address-province": "46", "birth_place_address-commune": "19804"}
    sent = {
        "version": hidden(shown, "version"),
        "kept": hidden(shown, "kept"),
        "child_home_place": "phường Phú Xuân, Huế",
    }
    address["birth_place_address-detail"] = "16 Lê Lợi"
    return client.post(url, sent | address | {"papers.birth_notice": list(files)} | data)


def test_a_new_dossier_says_who_has_it_and_that_nothing_is_to_be_done(lan, code):
    said = page(lan, code)
    assert "Hồ sơ đã đến nơi, đang chờ kiểm tra" in said
    assert "Đang ở: Bộ phận một cửa, Ủy ban nhân dân phường Phú Xuân" in said
    assert "Bạn chưa phải làm gì" in said
    assert "giay-chung-sinh.jpg" in said


def test_an_accepted_one_shows_the_due_date_and_every_day_of_its_reckoning(lan, world, code):
    act(world, code, "accept_dossier")
    said = page(lan, code)
    assert "Đang giải quyết" in said
    assert "Kết quả hẹn trước 09:00, thứ Ba, 03/03/2026" in said
    assert "còn 1 ngày làm việc" in said
    assert "Vì sao là ngày này?" in said
    assert "Luật cho cơ quan 1 ngày làm việc" in said
    assert "02/03/2026" in said
    assert "Hồ sơ được tiếp nhận, bắt đầu tính thời hạn" in said


def test_where_the_law_gives_no_number_of_days_no_time_limit_is_said_to_begin(world, code):
    act(world, code, "accept_dossier")
    view = seen_by(world, code)
    accepted = next(one for one in view.acts if one.action == "accept")
    endless = replace(view, due_at=None)
    held, over = (
        replace(endless, clock=(*view.clock, ClockSegment(kind, view.received_at)))
        for kind in (ClockKind.WAITING_APPLICANT, ClockKind.STOPPED)
    )
    assert told_step(endless, accepted)["title"] == told_step(over, accepted)["title"] == "Hồ sơ được tiếp nhận"
    assert told_step(held, accepted)["title"] == "Hồ sơ được tiếp nhận, bắt đầu tính thời hạn"


def test_what_officials_tell_each_other_is_not_told_to_the_applicant(lan, world, code):
    act(world, code, "accept_dossier")
    act(world, code, "resolve_dossier", world.specialist, proposal={"certificate_number": "12/2026"}, note="Nội bộ 1")
    act(world, code, "send_back", world.head, reason="Nội bộ 2")
    said = page(lan, code)
    assert "Lãnh đạo yêu cầu xem lại" in said
    assert "Nội bộ" not in said


def test_a_result_can_be_had_as_soon_as_it_is_signed(lan, world, code):
    act(world, code, "accept_dossier")
    act(world, code, "resolve_dossier", world.specialist, proposal={"certificate_number": "12/2026"})
    act(world, code, "approve_dossier", world.head)
    assert "Tải kết quả (PDF)" in page(lan, code)
    result = lan.get(f"/dossiers/{code}/documents/result")
    assert result["Content-Type"] == "application/pdf"
    assert result.content.startswith(b"%PDF")


def test_the_slip_is_there_at_once_and_no_paper_that_was_not_issued(lan, code):
    slip = lan.get(f"/dossiers/{code}/documents/receipt")
    assert slip.content.startswith(b"%PDF")
    assert code in slip["Content-Disposition"]
    assert lan.get(f"/dossiers/{code}/documents/result").status_code == 404
    assert lan.get(f"/dossiers/{code}/documents/anything").status_code == 404


def test_a_refused_one_says_why_and_what_one_can_do(lan, world, code):
    act(world, code, "refuse_dossier", reason="Bé đã được khai sinh ở nơi khác.")
    said = page(lan, code)
    assert "Bé đã được khai sinh ở nơi khác." in said
    assert "Bạn có thể làm gì" in said
    assert "xong đúng hạn" not in said
    assert lan.get(f"/dossiers/{code}/documents/refusal").content.startswith(b"%PDF")


def test_a_request_for_more_is_the_one_thing_to_do(lan, world, code):
    ask_more(world, code)
    said = page(lan, code)
    assert "Bạn cần bổ sung hồ sơ" in said
    assert "thời hạn giải quyết được tạm dừng" in said
    assert REASON in said


def test_only_what_was_marked_is_asked_again_with_the_answer_given_before(lan, world, code):
    ask_more(world, code)
    shown = lan.get(f"/dossiers/{code}/supplement")
    body, said = shown.content.decode(), text(shown)
    assert f"{REASON}" in said
    assert "Lê Thu Hà" in said
    assert 'name="child_home_place"' in body
    assert 'name="birth_place_address-detail"' in body
    assert 'name="child_name"' not in body
    assert "phường Hải Châu" in body, "the answer given before stands in the box"
    assert "Bạn chỉ cần sửa những chỗ dưới đây." in said
    assert "<title>Lỗi" not in body


def test_the_supplement_goes_back_to_the_desk_with_what_changed(lan, world, code):
    ask_more(world, code)
    assert send(lan, code, [photo("ro-net.jpg")]).url == f"/dossiers/{code}"
    view = seen_by(world, code)
    assert view.answers["child_home_place"] == "phường Phú Xuân, Huế"
    assert view.previous_answers["child_home_place"] == "phường Hải Châu, thành phố Đà Nẵng"
    assert [paper.file_name for paper in view.papers if paper.round == 1] == ["ro-net.jpg"]
    assert "Bạn gửi phần bổ sung, thời hạn tính tiếp" in page(lan, code)
    assert lan.get(f"/dossiers/{code}/supplement").url == f"/dossiers/{code}"


def test_a_wrong_supplement_loses_neither_what_was_typed_nor_the_files(lan, world, code):
    ask_more(world, code)
    wrong = send(lan, code, [photo("ro-net.jpg")], child_home_place="")
    assert wrong.status_code == 422
    assert 'href="#child_home_place"' in wrong.content.decode()
    assert "Đã nhận ro-net.jpg" in text(wrong)
    again = {"version": hidden(wrong, "version"), "kept": hidden(wrong, "kept"), "child_home_place": "phường Phú Xuân"}
    again |= {f"birth_place_address-{part}": value for part, value in
              {"province": "46", "commune": "19804", "detail": "16 Lê Lợi"}.items()}  # fmt: skip
    assert lan.post(f"/dossiers/{code}/supplement", again).status_code == 302
    assert [paper.file_name for paper in seen_by(world, code).papers if paper.round == 1] == ["ro-net.jpg"]


def test_a_supplement_needs_its_papers_and_refuses_other_kinds(lan, world, code):
    ask_more(world, code)
    missing = send(lan, code)
    assert missing.status_code == 422
    assert 'href="#papers.birth_notice"' in missing.content.decode()
    assert "Giấy chứng sinh: Còn thiếu giấy tờ này." in text(missing)
    wrong = send(lan, code, [photo("anh-dong.gif", "GIF")])
    assert wrong.status_code == 422
    assert "anh-dong.gif: Loại tệp này không dùng được ở đây." in text(wrong)


def test_a_received_file_can_be_taken_away_again(lan, world, code):
    ask_more(world, code)
    wrong = send(lan, code, [photo("nham.jpg")], child_home_place="")
    file_id = wrong.content.decode().split('name="drop" value="')[1].split('"')[0]
    url = f"/dossiers/{code}/supplement"
    dropped = lan.post(url, {"version": "2", "kept": hidden(wrong, "kept"), "drop": file_id, "child_home_place": "Huế"})
    assert dropped.status_code == 200
    assert "Đã nhận" not in text(dropped)
    assert 'value="Huế"' in dropped.content.decode()


def test_files_named_by_a_made_up_token_are_not_taken(lan, world, code):
    ask_more(world, code)
    assert send(lan, code, kept="eyJiaXJ0aF9ub3RpY2UiOltdfQ:abc:def").status_code == 422


def test_only_papers_or_only_answers_may_be_asked(lan, world, code):
    ask_more(world, code, fields=())
    shown = lan.get(f"/dossiers/{code}/supplement")
    sent = {"version": hidden(shown, "version"), "kept": hidden(shown, "kept"), "papers.birth_notice": photo()}
    assert lan.post(f"/dossiers/{code}/supplement", sent).status_code == 302


def test_a_supplement_typed_while_the_session_ran_out_is_kept(lan, world, code):
    ask_more(world, code)
    lan.cookies.clear()
    url = f"/dossiers/{code}/supplement"
    assert "session-expired" in lan.post(url, {"child_home_place": "phường Kim Long", "kept": ""}).url
    signed_in(world.lan, client=lan)
    back = lan.get(url)
    assert 'value="phường Kim Long"' in back.content.decode()
    assert "bạn chọn lại giúp" in text(back)


def test_withdrawing_asks_first_and_then_ends_it(lan, world, code):
    assert "Rút rồi thì không mở lại được" in page(lan, code, "/withdraw")
    assert lan.post(f"/dossiers/{code}/withdraw", {"version": "1", "reason": "Nộp nhầm"}).url == f"/dossiers/{code}"
    assert "Bạn đã rút hồ sơ này" in page(lan, code)
    assert lan.get(f"/dossiers/{code}/withdraw").url == f"/dossiers/{code}"


def test_a_withdrawal_is_not_done_over_something_one_has_not_seen(lan, world, code):
    act(world, code, "accept_dossier")
    assert lan.post(f"/dossiers/{code}/withdraw", {"version": "1"}).status_code == 409
    assert seen_by(world, code).state == "in_process"


def test_a_late_decision_says_so(lan, world, code, frozen_clock):
    act(world, code, "accept_dossier")
    frozen_clock.forward(timedelta(days=3))
    said = page(lan, code)
    assert "quá hạn" in said
    assert "Cơ quan đang trễ hẹn với bạn" in said
    assert "Lẽ ra bạn đã có kết quả trước 09:00, thứ Ba, 03/03/2026." in said


@pytest.mark.parametrize("where", ["", "/supplement", "/withdraw", "/documents/receipt"])
def test_somebody_elses_dossier_is_not_there(world, code, where):
    assert signed_in(world.minh).get(f"/dossiers/{code}{where}").status_code == 404


def test_what_one_sent_can_be_looked_at_but_not_by_others(lan, world, code):
    (paper,) = seen_by(world, code).papers
    url = f"/dossiers/{code}/papers/{paper.file_id}"
    shown = lan.get(url)
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert signed_in(world.minh).get(url).status_code == 404


@pytest.mark.parametrize("where", ["/en/apply/1.001193", "/en/dossiers/{code}", "/en/dossiers/{code}/withdraw"])
def test_pages_are_english_for_english_readers(lan, code, where):
    answer = lan.get(where.format(code=code))
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.content.decode()
