"""A person uses a right over her data; the agency answers in time, once, and by a law; all of it is in the ledger."""

import io
import json
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import pytest
from PIL import Image

from motcua.dossiers import api as dossiers
from motcua.dossiers.services.papers import attach_papers
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowedError
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files
from motcua.platform.files.models import File
from motcua.trust.contracts import LooksAsked
from motcua.trust.errors import (
    ExtendedAlreadyError,
    NoRightsRuleError,
    RequestChangedError,
    RequestEndedError,
    RequestInvalidError,
    RequestNotFoundError,
    TooManyRequestsError,
)
from motcua.trust.holdings import pack_my_data
from motcua.trust.looks import list_looks
from motcua.trust.models import DataRequest
from motcua.trust.requests import (
    acknowledge_request,
    agencies_to_ask,
    ask_about_data,
    extend_request,
    finish_request,
    get_own_request,
    list_own_requests,
    list_requests,
    refuse_request,
    withdraw_request,
)
from motcua.trust.rights import rule_on

WHAT = "Địa chỉ của tôi đã đổi từ tháng trước."


@pytest.fixture
def world(db, frozen_clock) -> worlds.World:
    """Monday 2 March 2026, 09:00."""
    return worlds.build()


@pytest.fixture
def code(world):
    """Lan has filed something, so an agency has data of hers."""
    return worlds.submitted(world).code


def asked(world, kind="correct", **more):
    (agency, *_others) = agencies_to_ask(actor=world.lan)
    wanted = {"key": uuid4(), "kind": kind, "agency_id": agency.id, "said": WHAT} | more
    return get_own_request(actor=world.lan, request_id=ask_about_data(actor=world.lan, **wanted))


def test_a_request_gets_its_days_from_the_law_of_its_day(world, code, frozen_clock):
    one = asked(world, "correct", code=code)
    assert one.due_at - one.asked_at > timedelta(days=9) and one.acknowledge_by - one.asked_at < timedelta(days=4)
    assert asked(world, "delete").due_at > one.due_at
    assert "91/2025" in one.law["vi"] and not one.verified
    assert rule_on(date(2025, 12, 31)) is None


def test_the_same_key_is_the_same_request(world, code):
    key = uuid4()
    assert asked(world, key=key).id == asked(world, key=key, said="Khác").id
    assert len(list_own_requests(actor=world.lan)) == 1


def test_what_is_missing_is_said_by_field(world, code):
    with pytest.raises(RequestInvalidError) as refused:
        ask_about_data(actor=world.lan, key=uuid4(), kind="sell", agency_id=uuid4(), said=" ", code="H1-260101-000001")
    assert set(refused.value.fields) == {"kind", "agency", "said", "code"}
    with pytest.raises(NotAllowedError):
        ask_about_data(actor=world.head, key=uuid4(), kind="view", agency_id=None, said=WHAT)


def test_the_head_acknowledges_extends_once_and_answers_and_she_reads_it_all(world, code, frozen_clock):
    one = asked(world)
    acknowledge_request(actor=world.head, request_id=one.id, expected_version=1)
    with pytest.raises(RequestChangedError):
        extend_request(actor=world.head, request_id=one.id, expected_version=1, why="Phải hỏi cơ quan khác.")
    extend_request(actor=world.head, request_id=one.id, expected_version=2, why="Phải hỏi cơ quan khác.")
    with pytest.raises(ExtendedAlreadyError):
        extend_request(actor=world.head, request_id=one.id, expected_version=3, why="Vẫn chưa xong.")
    longer = get_own_request(actor=world.lan, request_id=one.id)
    assert longer.due_at - one.due_at > timedelta(days=14) and longer.extended_why == "Phải hỏi cơ quan khác."
    finish_request(actor=world.head, request_id=one.id, expected_version=3, answer="Đã sửa địa chỉ trong sổ.")
    done = get_own_request(actor=world.lan, request_id=one.id)
    assert (done.state, done.answer) == ("done", "Đã sửa địa chỉ trong sổ.") and world.head.name in done.ended_by
    for again in (finish_request, refuse_request):
        with pytest.raises(RequestEndedError):
            again(
                actor=world.head,
                request_id=one.id,
                expected_version=4,
                answer="Khác đi.",
                **({"basis": "x y z"} if again is refuse_request else {}),
            )
    looks = list_looks(actor=world.lan, asked=LooksAsked(everything=True)).looks
    said = [look.what for look in looks]
    assert said[:3] == [
        "Thực hiện xong yêu cầu về dữ liệu của bạn",
        "Gia hạn trả lời yêu cầu về dữ liệu của bạn",
        "Xác nhận đã nhận yêu cầu về dữ liệu của bạn",
    ]
    assert looks[0].why == "Đã sửa địa chỉ trong sổ."


