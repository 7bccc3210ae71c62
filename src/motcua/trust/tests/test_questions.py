"""A person asks why somebody looked; the head answers, in time, not about an own look; both are in the ledger."""

from datetime import timedelta

import pytest

from motcua.dossiers import api as dossiers
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel.errors import NotAllowedError
from motcua.ledger.errors import EntryNotFoundError
from motcua.platform.database.transactions import acting
from motcua.trust.contracts import LooksAsked
from motcua.trust.errors import (
    AlreadyAnsweredError,
    AnswerInvalidError,
    NobodyToAskError,
    OwnLookError,
    QuestionNotFoundError,
)
from motcua.trust.looks import list_looks
from motcua.trust.models import Question
from motcua.trust.questions import answer_question, ask_about_look, list_questions, question_about


@pytest.fixture
def world(db, frozen_clock) -> worlds.World:
    """Monday 2 March 2026, 09:00."""
    return worlds.build()


@pytest.fixture
def look(world):
    """The specialist's look at Lan's dossier."""
    code = worlds.submitted(world).code
    dossiers.get_dossier(actor=world.specialist, code=code)
    (found,) = list_looks(actor=world.lan).looks
    return found


def test_one_click_is_a_question_with_a_day_and_a_second_is_the_same(world, look, frozen_clock):
    asked = ask_about_look(actor=world.lan, entry_id=look.id)
    assert (asked.official, asked.code) == (world.specialist.name, look.code)
    assert timedelta(days=13) < asked.due_at - asked.asked_at < timedelta(days=15)  # ten working days
    frozen_clock.forward(timedelta(days=1))
    assert ask_about_look(actor=world.lan, entry_id=look.id, said="thêm") == asked


def test_the_head_answers_and_she_reads_it_and_it_stays(world, look):
    asked = ask_about_look(actor=world.lan, entry_id=look.id, said="Tôi không biết anh ấy.")
    (seen,) = list_questions(actor=world.head)
    assert seen.said == "Tôi không biết anh ấy." and not seen.late
    answer_question(actor=world.head, question_id=asked.id, answer="Anh An thụ lý hồ sơ của bà.")
    told = question_about(actor=world.lan, entry_id=look.id)
    assert told.answer == "Anh An thụ lý hồ sơ của bà." and world.head.name in told.answered_by
    with pytest.raises(AlreadyAnsweredError):
        answer_question(actor=world.head, question_id=asked.id, answer="Khác đi.")
    acts = [one.what for one in list_looks(actor=world.lan, asked=LooksAsked(everything=True)).looks]
    assert acts[:3] == [
        "Trả lời câu hỏi về một lượt xem",
        "Mở danh sách câu hỏi của người dân",
        "Hỏi về một lượt xem",
    ]
    assert list_looks(actor=world.lan).looks[0].why == "Anh An thụ lý hồ sơ của bà."


def test_who_looked_does_not_answer(world):
    code = worlds.submitted(world).code
    dossiers.get_dossier(actor=world.head, code=code)
    (own,) = list_looks(actor=world.lan).looks
    asked = ask_about_look(actor=world.lan, entry_id=own.id)
    with pytest.raises(OwnLookError):
        answer_question(actor=world.head, question_id=asked.id, answer="Tôi xem thôi.")


def test_it_is_late_when_its_day_is_over(world, look, frozen_clock):
    ask_about_look(actor=world.lan, entry_id=look.id)
    frozen_clock.forward(timedelta(days=30))
    assert [one.late for one in list_questions(actor=world.head)] == [True]


def test_nobody_asks_for_another_or_about_nobody(world, look):
    with pytest.raises(EntryNotFoundError):
        ask_about_look(actor=world.minh, entry_id=look.id)
    own = next(one for one in list_looks(actor=world.lan, asked=LooksAsked(everything=True)).looks if not one.who)
    with pytest.raises(NobodyToAskError):
        ask_about_look(actor=world.lan, entry_id=own.id)
    with pytest.raises(NotAllowedError):
        ask_about_look(actor=world.head, entry_id=look.id)


def test_another_agency_and_another_person_see_no_row_of_it(world, look):
    asked = ask_about_look(actor=world.lan, entry_id=look.id)
    for stranger in (world.minh, world.stranger):
        with acting(stranger):
            assert not Question.objects.exists()
    with pytest.raises(NotAllowedError):
        list_questions(actor=world.receiver)
    other = worlds.official("Tô Văn Bảy", world.elsewhere, "head")
    assert list_questions(actor=other) == ()
    for said in ("Không phải của tôi.", ""):  # nor does a slip of the pen tell that there is one
        with pytest.raises(QuestionNotFoundError):
            answer_question(actor=other, question_id=asked.id, answer=said)


def test_an_answer_says_something(world, look):
    asked = ask_about_look(actor=world.lan, entry_id=look.id)
    for nothing in ("", "  ", "x" * 2001):
        with pytest.raises(AnswerInvalidError):
            answer_question(actor=world.head, question_id=asked.id, answer=nothing)


def test_the_pages_carry_it_from_her_to_the_head_and_back(world, look):
    hers, heads = signed_in(world.lan), signed_in(world.head)
    assert "Tôi không hiểu vì sao có lượt xem này" in hers.get(f"/my/looks/{look.id}").content.decode()
    answer = hers.post(f"/my/looks/{look.id}/ask", {"said": "Vì sao ạ?"})
    assert answer.status_code == 302 and answer["Location"].endswith(f"/my/looks/{look.id}#question")
    assert "Đang chờ trả lời" in hers.get(f"/my/looks/{look.id}").content.decode()
    page = heads.get("/desk/looks/").content.decode()
    assert "Vì sao ạ?" in page and world.lan.name in page
    (row,) = list_questions(actor=world.head)
    refused = heads.post(f"/desk/looks/{row.id}", {"answer": ""})
    assert refused.status_code == 422 and "nhiều nhất 2000" in refused.content.decode()
    done = heads.post(f"/desk/looks/{row.id}", {"answer": "Anh An thụ lý hồ sơ này."}, follow=True).content.decode()
    assert "Đã gửi câu trả lời" in done
    assert "Anh An thụ lý hồ sơ này." in hers.get(f"/my/looks/{look.id}").content.decode()
    assert signed_in(world.receiver).get("/desk/looks/").status_code == 403
