"""What is owed, what comes in, what goes back: with the books open beside it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowedError
from motcua.payments import api
from motcua.payments.contracts import ObligationState, Outcome
from motcua.payments.errors import (
    AlreadyPaidError,
    NoticeRefusedError,
    ObligationNotFoundError,
    RefundNotFoundError,
    RefundOutOfTurnError,
)
from motcua.payments.models import Attempt, Credit, Journal, Obligation, Posting, RefusedNotice
from motcua.payments.services.attempts import LAPSES_AFTER, ask_again
from motcua.payments.tests.world import NUMBER, account, books_rest, notice, on_account, signed, world
from motcua.platform.database.transactions import acting
from motcua.platform.outbox.models import OutboxEvent


@pytest.fixture
def here(db):
    return world()


def hear(body, **how):
    return api.hear(bank="simulated", body=body, **signed(body, **how))


def test_a_transfer_with_the_code_settles_what_is_owed(here):
    owed = here.owed(8000)
    assert here.came(8000, f"LAN CK {owed.bill_code}") is Outcome.SETTLED
    assert here.again(owed).state is ObligationState.SETTLED
    assert on_account(f"bank:{NUMBER}") == 8000
    assert on_account(f"due:{owed.id}") == on_account(f"held:{owed.id}") == books_rest() == 0
    assert OutboxEvent.objects.filter(name="payments.obligation_settled.v1").count() == 1


def test_the_same_thing_is_owed_once(here):
    thing = uuid4()
    owed = here.owed(reference_id=thing)
    assert here.owed(reference_id=thing).bill_code == owed.bill_code
    here.came(8000, owed.bill_code)
    with pytest.raises(AlreadyPaidError):
        here.owed(reference_id=thing)


def test_the_same_number_of_the_bank_is_booked_once(here):
    owed = here.owed()
    assert here.came(8000, owed.bill_code, reference="FT1") is Outcome.SETTLED
    assert here.came(8000, owed.bill_code, reference="FT1") is Outcome.SEEN
    assert on_account(f"bank:{NUMBER}") == 8000


def test_the_same_number_with_another_amount_is_refused(here):
    owed = here.owed()
    here.came(8000, owed.bill_code, reference="FT1")
    with pytest.raises(NoticeRefusedError):
        here.came(80_000, owed.bill_code, reference="FT1")
    assert on_account(f"bank:{NUMBER}") == 8000


def test_paid_twice_raises_a_refund_by_itself(here):
    owed = here.owed()
    here.came(8000, owed.bill_code)
    assert here.came(8000, owed.bill_code) is Outcome.REFUNDING
    assert [(one.amount, one.reason) for one in here.again(owed).refunds] == [(8000, "twice")]
    assert on_account(f"refunds:{here.agency_id}") == -8000
    assert books_rest() == 0


def test_too_little_is_held_and_the_rest_settles_it(here):
    owed = here.owed(8000)
    assert here.came(5000, owed.bill_code) is Outcome.SHORT
    assert (here.again(owed).missing, here.again(owed).held) == (3000, 5000)
    assert here.came(3000, owed.bill_code) is Outcome.SETTLED


def test_too_much_settles_it_and_the_rest_goes_back(here):
    owed = here.owed(8000)
    assert here.came(10_000, owed.bill_code) is Outcome.SETTLED
    assert [(one.amount, one.reason) for one in here.again(owed).refunds] == [(2000, "too_much")]


def test_money_for_what_is_cancelled_goes_back(here):
    owed = here.owed()
    here.came(1000, owed.bill_code)
    api.cancel_obligation(actor=SYSTEM, kind="tests", reference_id=owed.reference.id)
    assert here.came(8000, owed.bill_code) is Outcome.REFUNDING
    assert [one.amount for one in here.again(owed).refunds] == [1000, 8000]
    assert on_account(f"due:{owed.id}") == on_account(f"fees:{here.agency_id}") == 0


def test_money_that_says_nothing_waits_for_a_person(here):
    assert here.came(8000, "chuyen tien") is Outcome.UNKNOWN
    assert on_account(f"unknown:{NUMBER}") == -8000
    [left] = api.list_unknown_credits(actor=here.official("receiver"))
    assert left.amount == 8000
    assert api.list_unknown_credits(actor=here.official("receiver", agency_id=uuid4())) == ()


def test_a_counter_takes_what_is_missing_and_later_money_goes_back(here):
    owed = here.owed(8000)
    clerk = here.official("receiver")
    here.came(3000, owed.bill_code)
    assert api.pay_at_counter(actor=clerk, kind="tests", reference_id=owed.reference.id)
    assert here.again(owed).state is ObligationState.SETTLED
    assert on_account(f"cash:{here.agency_id}") == 5000
    assert not api.pay_at_counter(actor=clerk, kind="tests", reference_id=owed.reference.id)
    assert here.came(8000, owed.bill_code) is Outcome.REFUNDING


def test_nobody_pays_or_sees_what_another_one_owes(here):
    owed = here.owed()
    for act in (api.show_bill, api.get_bill):
        with pytest.raises(ObligationNotFoundError):
            act(actor=here.binh, bill_code=owed.bill_code)
    for somebody in (here.binh, here.official("head", agency_id=uuid4())):
        with acting(somebody):
            assert not Obligation.objects.exists()
            assert not Journal.objects.exists()
            assert not Posting.objects.exists()
    with acting(here.lan):
        assert Obligation.objects.count() == 1
    with pytest.raises(ProgrammingError), transaction.atomic(), acting(here.lan):
        Obligation.objects.update(state="settled")


def test_the_books_only_grow(here):
    here.owed()
    for table in ("payments_journal", "payments_posting"):
        for what in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
            with pytest.raises(ProgrammingError), acting(SYSTEM), connection.cursor() as cursor:
                cursor.execute(what)


@pytest.mark.parametrize("amounts", [(), (5,), (5, -4), (5, 5)])
def test_an_entry_that_does_not_come_to_nothing_is_refused_by_the_database(here, amounts):
    with pytest.raises(IntegrityError, match="does not come to nothing"), acting(SYSTEM):
        _write_entry(here.agency_id, amounts)


def _write_entry(agency_id, amounts):
    entry = Journal.objects.create(at="2026-01-01T00:00Z", kind="trial", agency_id=agency_id, by="x")
    for amount in amounts:
        Posting.objects.create(journal=entry, account="a", amount=amount)
    connection.check_constraints()


def test_a_settlement_stands_once_in_the_books_whatever_the_code_does(here):
    owed = here.owed()
    here.came(8000, owed.bill_code)
    with pytest.raises(IntegrityError), acting(SYSTEM):
        Journal.objects.create(
            at="2026-01-01T00:00Z", kind="settled", agency_id=here.agency_id, obligation_id=owed.id, by="x"
        )


def test_a_signed_notice_is_believed_once(here):
    owed = here.owed()
    body = notice(8000, owed.bill_code)
    assert hear(body) is Outcome.SETTLED
    assert hear(body) is Outcome.SEEN


@pytest.mark.parametrize(
    ("why", "how", "other"),
    [
        ("bad_signature", {"key": b"x" * 32}, {}),
        ("out_of_window", {"late": 301}, {}),
        ("out_of_window", {"late": -301}, {}),
        ("not_readable", {}, {"amount": 8000.0}),
        ("not_readable", {}, {"amount": True}),
        ("not_readable", {}, {"currency": "USD"}),
        ("not_readable", {}, {"message": None}),
        ("not_readable", {}, {"message": "a\0b"}),
        ("not_readable", {}, {"booked_at": "2026-01-01T00:00:00"}),
        ("no_amount", {}, {"amount": -8000}),
        ("no_amount", {}, {"amount": 10**16}),
        ("not_our_account", {}, {"account": "666"}),
    ],
)
def test_what_is_not_believed_is_kept_aside_and_nothing_is_booked(here, why, how, other):
    owed = here.owed()
    with pytest.raises(NoticeRefusedError):
        hear(notice(8000, owed.bill_code, **other), **how)
    with acting(SYSTEM):
        assert [row.why for row in RefusedNotice.objects.all()] == [why]
        assert not Credit.objects.exists()
    assert here.again(owed).state is ObligationState.OWED


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"[" * 10_000, b"\xff"])
def test_nonsense_with_a_good_signature_is_only_refused(here, body):
    with pytest.raises(NoticeRefusedError):
        hear(body)


def test_the_page_lets_the_bank_be_asked_and_nobody_is_locked_out(here, frozen_clock, monkeypatch):
    owed = here.owed()
    api.show_bill(actor=here.lan, bill_code=owed.bill_code)
    api.show_bill(actor=here.lan, bill_code=owed.bill_code)
    with acting(SYSTEM):
        assert [row.state for row in Attempt.objects.all()] == ["pending"]
    frozen_clock.forward(timedelta(seconds=11))
    assert ask_again() == 1, "no bank answers here, so it stays as it is"
    with acting(SYSTEM):
        assert [(row.state, row.asked) for row in Attempt.objects.all()] == [("pending", 1)]
    assert ask_again() == 0
    frozen_clock.forward(LAPSES_AFTER + timedelta(hours=1))
    ask_again()
    with acting(SYSTEM):
        assert [row.state for row in Attempt.objects.all()] == ["expired"]
    assert here.came(8000, owed.bill_code) is Outcome.SETTLED, "late, and welcome"
    with acting(SYSTEM):
        assert [row.state for row in Attempt.objects.all()] == ["succeeded"]


def test_a_refund_needs_another_head_and_goes_out_once(here):
    owed = here.owed()
    here.came(8000, owed.bill_code)
    here.came(8000, owed.bill_code)
    [refund] = api.list_refunds(actor=here.official("receiver"))
    with pytest.raises(NotAllowedError):
        api.approve_refund(actor=here.official("receiver"), refund_id=refund.id)
    with pytest.raises(RefundNotFoundError):
        api.approve_refund(actor=here.official("head", agency_id=uuid4()), refund_id=refund.id)
    with pytest.raises(RefundOutOfTurnError):
        api.note_refund_paid(actor=here.official("receiver"), refund_id=refund.id)
    api.approve_refund(actor=here.official("head"), refund_id=refund.id)
    api.note_refund_paid(actor=here.official("receiver"), refund_id=refund.id)
    with pytest.raises(RefundOutOfTurnError):
        api.note_refund_paid(actor=here.official("receiver"), refund_id=refund.id)
    assert on_account(f"bank:{NUMBER}") == 8000
    assert on_account(f"refunds:{here.agency_id}") == books_rest() == 0


def test_an_account_of_another_agency_pays_nothing_here(here):
    from motcua.agencies import api as agencies

    agencies.register_agency(actor=SYSTEM, code="H57.98", name={"vi": "B"}, tier="ministry", branch="justice")
    api.write_accounts([account("H57.98", "900000002")])
    owed = here.owed()
    assert here.came(8000, owed.bill_code, number="900000002") is Outcome.UNKNOWN
    assert here.again(owed).state is ObligationState.OWED