def test_a_refusal_names_its_law(world, code):
    one = asked(world, "delete")
    with pytest.raises(RequestInvalidError) as refused:
        refuse_request(actor=world.head, request_id=one.id, expected_version=1, answer="Không xóa được.", basis="")
    assert set(refused.value.fields) == {"basis"}
    refuse_request(
        actor=world.head, request_id=one.id, expected_version=1, answer="Hồ sơ còn thời hạn lưu.", basis="Luật Lưu trữ"
    )
    assert get_own_request(actor=world.lan, request_id=one.id).basis == "Luật Lưu trữ"


def test_it_is_slow_and_then_late_when_nobody_does_anything(world, code, frozen_clock):
    one = asked(world)
    frozen_clock.forward(timedelta(days=5))
    assert [(each.slow, each.late) for each in list_requests(actor=world.head)] == [(True, False)]
    frozen_clock.forward(timedelta(days=15))
    assert get_own_request(actor=world.lan, request_id=one.id).late
    with pytest.raises(ExtendedAlreadyError):
        extend_request(actor=world.head, request_id=one.id, expected_version=1, why="Quá hạn rồi mới xin thêm.")


def test_she_takes_it_back_and_nobody_else_can(world, code):
    one = asked(world)
    with pytest.raises(RequestNotFoundError):
        withdraw_request(actor=world.minh, request_id=one.id)
    withdraw_request(actor=world.lan, request_id=one.id)
    assert get_own_request(actor=world.lan, request_id=one.id).state == "withdrawn"
    with pytest.raises(RequestEndedError):
        withdraw_request(actor=world.lan, request_id=one.id)


def test_another_agency_and_another_person_see_no_row_of_it(world, code):
    one = asked(world)
    for stranger in (world.minh, world.stranger):
        with acting(stranger):
            assert not DataRequest.objects.exists()
    with pytest.raises(NotAllowedError):
        list_requests(actor=world.receiver)
    other = worlds.official("Tô Văn Bảy", world.elsewhere, "head")
    assert list_requests(actor=other) == ()
    with pytest.raises(RequestNotFoundError):
        finish_request(actor=other, request_id=one.id, expected_version=1, answer="Của tôi đâu.")


def test_no_rule_in_force_is_said_and_asks_for_nothing(world, code, settings, tmp_path):
    (tmp_path / "none.yaml").write_text("rules: []\n")
    settings.MOTCUA_RIGHTS = str(tmp_path / "none.yaml")
    with pytest.raises(NoRightsRuleError):
        asked(world)
    assert "chưa có quy định" in signed_in(world.lan).get("/my/data/ask").content.decode()


def test_what_she_takes_home_is_all_hers_and_has_no_note_of_officials(world, code):
    dossiers.get_dossier(actor=world.specialist, code=code, why="Đọc")
    one = asked(world)
    with pack_my_data(actor=world.lan) as file, zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
        me, looks = json.loads(packed.read("me.json")), json.loads(packed.read("looks.json"))
        case = json.loads(packed.read(f"dossiers/{code}/dossier.json"))
        papers = [name for name in packed.namelist() if "/papers/" in name]
    assert me["person"]["full_name"] == world.lan.name and me["requests"][0]["id"] == str(one.id)
    assert looks["totalUsages"] >= 1 and case["answers"] and len(papers) == len(case["papers"])
    assert not {"proposal", "duplicates", "next_actions"} & set(case)
    with pytest.raises(NotAllowedError):
        pack_my_data(actor=world.head)


