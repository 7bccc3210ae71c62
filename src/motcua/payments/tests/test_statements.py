"""A bank's statement, read as a stream and held against the books."""

import io
import tracemalloc
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowedError
from motcua.payments import api
from motcua.payments.contracts import ObligationState
from motcua.payments.errors import StatementRefusedError
from motcua.payments.models import Statement, StatementLine
from motcua.payments.statements.reading import BadStatementError, Entry, Foot, Head, read_statement
from motcua.payments.statements.writing import NAMESPACE, Told, write_statement
from motcua.payments.tests.world import NUMBER, books_rest, on_account, world
from motcua.platform.database.transactions import acting

DAY = date(2026, 11, 27)


@pytest.fixture
def here(db):
    return world()


def told(amount, message, reference="", at="2026-11-27T03:00:00+00:00"):
    return Told(reference or uuid4().hex, amount, message, at)


def take(*lines, number="S1", account=NUMBER):
    text = "".join(write_statement(number, account, DAY, lines))
    [view] = api.take_statement(bank="simulated", stream=io.BytesIO(text.encode()), actor=SYSTEM)
    return view


def read(text):
    return list(read_statement(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def test_what_a_notice_told_is_matched_and_what_it_did_not_tell_is_booked_late(here):
    heard, lost, stray = here.owed(8000), here.owed(2000), told(500, "chuyen tien")
    here.came(8000, heard.bill_code, reference="FT1")
    view = take(told(8000, heard.bill_code, "FT1"), told(2000, f"CK {lost.bill_code}"), stray)
    assert view.counts == {"matched": 1, "late": 1, "unknown": 1}
    assert here.again(lost).state is ObligationState.SETTLED
    assert on_account(f"bank:{NUMBER}") == 10_500
    assert books_rest() == 0


def test_the_same_file_again_changes_nothing(here):
    line = told(2000, here.owed(2000).bill_code)
    first = take(line)
    assert take(line) == first
    assert on_account(f"bank:{NUMBER}") == 2000
    with acting(SYSTEM):
        assert Statement.objects.count() == 1


def test_a_line_that_another_file_told_before_is_a_duplicate(here):
    line = told(2000, here.owed(2000).bill_code)
    take(line)
    assert take(line, number="S2").counts == {"duplicate": 1}
    assert on_account(f"bank:{NUMBER}") == 2000


def test_another_amount_than_the_notice_told_is_seen_and_not_booked(here):
    owed = here.owed(8000)
    here.came(8000, owed.bill_code, reference="FT1")
    assert take(told(800, owed.bill_code, "FT1")).counts == {"amount_differs": 1}
    assert on_account(f"bank:{NUMBER}") == 8000


def test_what_is_booked_here_and_unknown_to_the_bank_is_found(here):
    with clock.at(clock.now().replace(year=2026, month=11, day=26)):
        here.came(8000, here.owed(8000).bill_code, reference="FT-INVENTED")
    view = take(told(1, "a", at="2026-11-25T03:00:00+00:00"), told(1, "b"))
    assert view.counts == {"not_at_bank": 1, "unknown": 2}


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("it does not add up", lambda text: text.replace('<Amt Ccy="VND">8000.00', '<Amt Ccy="VND">8001.00', 1)),
        ("not an account of ours", lambda text: text.replace(NUMBER, "123")),
        (
            "an entry that is not in VND, or has no side",
            lambda text: text.replace('<Ntry><Amt Ccy="VND"', '<Ntry><Amt Ccy="USD"'),
        ),
        ("an amount that is no whole number of đồng", lambda text: text.replace("8000.00", "8000.50")),
        ("an entry without a number", lambda text: text.replace("<AcctSvcrRef>FT9</AcctSvcrRef>", "")),
        ("an entry without a day", lambda text: text.replace("2026-11-27T03", "soon")),
        ("another format", lambda text: text.replace(NAMESPACE, "urn:x")),
        ("no XML: no element found", lambda text: text[:400]),
        ("a DTD", lambda text: text.replace("?>\n", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1)),
        ("a DTD", lambda text: text.replace("?>\n", '?><!DOCTYPE a SYSTEM "file:///etc/passwd">', 1)),
        ("an instruction", lambda text: text.replace("?>\n", "?><?php x ?>", 1)),
        ("too deep", lambda text: text.replace("<GrpHdr>", "<a>" * 50)),
        ("a text without an end", lambda text: text.replace("LE PHI", "x" * 3000)),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_and_nothing_of_it_is_booked(here, why, change):
    text = "".join(write_statement("S1", NUMBER, DAY, [told(1, here.owed(1).bill_code), told(8000, "LE PHI", "FT9")]))
    with pytest.raises(StatementRefusedError) as refusal:
        api.take_statement(bank="simulated", stream=io.BytesIO(change(text).encode()))
    assert refusal.value.facts["why"] == why
    assert on_account(f"bank:{NUMBER}") == 0
    with acting(SYSTEM):
        assert not StatementLine.objects.exists()


@given(st.binary(max_size=400))
def test_nonsense_is_refused_and_nothing_else_happens(body):
    with pytest.raises(BadStatementError):
        read(body)


def test_money_that_went_out_and_money_that_is_only_expected(here):
    text = "".join(write_statement("S1", NUMBER, DAY, [told(5, "a")]))
    text = text.replace("</Acct>", "</Acct>").replace("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>")
    assert [type(one) for one in read(text)] == [Head, Foot]
    out = "".join(write_statement("S1", NUMBER, DAY, [told(5, "a")])).replace(
        '<Ntry><Amt Ccy="VND">5.00</Amt><CdtDbtInd>CRDT', '<Ntry><Amt Ccy="VND">5.00</Amt><CdtDbtInd>DBIT'
    )
    assert [one.amount for one in read(out) if isinstance(one, Entry)] == [-5]


def test_nobody_but_the_system_says_by_a_file_that_money_came(here):
    with pytest.raises(NotAllowedError):
        api.take_statement(bank="simulated", stream=io.BytesIO(b""), actor=here.official("head"))


class Long:
    """A statement of many entries that is never whole in memory."""

    def __init__(self, entries):
        self.pieces, self.rest = self._write(entries), b""

    def _write(self, entries):
        whole = "".join(write_statement("S1", NUMBER, DAY, [told(5, "MCX le phi " * 5, "FT")]))
        start = whole.index("<Ntry>")
        entry, end = whole[start : whole.index("</Ntry>") + 7], whole.index("</Ntry>") + 7
        yield whole[:start].encode()
        for _number in range(entries // 100):
            yield (entry * 100).encode()
        yield whole[end:].encode()

    def read(self, size):
        while len(self.rest) < size and (piece := next(self.pieces, b"")):
            self.rest += piece
        given, self.rest = self.rest[:size], self.rest[size:]
        return given


def test_memory_stays_flat_however_long_the_statement_is():
    def peak(entries):
        tracemalloc.start()
        count = sum(isinstance(one, Entry) for one in read_statement(Long(entries)))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == entries
        return size

    short, long = peak(2_000), peak(20_000)
    assert long < short * 1.5, (short, long)
