"""Four eyes for what is left, receipts with numbers, the month in the books."""

import subprocess
from uuid import uuid4

import pytest
from django.db import IntegrityError

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.payments import api
from motcua.payments.contracts import ObligationState
from motcua.payments.errors import (
    CreditNotFoundError,
    FourEyesError,
    ObligationNotFoundError,
    ProposedAlreadyError,
    ReceiptNotFoundError,
)
from motcua.payments.models import Assignment
from motcua.payments.tests.world import NUMBER, books_rest, on_account, world
from motcua.platform.database.transactions import acting


@pytest.fixture
def here(db):
    return world()


def stray(here, amount=8000):
    here.came(amount, "chuyen tien")
    return api.list_unknown_credits(actor=here.official("receiver"))[0]


def test_unknown_money_is_given_its_reason_by_two_people(here):
    owed, one, other = here.owed(), here.official("receiver"), here.official("receiver")
    credit = stray(here)
    asked = api.propose_assignment(actor=one, credit_id=credit.id, bill_code=owed.bill_code)
    with pytest.raises(ProposedAlreadyError):
        api.propose_assignment(actor=other, credit_id=credit.id, bill_code=owed.bill_code)
    with pytest.raises(FourEyesError):
        api.decide_assignment(actor=one, assignment_id=asked.id, agreed=True)
    assert here.again(owed).state is ObligationState.OWED
    api.decide_assignment(actor=other, assignment_id=asked.id, agreed=True)
    assert here.again(owed).state is ObligationState.SETTLED
    assert on_account(f"unknown:{NUMBER}") == books_rest() == 0
    with pytest.raises(CreditNotFoundError):
        api.decide_assignment(actor=other, assignment_id=asked.id, agreed=True)


def test_the_database_itself_wants_two_people(here):
    owed, one = here.owed(), here.official("receiver")
    asked = api.propose_assignment(actor=one, credit_id=stray(here).id, bill_code=owed.bill_code)
    with pytest.raises(IntegrityError), acting(SYSTEM):
        Assignment.objects.filter(id=asked.id).update(decided_by_id=one.id)


def test_a_proposal_can_be_taken_back_and_another_one_made(here):
    owed, one = here.owed(), here.official("receiver")
    credit = stray(here)
    asked = api.propose_assignment(actor=one, credit_id=credit.id, bill_code=owed.bill_code)
    api.decide_assignment(actor=one, assignment_id=asked.id, agreed=False)
    assert api.list_assignments(actor=one) == ()
    api.propose_assignment(actor=one, credit_id=credit.id, bill_code=owed.bill_code)


def test_nobody_of_another_agency_says_what_money_is_for(here):
    owed, credit = here.owed(), stray(here)
    with pytest.raises(CreditNotFoundError):
        api.propose_assignment(
            actor=here.official("receiver", agency_id=uuid4()), credit_id=credit.id, bill_code=owed.bill_code
        )
    with pytest.raises(ObligationNotFoundError):
        api.propose_assignment(actor=here.official("receiver"), credit_id=credit.id, bill_code="MC")


def test_unknown_money_goes_back_after_another_head_agreed(here):
    head = here.official("head")
    back = api.propose_refund(actor=head, credit_id=stray(here).id, reason="Chuyển nhầm")
    with pytest.raises(FourEyesError):
        api.approve_refund(actor=head, refund_id=back.id)
    api.approve_refund(actor=here.official("head"), refund_id=back.id)
    api.note_refund_paid(actor=head, refund_id=back.id)
    assert on_account(f"bank:{NUMBER}") == on_account(f"unknown:{NUMBER}") == books_rest() == 0


def numbers(first, last, **more):
    return {"agency": "H57.99", "series": "BN/26", "first": first, "last": last, "from": "2020-01-01"} | more


def test_receipts_are_numbered_one_after_the_other_and_money_comes_without_numbers_too(here):
    api.write_ranges([numbers(7, 8), numbers(50, 90, to="2021-01-01")])
    said = []
    for _time in range(3):
        owed = here.owed()
        here.came(8000, owed.bill_code)
        said.append(here.again(owed).receipt)
    assert said == ["BN/26 0000007", "BN/26 0000008", ""]
    with pytest.raises(ReceiptNotFoundError):
        api.find_receipt(actor=here.lan, bill_code=owed.bill_code)
    with pytest.raises(ObligationNotFoundError):
        api.find_receipt(actor=here.binh, bill_code=owed.bill_code)


def test_the_receipt_reads_back_as_it_was_written(here, tmp_path):
    api.write_ranges([numbers(7, 8)])
    owed = here.owed(150_000)
    here.came(150_000, owed.bill_code)
    found = api.find_receipt(actor=here.lan, bill_code=owed.bill_code)
    file = tmp_path / "receipt.pdf"
    file.write_bytes(api.print_receipt(found, "http://localhost/pay/x", "en"))
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    for said in ("Biên nhận phí, lệ phí", "0000007", "BN/26", "150.000 đồng", owed.bill_code, "PHƯỜNG THỬ", "Việc thử"):
        assert said in text


def test_the_month_is_read_from_the_books(here, frozen_clock):
    owed = here.owed()
    here.came(8000, owed.bill_code)
    frozen_clock.set(clock.now().replace(month=4))
    here.came(8000, owed.bill_code)
    head = here.official("head")
    [refund] = api.list_refunds(actor=head)
    api.approve_refund(actor=head, refund_id=refund.id)
    api.note_refund_paid(actor=head, refund_id=refund.id)
    [march] = api.month_report(actor=head, year=2026, month=3)
    [april] = api.month_report(actor=head, year=2026, month=4)
    assert (march.opening, march.came, march.went, march.closing) == (0, 8000, 0, 8000)
    assert (april.opening, april.came, april.went, april.closing) == (8000, 8000, 8000, 8000)
    assert api.month_report(actor=here.official("head", agency_id=uuid4()), year=2026, month=4) == ()
