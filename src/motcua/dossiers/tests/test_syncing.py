"""Status sync in: rows of an agency's own system, over HTTP."""

from io import BytesIO

import pytest

from motcua.dossiers.errors import DecidedElsewhereError
from motcua.dossiers.models import Change
from motcua.dossiers.queries import get_dossier, list_my_dossiers, track_dossier
from motcua.dossiers.queues import list_queue
from motcua.dossiers.services.acts import accept_dossier, withdraw_dossier
from motcua.dossiers.syncing.errors import NotASourceError
from motcua.dossiers.syncing.reading import Body
from motcua.dossiers.syncing.taking import take_batch
from motcua.dossiers.tests import pushing
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.pushing import System, dossier, step
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting


@pytest.fixture
def system(world):
    found = System(world.agency)
    found.world = world
    return found


def results(told):
    return [row["result"] for row in told[0]]


def test_a_pushed_dossier_is_tracked_like_any_other_and_found_by_its_person(system):
    told, summary = system.push(dossier())
    assert told == [{"line": 1, "result": "accepted", "dossier": pushing.CODE}]
    assert (summary["lines"], summary["accepted"]) == (1, 1)
    tracked = track_dossier(code=pushing.CODE)
    assert (tracked.status, tracked.state, tracked.procedure_code) == (4, "in_process", worlds.BIRTH)
    assert [row.code for row in list_my_dossiers(actor=system.world.lan)] == [pushing.CODE]
    assert list_my_dossiers(actor=system.world.minh) == ()


def test_a_repeated_row_changes_nothing_and_an_older_one_never_wins(system):
    assert results(system.push(dossier(sequence=2, status=9), dossier(sequence=1))) == ["accepted", "older"]
    assert results(system.push(dossier(sequence=2, status=9))) == ["unchanged"]
    assert results(system.push(dossier(sequence=1))) == ["older"]
    assert pushing.one().status == 9
    assert results(system.push(dossier(sequence=3, status=10, ended_at="2026-03-01T08:00:00+07:00"))) == ["accepted"]
    assert (pushing.one().state, pushing.one().version) == ("returned", 2)


def test_progress_before_its_dossier_is_kept_until_the_dossier_comes(system):
    early = step(at="2026-03-01T08:00:00+07:00", status=9)
    told, _summary = system.push(early)
    assert (told[0]["result"], told[0]["code"]) == ("waiting", "not_seen_yet")
    system.push(dossier(sequence=None, as_of="2026-02-28T08:00:00+07:00"))
    row = pushing.one()
    assert (row.status, row.state, row.decided_at.isoformat()) == (9, "approved", "2026-03-01T01:00:00+00:00")
    assert results(system.push(early)) == ["unchanged"]


def test_a_broken_row_never_stops_the_rest(system):
    told, summary = system.push(b"{", dossier(), b'{"kind":"dossier"}', step())
    assert [row["result"] for row in sorted(told, key=lambda row: row["line"])] == [
        "refused",
        "accepted",
        "refused",
        "accepted",
    ]
    assert (summary["accepted"], summary["refused"]) == (2, 2)


def test_gzip_is_unpacked(system):
    assert results(pushing.told(system.send(pushing.lines(dossier()), packed=True))) == ["accepted"]


def test_progress_is_told_to_the_person_in_full_and_to_others_without_names(system):
    system.push(dossier(), step())
    mine = get_dossier(actor=system.world.lan, code=pushing.CODE)
    assert (mine.source, mine.next_actions) == ("Hệ thống một cửa Phú Xuân", ())
    assert [(row.actor_name, row.note) for row in mine.progress] == [("Phan Quốc An", "Chuyển chuyên viên thẩm định")]
    tracked = system.client.simulate_get(f"/api/v1/dossiers/{pushing.CODE}")
    assert tracked.json["source"] == "Hệ thống một cửa Phú Xuân"
    assert tracked.json["progress"] == [{"at": "2026-02-28T01:00:00Z", "unit": "Phòng Tư pháp", "status": None}]
    assert "Phan" not in tracked.text
    assert "Lan" not in tracked.text


def test_an_act_of_ours_on_it_is_refused_with_the_reason(system):
    system.push(dossier(status=1, received_at=None))
    row = pushing.one()
    with pytest.raises(DecidedElsewhereError):
        accept_dossier(actor=system.world.receiver, dossier_id=row.id, expected_version=1)
    with pytest.raises(DecidedElsewhereError):
        withdraw_dossier(actor=system.world.lan, dossier_id=row.id, expected_version=1)
    assert list_queue(actor=system.world.receiver).rows == ()


def test_somebody_who_comes_later_finds_what_was_pushed_before(system):
    system.push(dossier(applicant={"name": "Lê Văn Tám", "number": "046077000031"}))
    tam = worlds.citizen("Lê Văn Tám", "046077000031", "19804")
    assert [row.code for row in list_my_dossiers(actor=tam)] == [pushing.CODE]


def test_only_its_own_agencies_may_be_pushed_and_only_their_codes(system):
    foreign = dossier(code="H57.18-260227-0001", agency="H57.18")
    told, _summary = system.push(foreign, dossier(agency="H57.18"), dossier(code="H01-260227-0001"))
    assert [row["code"] for row in told] == ["not_your_code", "not_your_agency", "not_your_code"]
    other = System(system.world.elsewhere, "Hệ thống Kim Long", "kim-long")
    system.push(dossier())
    told, _summary = other.push(dossier(sequence=9, status=10))
    assert told[0]["code"] == "not_your_code"
    assert pushing.one().status == 4


