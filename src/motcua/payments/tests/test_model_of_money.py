"""Everything that can happen to money, in any order, beside a plain model of it: notices told twice, late, in another order,
forged, lost; banks that are asked; counters; cancelled obligations; refunds. After each step the books come to nothing, nothing
is settled twice, and nothing waits for money that has come. 5,000 steps each time, 100,000 in `make nightly`.
"""

import os
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import MotCuaError
from motcua.payments import api
from motcua.payments.contracts import CreditNews
from motcua.payments.domain.news import read_credit
from motcua.payments.errors import NoticeRefusedError, RefundOutOfTurnError
from motcua.payments.tests.world import BIN, NUMBER, notice, signed, world
from motcua.platform.database.transactions import acting

NIGHTLY = bool(os.environ.get("MOTCUA_NIGHTLY"))
STEPS, EXAMPLES = 100, 1400 if NIGHTLY else 70  # Hypothesis ends some examples before their hundredth step
PROMISED = 100_000 if NIGHTLY else 5_000
EVERYTHING = """
SELECT 'account', account, sum(amount)::bigint FROM payments_posting GROUP BY account
UNION ALL SELECT 'settled', obligation_id::text, count(*) FROM payments_journal WHERE kind = 'settled' GROUP BY obligation_id
UNION ALL SELECT 'back', obligation_id::text, sum(amount)::bigint FROM payments_refund GROUP BY obligation_id
UNION ALL SELECT 'is ' || state, bill_code || ' ' || id, 1 FROM payments_obligation
"""
pytestmark = [pytest.mark.long, pytest.mark.timeout(7200 if NIGHTLY else 900)]
AMOUNTS = st.sampled_from([1, 2000, 8000, 150_000])
taken = {"steps": 0}


@dataclass
class Owed:
    """What the model knows of one obligation."""

    thing: UUID
    amount: int
    came: int = 0
    state: str = "owed"
    back: int = 0

    def money(self, amount: int) -> None:
        """Money has come for it."""
        self.came += amount
        if self.state != "owed":
            self.back += amount
        elif self.came >= self.amount:
            self.state, self.back = "settled", self.came - self.amount

    def cancel(self) -> None:
        if self.state == "owed":
            self.state, self.back = "cancelled", self.came


@dataclass
class Truth:
    """What the bank knows: its credits by number, each the body of its notice."""

    credits: dict[str, tuple[str, int, bytes]] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)


