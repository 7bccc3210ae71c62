"""Senders that mean harm, or whose software is broken: rows are refused, the rest is taken, nothing breaks."""

import gzip
import json
import time
import zlib
from datetime import datetime, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from falcon.testing import create_environ
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.dossiers.http import seating
from motcua.dossiers.http.plane import application
from motcua.dossiers.models import Dossier, SyncedDossier, SyncedProgress
from motcua.dossiers.services.numbering import next_number
from motcua.dossiers.syncing import batches, reading
from motcua.dossiers.syncing.errors import BodyBrokenError, BodySlowError, BodyTooBigError
from motcua.dossiers.syncing.national_batches import NationalBatch
from motcua.dossiers.syncing.reading import Body
from motcua.dossiers.syncing.taking import take_batch
from motcua.dossiers.tests import pushing
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.pushing import CODE, System, dossier, lines, step
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting, bare_cursor
from motcua.platform.web.seats import Seats, SharedSeats


@pytest.fixture
def system(world):
    found = System(world.agency)
    found.world = world
    return found


def raw(row, old, new):
    return json.dumps(row).replace(old, new).encode()


REFUSED = [
    (b"[" * 60_000, ""),
    (b'{"kind":"dossier","details":' + b"[" * 30_000 + b"]" * 30_000 + b"}", ""),
    (b'{"kind":"dossier","details":{"a":' + b"9" * 60_000 + b"}}", ""),
    (b"\xff\xfe{}", "not_json"),
    (b"null", "wrong_shape"),
    (b'{"kind":"other"}', "wrong_shape"),
    (b"x" * 70_000, "line_too_long"),
    (raw(dossier(), '"sequence": 1', '"sequence": 1, "sequence": 2'), "name_twice"),
    (raw(dossier(), '"sequence": 1', '"sequence": 1, "sequence" : 2'), "name_twice"),
    (raw(dossier(), '"sequence": 1', '"sequence": 1, "sequence"\t: 2'), "name_twice"),
    (raw(dossier(), '"sequence": 1', '"sequence": 1, "sequence" \r : 2'), "name_twice"),
    (raw(dossier(), '"number":', '"name": "Người khác", "number":'), "name_twice"),
    (json.dumps(dossier(extra=1)).encode(), "wrong_shape"),
    (json.dumps(dossier(sequence=-1)).encode(), "order_absurd"),
    (json.dumps(dossier(sequence=10**15)).encode(), "order_absurd"),
    (json.dumps(dossier(sequence=None)).encode(), "order_missing"),
    (json.dumps(dossier(as_of="2026-03-01T00:00:00Z")).encode(), "order_missing"),
    (json.dumps(dossier(status=0)).encode(), "unknown_status"),
    (json.dumps(dossier(status=10**30)).encode(), ""),
    (json.dumps(dossier(fee_total=-1)).encode(), "fee_absurd"),
    (json.dumps(dossier(procedure="9.999999")).encode(), "unknown_procedure"),
    (json.dumps(dossier(procedure="1.001193\u0000")).encode(), "unknown_procedure"),
    (json.dumps(dossier(applicant={"name": "A\u0000B"})).encode(), "text_unreadable"),
    (json.dumps(dossier(applicant={"name": "A" * 201})).encode(), "text_too_long"),
    (json.dumps(dossier(applicant={"name": "A", "number": "12a"})).encode(), "number_unreadable"),
    (json.dumps(dossier(applicant={"name": "A", "number": "٠٤٦١٩٠٠٠٠٠١٧"})).encode(), "number_unreadable"),
    (json.dumps(dossier(submitted_at="0001-01-01T00:00:00Z")).encode(), "moment_absurd"),
    (json.dumps(dossier(submitted_at="9999-12-31T23:59:59Z")).encode(), "moment_absurd"),
    (json.dumps(dossier(submitted_at="0001-01-01T00:00:00+07:00")).encode(), "moment_absurd"),
    (json.dumps(dossier(due_at="9999-12-31T23:59:59-07:00")).encode(), "moment_absurd"),
    (json.dumps(dossier(submitted_at="2026-02-27T08:00:00")).encode(), "moment_absurd"),
    (json.dumps(dossier(due_at="9999-12-31T23:59:59Z")).encode(), "moment_absurd"),
    (json.dumps(dossier(code="H57.17-260230-0001")).encode(), "code_unreadable"),
    (json.dumps(dossier(code="H57.17-260303-0001")).encode(), "code_unreadable"),
    (json.dumps(dossier(code="' OR 1=1 --")).encode(), "code_unreadable"),
    (json.dumps(dossier(code="H57.17-260227-٠٠٠١")).encode(), "code_unreadable"),
    (json.dumps(dossier(code="000.00.18.H57-260227-0001")).encode(), "not_your_code"),
    (json.dumps(dossier(details={"a": "x" * 5000})).encode(), "details_too_long"),
    (json.dumps(dossier(details={"a": "\u0000"})).encode(), "text_unreadable"),
    (json.dumps(step(note="x" * 2001)).encode(), "text_too_long"),
    (json.dumps(step(at="2031-01-01T00:00:00Z")).encode(), "moment_absurd"),
]


