"""The pages of money, asked as people ask them."""

import pytest
from django.test import RequestFactory

from motcua.payments import api
from motcua.payments.contracts import ObligationState
from motcua.payments.errors import ObligationNotFoundError
from motcua.payments.tests.world import world
from motcua.payments.web import desk, paying


@pytest.fixture
def here(db):
    return world()


def asked(view, actor, *more, **sent):
    make = RequestFactory(enforce_csrf_checks=False)
    request = make.post("/desk/money/", sent) if sent else make.get("/pay/x")
    request.actor, request._dont_enforce_csrf_checks = actor, True
    return view(request, *more)


def test_the_bill_says_line_by_line_what_is_owed_and_turns_when_the_money_is_there(here):
    owed = here.owed(150_000)
    page = asked(paying.pay, here.lan, owed.bill_code).content.decode()
    for said in ("150.000 đồng", owed.bill_code, "900000001", "every 3s", "data:image/svg+xml;base64,", "Việc thử"):
        assert said in page
    here.came(150_000, owed.bill_code)
    page = asked(paying.pay, here.lan, owed.bill_code).content.decode()
    assert "Đã nhận tiền" in page
    assert "every 3s" not in page


def test_the_bill_of_another_person_is_not_there(here):
    with pytest.raises(ObligationNotFoundError):
        asked(paying.pay, here.binh, here.owed().bill_code)


def test_my_payments_are_mine(here):
    owed = here.owed()
    assert owed.bill_code in asked(paying.mine, here.lan).content.decode()
    assert owed.bill_code not in asked(paying.mine, here.binh).content.decode()


def test_two_officials_settle_unknown_money_on_the_page(here):
    owed, one, other = here.owed(), here.official("receiver"), here.official("head")
    here.came(8000, "<b>chuyen tien</b>")
    page = asked(desk.money, one).content.decode()
    assert "&lt;b&gt;chuyen tien" in page
    [credit] = api.list_unknown_credits(actor=one)
    assert asked(desk.money, one, act="propose", id=str(credit.id), bill_code=owed.bill_code).status_code == 302
    [asked_for] = api.list_assignments(actor=one)
    assert asked(desk.money, one, act="agree", id=str(asked_for.id)).status_code == 403
    assert asked(desk.money, other, act="agree", id=str(asked_for.id)).status_code == 302
    assert here.again(owed).state is ObligationState.SETTLED


@pytest.mark.parametrize("sent", [{"act": "agree", "id": "x"}, {"act": "approve", "id": ""}, {"act": "propose"}])
def test_nonsense_is_answered_with_a_page(here, sent):
    assert asked(desk.money, here.official("head"), **sent).status_code == 404


def test_the_month_is_shown(here):
    here.came(8000, here.owed().bill_code)
    assert "8.000 đồng" in asked(desk.month, here.official("head")).content.decode()