def test_the_pages_carry_it_from_her_to_the_head_and_back(world, code):
    hers, heads = signed_in(world.lan), signed_in(world.head)
    page = hers.get("/my/data").content.decode()
    assert world.lan.name in page and "Bạn chưa gửi yêu cầu nào." in page
    wrong = hers.post("/my/data/ask", {"key": str(uuid4()), "said": WHAT})
    assert wrong.status_code == 422 and WHAT in wrong.content.decode()
    (agency, *_others) = agencies_to_ask(actor=world.lan)
    form = {"key": str(uuid4()), "kind": "correct", "agency": str(agency.id), "said": WHAT, "code": code}
    page = hers.post("/my/data/ask", form, follow=True).content.decode()
    assert "Đã gửi yêu cầu." in page and "Chậm nhất" in page and "91/2025" in page
    (row,) = list_requests(actor=world.head)
    page = heads.get("/desk/data/").content.decode()
    assert WHAT in page and world.lan.name in page
    refused = heads.post(f"/desk/data/{row.id}/finish", {"version": "1", "answer": ""})
    assert refused.status_code == 422 and "Hãy viết đã làm gì" in refused.content.decode()
    assert heads.post(f"/desk/data/{row.id}/acknowledge", {"version": "7"}).status_code == 409
    assert heads.post(f"/desk/data/{row.id}/acknowledge", {"version": "1"}).status_code == 302
    done = heads.post(f"/desk/data/{row.id}/finish", {"version": "2", "answer": "Đã sửa trong sổ."}, follow=True)
    assert "Người yêu cầu đọc được ngay" in done.content.decode()
    assert "Đã sửa trong sổ." in hers.get(f"/my/data/{row.id}").content.decode()
    assert "What this door keeps about you" in hers.get("/en/my/data").content.decode()
    taken = hers.get("/my/data/all.zip")
    assert zipfile.is_zipfile(io.BytesIO(b"".join(taken.streaming_content)))
    assert signed_in(world.receiver).get("/desk/data/").status_code == 403


def test_five_may_wait_at_one_agency_so_that_nobody_buries_what_others_ask(world, code):
    ids = [asked(world).id for _n in range(5)]
    with pytest.raises(TooManyRequestsError):
        asked(world)
    (agency, *_others) = agencies_to_ask(actor=world.lan)
    form = {"key": str(uuid4()), "kind": "view", "agency": str(agency.id), "said": WHAT}
    page = signed_in(world.lan).post("/my/data/ask", form)
    assert page.status_code == 409 and WHAT in page.content.decode()
    withdraw_request(actor=world.lan, request_id=ids[0])
    asked(world)


def test_a_number_that_is_none_is_a_version_that_is_not_current(world, code):
    one = asked(world)
    for sent in ("9" * 5000, "²", "-1", ""):
        answer = signed_in(world.head).post(f"/desk/data/{one.id}/acknowledge", {"version": sent})
        assert answer.status_code == 409


def test_a_paper_that_is_held_back_is_told_of_and_holds_nothing_else_back(world, code):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    with acting(world.lan):
        stored = files.store_file(io.BytesIO(picture.getvalue()), "giấy.png", owner_id=world.lan.id)
        receipt = dossiers.get_dossier(actor=world.lan, code=code)
        attach_papers(receipt.id, {"birth_notice": (stored.id,)}, owner_id=world.lan.id)
    File.objects.filter(id=stored.id).update(quarantined_at=clock.now())
    with pack_my_data(actor=world.lan) as file, zipfile.ZipFile(file) as packed:
        held = [name for name in packed.namelist() if "/papers/" in name]
        assert held and all(name.endswith(".txt") for name in held)
        assert "mã độc" in packed.read(held[0]).decode()