def test_each_bad_row_is_refused_with_its_reason_and_the_good_one_between_is_taken(system):
    told, summary = system.push(*(row for row, _code in REFUSED), dossier())
    by_line = {row["line"]: row for row in told}
    for line, (row, code) in enumerate(REFUSED, 1):
        assert by_line[line]["result"] == "refused", row[:80]
        assert by_line[line]["message"]
        if code:
            assert by_line[line]["code"] == code, row[:200]
    assert (summary["refused"], summary["accepted"]) == (len(REFUSED), 1)


def test_what_looks_like_a_doubled_name_inside_a_text_is_none(system):
    told, _summary = system.push(dossier(applicant={"name": 'Lan "b": c'}, details={"a": 'x":', "t": "\\N\t\\."}))
    assert told[0]["result"] == "accepted", told
    assert pushing.one().applicant_name == 'Lan "b": c'
    with acting(SYSTEM):
        assert SyncedDossier.objects.get().details == {"a": 'x":', "t": "\\N\t\\."}


def test_an_old_way_of_writing_an_agency_is_understood(system):
    told, _summary = system.push(dossier(code="000.00.17.H57-260227-0009"))
    assert told[0]["result"] == "accepted"


def body(data, *, packed):
    return Body(BytesIO(data), packed=packed)


def read(data, *, packed=True):
    return [line for _number, line in body(data, packed=packed).each_line()]


def test_gzip_that_is_broken_or_cut_off_is_told(system):
    whole = gzip.compress(lines(dossier()) * 500)
    for data in (b"not gzip at all", whole[: len(whole) // 2], whole[:-4], whole + b"rubbish"):
        with pytest.raises(BodyBrokenError):
            read(data)
    answer = system.send(b"not gzip at all", Content_Encoding="gzip")
    assert (answer.status_code, answer.json["code"]) == (400, "dossiers.sync_body_broken")


def test_what_came_before_the_break_is_kept_and_sending_again_is_harmless(system):
    whole = zlib.compress(lines(dossier()) + b" " * 600_000, wbits=31)
    answer = system.send(whole[:-6], Content_Encoding="gzip")
    assert answer.status_code == 400
    assert pushing.one().code == CODE
    assert pushing.told(system.send(lines(dossier())))[0][0]["result"] == "unchanged"


def test_two_gzip_members_are_one_body():
    assert read(gzip.compress(b"a\nb\n") + gzip.compress(b"c")) == [b"a", b"b", b"c"]


def test_a_bomb_stops_before_it_fills_anything():
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"\n" * 1024**2) for _ in range(64)) + packer.flush()
    assert len(bomb) < 100_000
    with pytest.raises(BodyTooBigError):
        read(bomb)


def test_too_many_lines_are_too_many(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 10)
    with pytest.raises(BodyTooBigError):
        read(b"{}\n" * 11, packed=False)


def test_a_line_without_end_takes_no_memory_and_is_told_once():
    data = b"a" * (3 * reading.CHUNK) + b"\n{}\n"
    assert read(data, packed=False) == [None, b"{}"]


def test_a_sender_that_dribbles_is_stopped(monkeypatch):
    class Slow:
        def read(self, _size):
            clock[0] += 10
            return b"{}\n"

    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    with pytest.raises(BodySlowError):
        list(Body(Slow(), packed=False).each_line())


class Trickle:
    """As the server's stream: gives nothing before all that was asked for is there. A byte comes each second."""

    def __init__(self, clock, length):
        self.clock, self.left = clock, length

    def read(self, size):
        given = min(size, self.left)
        self.left -= given
        self.clock[0] += given
        return b" " * given


