"""A dossier that waits for its fee, and the money that comes for it: neither waits for the other in vain."""

from uuid import uuid4

import pytest

from motcua.dossiers import api
from motcua.dossiers.contracts import ClockKind, State
from motcua.dossiers.errors import NothingToPayError
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests.lawful import accepted, which
from motcua.kernel import clock
from motcua.payments import api as payments
from motcua.payments.contracts import CreditNews, ObligationState, Outcome
from motcua.platform.outbox.api import deliver_pending

BIN, NUMBER = "999999", "900000001"


@pytest.fixture
def waiting(world, tmp_path):
    """The world, and a dossier in it that waits for 8,000 đồng."""
    world = lawful.build(world, tmp_path, fee=True)
    account = {"bank": "simulated", "bank_name": "Giả Định", "bin": BIN, "number": NUMBER, "holder": "PHUONG"}
    payments.write_accounts([account | {"agency": world.agency.code, "from": "2020-01-01"}])
    view = accepted(world)
    return world, api.request_payment(actor=world.specialist, **which(view), reason="Quét mã trên trang hồ sơ")


def bill(world, view):
    return payments.find_obligation(actor=world.lan, kind="dossiers", reference_id=view.id)


def came(owed, amount=8000):
    return payments.take_credit(
        CreditNews("simulated", uuid4().hex, BIN, NUMBER, amount, f"CK {owed.bill_code}", clock.now())
    )


def seen(world, view):
    return api.get_dossier(actor=world.specialist, code=view.code)


def test_what_is_owed_is_told_line_by_line_with_its_reference(waiting):
    owed = bill(*waiting)
    assert (owed.amount, owed.payer_id, owed.reference.code) == (8000, waiting[0].lan.id, waiting[1].code)
    assert [line.total for line in owed.lines] == [8000]


def test_the_dossier_goes_on_by_itself_when_the_money_has_come(waiting):
    world, view = waiting
    assert came(bill(world, view)) is Outcome.SETTLED
    assert seen(world, view).state is State.AWAITING_PAYMENT, "the worker has not told it yet"
    deliver_pending()
    now = seen(world, view)
    assert (now.state, now.clock[-1].kind) == (State.IN_PROCESS, ClockKind.RUNNING)
    assert now.acts[-1].action == "confirm_payment"
    with pytest.raises(NothingToPayError):
        api.request_payment(actor=world.specialist, **which(now), reason="Lần nữa")


def test_an_official_who_is_faster_than_the_news_of_the_money_does_no_harm(waiting):
    world, view = waiting
    came(bill(world, view))
    api.confirm_payment(actor=world.receiver, **which(view))
    deliver_pending()
    assert seen(world, view).state is State.IN_PROCESS
    assert bill(world, view).refunds == ()


def test_who_pays_at_the_counter_and_by_code_gets_one_of_them_back(waiting):
    world, view = waiting
    api.confirm_payment(actor=world.receiver, **which(view), note="BL 12")
    assert bill(world, view).state is ObligationState.SETTLED
    assert came(bill(world, view)) is Outcome.REFUNDING
    assert [one.amount for one in bill(world, view).refunds] == [8000]


def test_nothing_is_owed_for_a_dossier_that_was_withdrawn_and_late_money_goes_back(waiting):
    world, view = waiting
    owed = bill(world, view)
    api.withdraw_dossier(actor=world.lan, **which(view), reason="Thôi")
    assert payments.get_bill(actor=world.lan, bill_code=owed.bill_code).state is ObligationState.CANCELLED
    assert came(owed) is Outcome.REFUNDING
    deliver_pending()
    assert seen(world, view).state is State.WITHDRAWN