class Money(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.here, self.owed, self.bank = world(), {}, Truth()
        self.cash = self.given_back = self.stray = 0
        self.clerk, self.head = self.here.official("receiver"), self.here.official("head")

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def _bill(self, data):
        """Drawn by its place: codes differ from run to run."""
        return list(self.owed)[data.draw(st.integers(0, len(self.owed) - 1))]

    def _reference(self, data):
        return list(self.bank.credits)[data.draw(st.integers(0, len(self.bank.credits) - 1))]

    def _heard(self, reference):
        """The model's side of a credit that is heard of, for the first time or again."""
        if reference not in self.bank.heard:
            bill, amount, _body = self.bank.credits[reference]
            self.bank.heard.add(reference)
            if bill in self.owed:
                self.owed[bill].money(amount)
            else:
                self.stray += amount

    @rule(amount=AMOUNTS)
    def owe(self, amount):
        thing = uuid4()
        self.owed[self.here.owed(amount, reference_id=thing).bill_code] = Owed(thing, amount)

    @precondition(lambda self: self.owed)
    @rule(data=st.data(), amount=AMOUNTS, exact=st.booleans(), stray=st.sampled_from([False] * 5 + [True]))
    def pay(self, data, amount, exact, stray):
        """The bank moves money. Nobody is told yet."""
        bill = self._bill(data)
        amount = self.owed[bill].amount if exact else amount
        reference, said = uuid4().hex, "" if stray else bill
        body = notice(amount, f"CK {said}", reference=reference)
        self.bank.credits[reference] = (said, amount, body)

    @precondition(lambda self: self.bank.credits)
    @rule(data=st.data())
    def notice_arrives(self, data):
        """Any notice of the whole past: late, again, before an older one. The others are lost, so far."""
        reference = self._reference(data)
        body = self.bank.credits[reference][2]
        api.hear(bank="simulated", body=body, **signed(body))
        self._heard(reference)

    @precondition(lambda self: self.bank.credits)
    @rule(data=st.data(), amount=AMOUNTS)
    def lie_arrives(self, data, amount):
        """A known number with another amount, from the bank itself."""
        reference = self._reference(data)
        bill, real, _body = self.bank.credits[reference]
        if reference in self.bank.heard and amount != real:
            body = notice(amount, f"CK {bill}", reference=reference)
            with pytest.raises(NoticeRefusedError):
                api.hear(bank="simulated", body=body, **signed(body))

    @precondition(lambda self: self.owed)
    @rule(data=st.data(), how=st.sampled_from(["key", "late", "account", "negative"]))
    def forgery_arrives(self, data, how):
        other = {"account": {"account": "1"}, "negative": {"amount": -5}}.get(how, {})
        body = notice(8000, self._bill(data), **other)
        seal = signed(body, late=400 if how == "late" else 0, key=b"?" * 32 if how == "key" else None)
        with pytest.raises(NoticeRefusedError):
            api.hear(bank="simulated", body=body, **seal)

    @precondition(lambda self: self.owed)
    @rule(data=st.data())
    def bank_is_asked(self, data):
        """What was lost is heard all the same."""
        bill = self._bill(data)
        for reference, (said, amount, _body) in self.bank.credits.items():
            if said == bill:
                told = {
                    "reference": reference, "bin": BIN, "account": NUMBER, "amount": amount, "currency": "VND",
                    "message": bill, "booked_at": "2026-11-27T00:00:00+00:00",
                }  # fmt: skip
                news: CreditNews = read_credit("simulated", told, "asked")
                api.take_credit(news)
                self._heard(reference)

    @precondition(lambda self: self.owed)
    @rule(data=st.data())
    def cancelled(self, data):
        model = self.owed[self._bill(data)]
        api.cancel_obligation(actor=SYSTEM, kind="tests", reference_id=model.thing)
        model.cancel()

    @precondition(lambda self: self.owed)
    @rule(data=st.data())
    def counter_takes_it(self, data):
        model = self.owed[self._bill(data)]
        took = api.pay_at_counter(actor=self.clerk, kind="tests", reference_id=model.thing)
        assert took == (model.state == "owed")
        if took:
            self.cash += model.amount - model.came
            model.money(model.amount - model.came)

    @precondition(lambda self: self.owed)
    @rule(data=st.data(), act=st.sampled_from(["approve", "pay"]))
    def refund_goes_on(self, data, act):
        waiting = api.list_refunds(actor=self.head)
        if not waiting:
            return
        one = waiting[data.draw(st.integers(0, len(waiting) - 1))]
        if act == "approve" and one.state == "raised":
            api.approve_refund(actor=self.head, refund_id=one.id)
        elif act == "pay" and one.state == "approved":
            api.note_refund_paid(actor=self.clerk, refund_id=one.id)
            self.given_back += one.amount
        else:
            with pytest.raises(RefundOutOfTurnError):
                (api.approve_refund if act == "approve" else api.note_refund_paid)(actor=self.head, refund_id=one.id)

    @invariant()
    def books_and_model_say_the_same(self):
        taken["steps"] += 1
        connection.check_constraints()
        with acting(SYSTEM), connection.cursor() as cursor:
            cursor.execute(EVERYTHING)  # in one question: it is asked after each of thousands of steps
            found = cursor.fetchall()
        accounts, settled, backs = (
            {key: amount for of, key, amount in found if of == kind} for kind in ("account", "settled", "back")
        )
        rows = {key.split()[0]: (key.split()[1], of[3:]) for of, key, _one in found if of.startswith("is ")}
        assert sum(accounts.values()) == 0
        assert set(settled.values()) <= {1}
        heard = sum(self.bank.credits[one][1] for one in self.bank.heard)
        assert accounts.get(f"bank:{NUMBER}", 0) == heard - self.given_back
        assert accounts.get(f"cash:{self.here.agency_id}", 0) == self.cash
        assert -accounts.get(f"unknown:{NUMBER}", 0) == self.stray
        for bill, model in self.owed.items():
            obligation_id, state = rows[bill]
            assert state == model.state
            assert (obligation_id in settled) == (model.state == "settled")
            assert backs.get(obligation_id, 0) == model.back
            due, held = accounts.get(f"due:{obligation_id}", 0), -accounts.get(f"held:{obligation_id}", 0)
            assert due == (model.amount if model.state == "owed" else 0)
            assert held == (model.came if model.state == "owed" else 0)
            assert held < model.amount, "it waits for money that has come"


def test_money_is_never_lost_whatever_happens_to_the_news_of_it(db):
    """Alarms ring thousands of times here; nobody needs to read them."""
    taken["steps"] = 0
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{taken['steps']:,} steps")
    assert taken["steps"] >= PROMISED


def test_the_model_itself_can_say_no():
    model = Owed(uuid4(), 10)
    model.money(4)
    assert (model.state, model.back) == ("owed", 0)
    model.money(9)
    assert (model.state, model.back) == ("settled", 3)
    assert issubclass(NoticeRefusedError, MotCuaError)
