"""No change is missed and none is told twice, whoever commits first; each dossier's come in its own order."""

import threading
from uuid import UUID

import psycopg
import pytest

from motcua.dossiers.errors import FeedCursorExpiredError
from motcua.dossiers.feed.cursors import Cursor
from motcua.dossiers.feed.reading import newest
from motcua.dossiers.feed.tests.writers import codes, connect, read, settle, settled, write
from motcua.dossiers.models import Change
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from motcua.platform.database.transactions import acting


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker, test_cluster):
    """One database for all of these tests: each begins where the feed ends."""
    with django_db_blocker.unblock():
        yield
        test_cluster.renew()


@pytest.fixture
def start(database) -> str:
    settle()
    return str(newest())


def test_whoever_commits_last_is_not_passed_by(start):
    with connect() as early, connect() as late:
        write(early, "early")
        write(late, "late")
        late.commit()
        before = read(start)
        early.commit()
        after = settled(before.cursor)
    assert codes(before) == []
    assert codes(after) == ["early", "late"]


def test_a_reader_in_the_middle_has_everything_once(start):
    with connect() as first, connect() as second, connect() as third:
        write(first, "1")
        first.commit()
        settle()
        write(second, "2")
        write(third, "3")
        third.commit()
        one = read(start)
        write(first, "4")
        first.commit()
        two = read(one.cursor)
        second.commit()
        three = settled(two.cursor)
    assert [codes(page) for page in (one, two, three)] == [["1"], [], ["2", "3", "4"]]


def test_a_dossiers_changes_come_in_its_order_though_the_later_act_began_first(start):
    dossier = UUID(int=7)
    with connect() as waits, connect() as acts:
        write(waits, "of another dossier")  # so its transaction has the lower number
        write(acts, "v2", dossier=dossier, version=2)
        acts.commit()  # the lock on the dossier is free now
        write(waits, "v3", dossier=dossier, version=3)
        waits.commit()
    told = [change.version for change in settled(start).changes if change.dossier_id == dossier]
    assert told == [2, 3]


def test_the_dossiers_own_count_decides_between_two_in_one_place_whatever_the_clocks_say(start):
    dossier, ahead = UUID(int=7), UUID(int=(1 << 127) | 7 << 76)
    with connect() as one:
        write(one, "v2", dossier=dossier, version=2, change=ahead)
        write(one, "v3", dossier=dossier, version=3)
        one.commit()
    assert codes(settled(start)) == ["v2", "v3"]


def test_what_was_taken_back_is_never_told(start):
    with connect() as one, connect() as two:
        write(one, "no")
        write(two, "yes")
        two.commit()
        one.rollback()
    assert codes(settled(start)) == ["yes"]


def test_a_writer_that_dies_holds_nothing_up(start):
    with connect() as other:
        dying = connect()
        write(dying, "lost")
        write(other, "kept")
        other.commit()
        held = codes(read(start))
        other.execute("SELECT pg_terminate_backend(%s)", (dying.info.backend_pid,))
        other.commit()
        assert (held, codes(settled(start))) == ([], ["kept"])
        with pytest.raises(psycopg.OperationalError):
            dying.commit()


def test_pages_neither_overlap_nor_leave_anything_out(start):
    with connect() as one:
        for number in range(7):
            write(one, str(number))
        one.commit()
    settle()
    cursor, told, more = start, [], True
    while more:
        page = read(cursor, limit=3)
        assert len(page.changes) <= 3
        told += codes(page)
        cursor, more = page.cursor, page.more
    assert told == [str(number) for number in range(7)]
    assert read(cursor).changes == ()
    assert read(cursor).cursor == cursor


def test_whoever_comes_back_too_late_is_told_so(start, owner_cursor):
    with connect() as one:
        write(one, "old")
        write(one, "new")
        one.commit()
    old, new = settled(start).changes
    floor = Cursor.read(old.cursor)
    owner_cursor.execute(
        "INSERT INTO dossiers_feedcursor VALUES ('floor', %s, %s, %s, now())", (floor.position, floor.version, floor.id)
    )
    with pytest.raises(FeedCursorExpiredError) as expired:
        read(str(Cursor(1, 1, new_id())))
    assert expired.value.facts == {"oldest": old.cursor}
    assert codes(read(old.cursor)) == codes(read("")) == ["new"]
    assert read(new.cursor).changes == ()


def test_twelve_writers_and_four_readers_and_every_reader_has_all_in_order(start):
    """Writers act on few dossiers in transactions of several acts, so they overlap, wait for each other and give up."""
    writers, acts, dossiers = 12, 15, [UUID(int=n) for n in range(11, 16)]
    done = threading.Event()
    followed: list[list[tuple[UUID, int]]] = [[] for _reader in range(4)]
    threads = [threading.Thread(target=_write_many, args=(n, acts, dossiers)) for n in range(writers)]
    readers = [threading.Thread(target=_follow, args=(start, told, done)) for told in followed]
    for thread in (*readers, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    settle()
    done.set()
    for thread in readers:
        thread.join()
    with acting(SYSTEM):
        rows = Change.objects.filter(position__gt=Cursor.read(start).position)
        written = sorted(rows.values_list("dossier_id", "version"))
    assert len(written) > writers
    for told in followed:
        assert sorted(told) == written
        for dossier in dossiers:
            versions = [version for one, version in told if one == dossier]
            assert versions == sorted(versions)
    assert followed[0] == followed[1] == followed[2] == followed[3]


def _write_many(number: int, acts: int, dossiers: list[UUID]) -> None:
    """Two dossiers in each transaction, locked in one order; the version comes from what is committed. Each third
    transaction is given up."""
    with connect() as on:
        for act in range(acts):
            write(on, "filler")  # takes the transaction's number before any lock
            pair = sorted({dossiers[(number + act) % 5], dossiers[(number * 3 + act * 2) % 5]})
            for dossier in pair:
                on.execute("SELECT pg_advisory_xact_lock(%s)", (dossier.int,))
                (version,) = on.execute(
                    "SELECT coalesce(max(version), 0) + 1 FROM dossiers_change WHERE dossier_id = %s", (dossier,)
                ).fetchone()
                write(on, "act", dossier=dossier, version=version)
            if act % 3 == number % 3:
                on.rollback()
            else:
                on.commit()


def _follow(cursor: str, told: list[tuple[UUID, int]], done: threading.Event) -> None:
    from django.db import connection

    last = False
    while not last:
        last = done.is_set()
        page = read(cursor, limit=7)
        told += [(change.dossier_id, change.version) for change in page.changes]
        cursor, last = page.cursor, last and not page.more
    connection.close()
