"""Form 06: every hand of a dossier is a line, and each is judged by the days of its own time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from motcua.dossiers import api
from motcua.dossiers.contracts import Outcome
from motcua.dossiers.documents.tests.test_papers import text_of
from motcua.dossiers.domain.handovers import Told, handovers, judged
from motcua.dossiers.errors import DossierNotFoundError
from motcua.dossiers.tests.world import official, submitted
from motcua.ledger.models import Entry

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
HELD = {"submitted": "receiver", "in_process": "specialist", "awaiting_approval": "head", "approved": "receiver",
        "returned": "nobody", "awaiting_supplement": "applicant", "withdrawn": "nobody"}  # fmt: skip
OFFICE = UUID(int=7)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}:00+07:00")


def told(action, when, name="", **facts):
    return Told(action, at(when), name, OFFICE if name else None, {k.rstrip("_"): v for k, v in facts.items()})


def lines(*acts, check_by="03T09:00"):
    agencies = {"receiver": OFFICE, "specialist": OFFICE, "head": OFFICE}
    return handovers(acts, HELD, agencies, start="submitted", check_by=at(check_by))


FILED = told("submitted", "02T09:00")
ACCEPTED = told("accept", "02T10:00", "Hà", from_="submitted", to="in_process", act_by=at("04T10:00").isoformat())


def test_what_goes_to_another_role_is_a_line_and_closes_the_one_before():
    first, second = lines(FILED, ACCEPTED)
    assert (first.giver.role, first.taker.role, first.taker.name, first.done_at) == (
        "applicant",
        "receiver",
        "Hà",
        at("02T10:00"),
    )
    assert (second.giver.name, second.taker.role, second.due_at, second.done_at) == (
        "Hà",
        "specialist",
        at("04T10:00"),
        None,
    )


def test_an_act_that_stays_with_its_role_is_no_line_but_may_move_the_date():
    extended = told("extend", "03T09:00", "Mai", from_="in_process", to="in_process", act_by=at("09T10:00").isoformat())
    found = lines(FILED, ACCEPTED, extended)
    assert len(found) == 2 and found[1].due_at == at("09T10:00")


def test_who_has_a_step_of_it_elsewhere_hands_it_on_but_was_not_its_taker():
    asked = told("request_supplement", "03T09:00", "Sơn", from_="in_process", to="awaiting_supplement", step="survey")
    found = lines(FILED, ACCEPTED, asked)
    assert [(line.giver.name, line.taker.name) for line in found] == [("", "Hà"), ("Hà", ""), ("Sơn", "")]
    assert found[1].done_at == at("03T09:00")


def test_who_takes_it_first_is_the_taker_and_who_gets_it_then_is_a_line():
    claimed = told("claim", "02T11:00", "An", assignee_name="An", from_="in_process", to="in_process")
    given = told("assign", "02T12:00", "Mai", assignee_name="Bình", from_="in_process", to="in_process")
    let_go = told("release", "02T13:00", "Bình", assignee_name="", from_="in_process", to="in_process")
    found = lines(FILED, ACCEPTED, claimed, given, let_go)
    assert [(line.giver.name, line.taker.name) for line in found] == [
        ("", "Hà"),
        ("Hà", "An"),
        ("Mai", "Bình"),
        ("Bình", ""),
    ]
    assert [line.due_at for line in found[1:]] == [at("04T10:00")] * 3


@pytest.mark.parametrize(
    ("done", "outcome"),
    [
        ("03T17:00", Outcome.AHEAD),
        ("04T08:00", Outcome.ON_TIME),
        ("04T10:00", Outcome.ON_TIME),
        ("04T10:01", Outcome.LATE),
    ],
)
def test_a_hand_is_ahead_before_the_day_on_time_on_it_and_late_after_the_moment(done, outcome):
    resolved = told("resolve", done, "An", from_="in_process", to="awaiting_approval")
    found = judged(lines(FILED, ACCEPTED, resolved), HANOI, at("30T09:00"))
    assert found[1].outcome is outcome


def test_who_still_has_it_is_late_when_the_moment_is_over_and_nothing_before():
    found = lines(FILED, ACCEPTED)
    assert judged(found, HANOI, at("03T09:00"))[1].outcome is None
    assert judged(found, HANOI, at("05T09:00"))[1].outcome is Outcome.LATE


def test_the_applicant_is_never_judged():
    asked = told("request_supplement", "02T11:00", "An", from_="in_process", to="awaiting_supplement",
                 act_by=at("03T09:00").isoformat())  # fmt: skip
    assert judged(lines(FILED, ACCEPTED, asked), HANOI, at("20T09:00"))[2].outcome is None


def test_a_result_ends_with_the_applicant_and_a_withdrawal_with_no_line():
    done = told("approve", "03T08:00", "Mai", from_="in_process", to="approved")
    given = told("return", "03T09:00", "Hà", from_="approved", to="returned")
    assert lines(FILED, ACCEPTED, done, given)[-1].taker.role == "applicant"
    gone = told("withdraw", "03T09:00", from_="in_process", to="withdrawn")
    assert len(lines(FILED, ACCEPTED, gone)) == 2


@pytest.fixture
def done(world, frozen_clock):
    """Received, resolved a day late by a colleague who was given it, approved and handed out."""
    code = submitted(world).code
    binh = official("Đỗ Bình", world.agency, "specialist")
    view = api.get_dossier(actor=world.receiver, code=code)
    view = api.accept_dossier(actor=world.receiver, dossier_id=view.id, expected_version=1)
    view = api.claim_dossier(actor=world.specialist, dossier_id=view.id, expected_version=2)
    view = api.assign_dossier(
        actor=world.head, dossier_id=view.id, expected_version=3, assignee_id=binh.id, note="Nghỉ"
    )
    frozen_clock.forward(timedelta(days=2))
    view = api.resolve_dossier(actor=binh, dossier_id=view.id, expected_version=4, proposal={"certificate_number": "1"})
    view = api.approve_dossier(actor=world.head, dossier_id=view.id, expected_version=5)
    api.return_result(actor=world.receiver, dossier_id=view.id, expected_version=6)
    return code


def test_a_real_dossier_tells_its_hands_from_the_ledger(world, done):
    slip = api.get_control_slip(actor=world.head, code=done)
    assert [(line.giver.role, line.taker.name, line.outcome) for line in slip.lines] == [
        ("applicant", "Lê Thu Hà", Outcome.AHEAD),
        ("receiver", "Phan Quốc An", Outcome.AHEAD),
        ("specialist", "Đỗ Bình", Outcome.LATE),
        ("specialist", "Hoàng Thị Mai", Outcome.LATE),
        ("head", "Lê Thu Hà", None),
        ("receiver", "", None),
    ]
    assert slip.lines[2].due_at == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def test_looking_at_the_slip_is_written_down_and_strangers_find_nothing(world, done):
    api.get_control_slip(actor=world.head, code=done)
    assert Entry.objects.filter(action="dossiers.looked_at", facts={"paper": "control_slip"}).count() == 1
    with pytest.raises(DossierNotFoundError):
        api.get_control_slip(actor=world.stranger, code=done)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (
            "vi",
            ("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Đỗ Bình, Công chức tư pháp - hộ tịch", "Quá hạn", "Nghỉ"),
        ),
        ("en", ("Control slip of the handling", "Đỗ Bình, the specialist", "Late", "Given to a colleague")),
    ],
)
def test_the_printed_slip_says_the_same_in_both_languages(world, done, language, says):
    printed, name = api.print_control_slip(actor=world.head, code=done, language=language)
    text = text_of(printed)
    assert name == f"{done}-control-slip.pdf"
    for part in says:
        assert part in text