def test_a_sender_of_single_bytes_is_noticed_though_the_server_waits_for_as_many_as_were_asked_for(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(reading.time, "monotonic", lambda: clock[0])
    with pytest.raises(BodySlowError):
        Body(Trickle(clock, 100_000), packed=False).read_through()
    assert clock[0] < 200
    with pytest.raises(BodySlowError):
        NationalBatch.read("application/json", 100_000, Trickle(clock, 100_000))
    assert clock[0] < 400


class Asked(BytesIO):
    """A body that sends nothing; `meanwhile` happens while the server waits for it."""

    def __init__(self, meanwhile=lambda: None):
        super().__init__()
        self.meanwhile, self.times = meanwhile, 0

    def read(self, _size=-1):
        self.times += 1
        self.meanwhile()
        return b""


def asks(path, stream, **headers):
    """The path as a web thread sees it: the status, once it is known."""
    environ = create_environ(path, method="POST", headers=headers | {"Content-Length": "1000"})
    environ["wsgi.input"] = stream
    told = []
    b"".join(application(environ, lambda status, headers: told.append((status[:3], dict(headers).get("retry-after")))))
    return told[0]


@pytest.mark.parametrize("knows", [False, True])
def test_silent_senders_keep_few_threads_and_the_next_one_is_told_to_come_again(system, monkeypatch, knows):
    path = "/api/v1/dossiers/sync" if knows else "/api/v1/dossiers/sync/national"
    headers = {"Content-Type": "application/x-ndjson" if knows else "application/json"}
    if knows:
        headers["Authorization"] = f"Bearer {system.token}"
    one = Seats(1)
    monkeypatch.setattr(seating, "known" if knows else "strangers", lambda: one)
    second, answers = Asked(), []
    asks(path, Asked(lambda: answers.append(asks(path, second, **headers))), **headers)
    assert answers == [("503", "5")] and not second.times
    asks(path, second, **headers)
    assert second.times == 1  # the place was given back


def test_half_of_the_threads_are_for_batches_and_one_for_strangers(settings):
    settings.MOTCUA_THREADS = 6
    for seats, many in ((seating.known.__wrapped__(), 3), (seating.strangers.__wrapped__(), 1)):
        assert [seats.take() for _each in range(many + 1)] == [True] * many + [False]


def test_a_slow_sender_with_a_token_keeps_its_own_share_of_threads_and_others_are_still_read(
    system, world, monkeypatch
):
    senders = SharedSeats(2, 1, quick=0.01)
    monkeypatch.setattr(seating, "senders", lambda: senders)
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k1"}
    own = headers | {"Authorization": f"Bearer {system.token}"}
    clerk = world.receiver
    identity.open_account(actor=SYSTEM, login="mot-cua", secret="", name=clerk.name, official_id=clerk.id)
    ends = clock.now() + timedelta(hours=1)
    token = identity.issue_token(actor=SYSTEM, subject_id=clerk.id, label="của tôi", expires_at=ends).secret
    path, second, other, answers = "/api/v1/dossiers/H57.17-260302-0001/acts", Asked(), Asked(), []

    def meanwhile():
        answers.append(asks(path, second, **own))
        asks(path, other, **headers, Authorization=f"Bearer {token}")

    asks(path, Asked(meanwhile), **own)
    assert answers == [("503", "5")] and (second.times, other.times) == (0, 1)


def test_nothing_is_read_of_whoever_may_not_push(system, world):
    clerk = world.receiver
    identity.open_account(actor=SYSTEM, login="mot-cua", secret="", name=clerk.name, official_id=clerk.id)
    ends = clock.now() + timedelta(hours=1)
    token = identity.issue_token(actor=SYSTEM, subject_id=clerk.id, label="của tôi", expires_at=ends).secret
    stream = Asked()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    assert asks("/api/v1/dossiers/sync/national", stream, **headers)[0] == "403"
    assert not stream.times


def test_wrong_kinds_of_content_are_refused(system):
    for headers in ({"Content_Type": "application/json"}, {"Content_Encoding": "br"}):
        assert system.send(b"{}", **headers).status_code == 415


ROWS = [
    dossier(),
    dossier(sequence=3, status=9, decided_at="2026-03-01T09:00:00+07:00"),
    dossier(sequence=3, status=8, applicant={"name": "Trần Văn Minh", "number": "046088000023"}),
    dossier(sequence=2, status=5),
    dossier(code="H57.17-260226-0002", sequence=5),
    step(sequence=4, status=10, at="2026-03-01T10:00:00+07:00"),
    step(sequence=2, status=9, at="2026-02-28T10:00:00+07:00"),
    step(sequence=6, status=4, at="2026-03-01T11:00:00+07:00"),
    step(sequence=7, at="2026-03-01T12:00:00+07:00"),
    step(code="H57.17-260226-0002", sequence=9, status=3, at="2026-02-28T12:00:00+07:00"),
    step(code="H57.17-260226-0003", sequence=1, status=3),
    b"{broken",
]
EVERY_WAY = st.lists(st.lists(st.sampled_from(range(len(ROWS))), min_size=1, max_size=6), max_size=5)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    first=EVERY_WAY, order=st.permutations(range(len(ROWS))), cuts=st.sets(st.integers(1, len(ROWS) - 1), max_size=4)
)
def test_any_order_and_any_repetition_ends_in_the_same_state(system, first, order, cuts):
    """`first`: any rows, any number of times, in any batches; then all of them, in any order, cut into batches anywhere."""
    actor = system.actor
    with acting(SYSTEM):
        for model in (Dossier, SyncedDossier, SyncedProgress):
            model.objects.all().delete()
    edges = [0, *sorted(cuts), len(order)]
    batches = [*first, *(order[begin:end] for begin, end in pairwise(edges))]
    for batch in batches:
        taken = take_batch(actor=actor, body=body(lines(*(ROWS[n] for n in batch)), packed=False))
        list(taken.each_chunk())
    expected = _EXPECTED.setdefault("state", pushing.state())
    assert pushing.state() == expected