def test_a_code_that_was_issued_here_is_never_taken_and_ours_pass_over_theirs(system):
    ours = worlds.submitted(system.world)
    told, _summary = system.push(dossier(code=ours.code), step(code=ours.code), dossier(code="H57.17-260302-0041"))
    assert {row["line"]: row.get("code", row["result"]) for row in told} == {
        1: "issued_here",
        2: "issued_here",
        3: "accepted",
    }
    assert worlds.submitted(system.world, key="k2").code == "H57.17-260302-0042"


def test_a_person_and_an_official_are_no_source(system):
    for actor in (system.world.lan, system.world.receiver):
        with pytest.raises(NotASourceError):
            take_batch(actor=actor, body=Body(BytesIO(b""), packed=False))


def test_a_batch_with_a_key_is_answered_again_without_writing(system, count_statements):
    body = pushing.lines(dossier(), step())
    first = pushing.told(system.send(body, Idempotency_Key="night-1"))[1]
    with count_statements() as seen:
        again = pushing.told(system.send(body, Idempotency_Key="night-1"))
    assert again == ([], first | {"replayed": True})
    assert not any("INSERT" in query for query in seen)
    other = system.send(pushing.lines(dossier(sequence=2)), Idempotency_Key="night-1")
    assert (other.status_code, other.json["code"]) == (409, "dossiers.sync_key_reused")
    assert pushing.one().version == 1


def test_the_ledger_has_one_entry_for_a_piece_and_it_commits_to_every_row(system):
    system.push(*(dossier(code=f"H57.17-260227-{n:04}") for n in range(1, 40)))
    entries = Entry.objects.filter(action="dossiers.synced")
    assert [entry.facts["rows"] for entry in entries] == [39]
    assert len(entries[0].facts["sha256"]) == 64


def test_statements_do_not_grow_with_the_rows(system, count_statements):
    system.push(dossier())
    with count_statements() as few:
        system.push(*(dossier(code=f"H57.17-260226-{n:04}") for n in range(1, 3)))
    with count_statements() as many:
        system.push(*(dossier(code=f"H57.17-260225-{n:04}") for n in range(1, 300)))
    assert len(many) == len(few) <= 28  # for five thousand rows at once


def test_each_dossier_that_changed_is_one_change_of_the_feed(system):
    system.push(dossier(), step(), dossier(code="H57.17-260226-0001"))
    system.push(dossier(sequence=2, status=9), dossier(code="H57.17-260226-0001"))
    with acting(SYSTEM):
        told = list(Change.objects.order_by("pk").values_list("code", "version", "action", "origin", "state"))
    assert sorted(told[:2]) == [
        ("H57.17-260226-0001", 1, "sync", "", "in_process"),
        (pushing.CODE, 1, "sync", "", "in_process"),
    ]
    assert told[2:] == [(pushing.CODE, 2, "sync", "in_process", "approved")]


def test_a_big_batch_is_written_piece_by_piece_beside_the_reading_and_told_line_by_line(clean_db, monkeypatch):
    world = worlds.build()
    today = f"{clock.now():%y%m%d}"
    monkeypatch.setattr("motcua.dossiers.syncing.taking.PIECE", 7)
    rows = [dossier(code=f"H57.17-250102-{n:04}") for n in range(1, 61)]
    told, summary = System(world.agency).push(*rows[:30], b"{", *rows[30:], dossier(code=f"H57.17-{today}-0001"))
    assert sorted(row["line"] for row in told) == list(range(1, 63))
    assert (summary["lines"], summary["accepted"], summary["refused"]) == (62, 61, 1)
    assert len(pushing.state()[0]) == 61


def test_a_code_of_ours_amid_new_ones_costs_no_other_row_its_place(clean_db, monkeypatch):
    world = worlds.build()
    ours = worlds.submitted(world)
    monkeypatch.setattr("motcua.dossiers.syncing.taking.PIECE", 5)
    codes = [f"H57.17-250102-{n:04}" for n in range(1, 21)]
    rows = [dossier(code=code) for code in (*codes[:7], ours.code, *codes[7:], ours.code)]
    told, summary = System(world.agency).push(*rows)
    refused = {row["line"] for row in told if row.get("code") == "issued_here"}
    assert (refused, summary["accepted"]) == ({8, 22}, 20)
    assert set(pushing.state()[0]) == set(codes)
    with acting(SYSTEM):
        assert Change.objects.filter(action="sync").count() == len(codes)


def test_progress_on_many_dossiers_at_once_moves_each_one_version_on(system):
    codes = [f"H57.17-250102-{n:04}" for n in range(1, 41)]
    system.push(*(dossier(code=code) for code in codes), *(step(code=code, sequence=5, status=9) for code in codes))
    system.push(*(step(code=code, sequence=7, status=10) for code in codes))
    with acting(SYSTEM):
        changes = Change.objects.order_by("code", "version").values_list("code", "version", "status")
        assert list(changes) == [(code, *told) for code in codes for told in ((1, 9), (2, 10))]
