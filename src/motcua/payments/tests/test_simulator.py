"""The bank that does not exist, as it is told to behave, and the product beside it. Real sockets on this machine."""

import json
import threading
import time
from contextlib import contextmanager

import pytest

from motcua.payments import api
from motcua.payments.contracts import ObligationState
from motcua.payments.contrib.simulated import SimulatedBank, key_of_simulator
from motcua.payments.domain import signing, vietqr
from motcua.payments.simulator.book import Book
from motcua.payments.simulator.server import Bank
from motcua.payments.simulator.telling import Behaviour, Teller
from motcua.payments.tests.world import world


class Silent(Teller):
    """Notices stay in a list, in the order in which they would go out."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:9", key_of_simulator())
        self.sent: list[tuple[int, bool]] = []

    def _post(self, credit, key):
        self.sent.append((credit.amount, key == self._key))
        return 200


@contextmanager
def open_bank(folder):
    bank = Bank(Book(folder / "book.jsonl"), Silent(), key_of_simulator())
    threading.Thread(target=bank.serve_forever, daemon=True).start()
    (folder / "bank.json").write_text(json.dumps({"url": bank.url}))
    try:
        yield bank
    finally:
        bank.shutdown()
        bank.server_close()


@pytest.fixture
def bank(tmp_path, settings):
    settings.MOTCUA_BANK_SIMULATOR = tmp_path / "bank.json"
    with open_bank(tmp_path) as running:
        yield running


def transfer(amount, message="MC1"):
    return vietqr.Transfer("999999", "900000001", amount, message, message)


def told(bank, behaviour, *amounts):
    bank.teller.behaviour = behaviour
    for amount in amounts:
        bank.pay(transfer(amount))
    deadline = time.monotonic() + 3
    expected = {"twice": 2, "lying": 2}.get(next((n for n in ("twice", "lying") if getattr(behaviour, n)), ""), 1)
    while len(bank.teller.sent) < expected * len(amounts) and time.monotonic() < deadline:
        time.sleep(0.02)
    return bank.teller.sent


def test_it_tells_once_twice_lies_forges_and_is_silent_as_it_is_told(bank):
    assert told(bank, Behaviour(), 5) == [(5, True)]
    bank.teller.sent.clear()
    assert told(bank, Behaviour(twice=True), 5) == [(5, True)] * 2
    bank.teller.sent.clear()
    assert told(bank, Behaviour(lying=True), 5) == [(5, True), (50, True)]
    bank.teller.sent.clear()
    assert told(bank, Behaviour(forged=True), 5) == [(5, False)]
    bank.teller.sent.clear()
    bank.teller.behaviour = Behaviour(lost=True)
    bank.pay(transfer(5))
    bank.teller.behaviour = Behaviour(reordered=True)
    bank.pay(transfer(6))
    assert bank.teller.sent == []


def test_its_book_outlives_it(bank, tmp_path):
    bank.pay(transfer(5, "MC-kept"))
    assert [one.amount for one in Book(tmp_path / "book.jsonl").with_bill("MC-kept")] == [5]


def test_money_that_nobody_told_of_is_found_by_asking(bank, db):
    here = world()
    owed = here.owed(8000)
    bank.teller.behaviour = Behaviour(lost=True)
    bank.pay(transfer(8000, owed.bill_code))
    [news] = SimulatedBank().ask(owed.bill_code)
    api.take_credit(news)
    assert here.again(owed).state is ObligationState.SETTLED


def test_a_bank_that_is_deaf_or_gone_knows_nothing_and_nothing_breaks(bank, tmp_path):
    bank.pay(transfer(8000, "MC2"))
    bank.deaf = True
    assert SimulatedBank().ask("MC2") == ()
    bank.deaf = False
    assert len(SimulatedBank().ask("MC2")) == 1
    bank.shutdown()
    bank.server_close()
    assert SimulatedBank().ask("MC2") == ()
    (tmp_path / "bank.json").write_text("nonsense")
    assert SimulatedBank().ask("MC2") == ()


def test_only_signed_questions_are_answered():
    assert signing.problem(b"k", "5", b"x", signing.sign(b"k", 5, b"x"), 5) == ""
    assert signing.problem(b"k", "5", b"y", signing.sign(b"k", 5, b"x"), 5) == "bad_signature"
    assert signing.problem(b"k", "-5", b"x", "v1=", 5) == "no_moment"
    assert signing.problem(b"k", "5", b"x", "v1=é", 5) == "bad_signature"
