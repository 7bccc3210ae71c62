"""After a dump was read into another server, followers go on where they were, and hear all that comes."""

import pytest

from motcua.dossiers.feed.cursors import Cursor
from motcua.dossiers.feed.moving_house import leap, settle_in
from motcua.dossiers.feed.reading import newest
from motcua.dossiers.feed.tests.writers import codes, connect, read, settle, settled, write
from motcua.kernel.ids import new_id

FAR = 10**9


@pytest.fixture
def owner(django_db_setup, django_db_blocker, test_cluster):
    """The owner's connection to a database that is thrown away afterwards."""
    with django_db_blocker.unblock(), test_cluster.owner() as owner:
        yield owner
    with django_db_blocker.unblock():
        test_cluster.renew()


def restored(owner, *codes: str) -> None:
    """Changes as a dump brings them: with the positions of a server that had done many transactions."""
    with connect() as one:
        for code in codes:
            write(one, code)
        one.commit()
    owner.execute("UPDATE dossiers_change SET position = position + %s", (FAR,))


def test_what_a_dump_brought_is_read_and_what_happens_next_comes_after_it(owner):
    restored(owner, "old")
    needed = settle_in(owner)
    before = settled()
    with connect() as one:
        write(one, "new")
        one.commit()
    after = settled(before.cursor)
    assert (needed, codes(before), codes(after)) == (True, ["old"], ["new"])


def test_whoever_had_read_further_than_the_backup_reaches_hears_of_the_new_too(owner):
    restored(owner, "old")
    lost = str(Cursor(FAR * 2, 1, new_id()))
    settle_in(owner)
    with connect() as one:
        write(one, "new")
        one.commit()
    assert codes(settled(lost)) == ["new"]


def test_where_the_rows_were_written_nothing_moves(owner):
    with connect() as one, connect() as runs:
        write(runs, "under way")
        write(one, "done")
        one.commit()
        needed = settle_in(owner)
        runs.commit()
    assert (needed, settle_in(owner)) == (False, False)
    assert newest().position < FAR


def test_an_operator_may_leap_after_going_back_in_time(owner):
    with connect() as one:
        write(one, "kept")
        one.commit()
        settle()
        read_further = str(Cursor(newest().position + 5, 1, new_id()))
        leap(owner)
        write(one, "new")
        one.commit()
    assert codes(settled(read_further)) == ["new"]
    assert codes(read()) == ["kept", "new"]