_EXPECTED: dict[str, object] = {}


def test_a_code_that_was_issued_here_in_the_first_hours_of_a_month_is_not_given_away(world, frozen_clock):
    frozen_clock.set(datetime.fromisoformat("2026-12-01T00:30:00+07:00"))  # in UTC it is November
    ours = worlds.submitted(world)
    pushed = dossier(code=ours.code, status=1, submitted_at="2026-12-01T00:10:00+07:00", received_at=None, due_at=None)
    (told,), _summary = System(world.agency).push(pushed)
    assert (told["result"], told["code"]) == ("refused", "issued_here")
    with acting(SYSTEM):
        assert Dossier.objects.filter(code=ours.code).count() == 1


def test_a_number_of_today_that_is_absurd_is_refused_and_moves_no_count(system):
    today = f"{clock.now():%y%m%d}"
    told, summary = system.push(dossier(code=f"H57.17-{today}-99999999"), dossier(code=f"H57.17-{today}-00000007"))
    assert [row.get("code") for row in told if row["result"] == "refused"] == ["number_too_far"]
    assert "ngày mai" in next(row["message"] for row in told if row["result"] == "refused")
    assert (summary["accepted"], next_number(f"H57.17:dossier:{today}")) == (1, 8)


def test_numbers_are_passed_over_in_a_transaction_of_their_own_before_the_rows(system, monkeypatch):
    class PowerCutError(Exception):
        pass

    def cut(*_args, **_more):
        raise PowerCutError

    today = f"{clock.now():%y%m%d}"
    monkeypatch.setattr(batches, "_write_dossiers", cut)
    with pytest.raises(PowerCutError):
        take_batch(actor=system.actor, body=body(lines(dossier(code=f"H57.17-{today}-0007")), packed=False))
    assert next_number(f"H57.17:dossier:{today}") == 8


def test_a_count_that_is_far_enough_is_not_even_locked(system):
    today = f"{clock.now():%y%m%d}"
    scope = f"H57.17:dossier:{today}"
    system.push(dossier(code=f"H57.17-{today}-0007"))
    with acting(SYSTEM), bare_cursor() as cursor:
        seen = "SELECT ctid::text, xmax::text FROM dossiers_counter WHERE scope = %s"
        before = cursor.execute(seen, (scope,)).fetchone()
        system.push(dossier(code=f"H57.17-{today}-0006"), dossier(code=f"H57.17-{today}-0007", sequence=2))
        assert cursor.execute(seen, (scope,)).fetchone() == before
