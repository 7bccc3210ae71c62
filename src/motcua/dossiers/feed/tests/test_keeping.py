"""Old changes go from the old end, and whoever comes back too late is told; new ones stay, whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.dossiers.counting.folding import fold_changes
from motcua.dossiers.errors import FeedCursorExpiredError
from motcua.dossiers.feed.keeping import feed_health, forget_changes
from motcua.dossiers.feed.tests.writers import codes, connect, read, settle, write
from motcua.dossiers.feed.webhooks.matching import match_changes
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting, prepared

YEARS_LATER = datetime.now(UTC) + timedelta(days=400)


@pytest.fixture
def three(clean_db, owner_cursor):
    """Two old changes and a new one, all of them read by the product's own followers."""
    match_changes()
    fold_changes()
    with connect() as on:
        for code in ("1", "2", "3"):
            write(on, code)
        on.commit()
    settle()
    match_changes()
    fold_changes()
    owner_cursor.execute("UPDATE dossiers_change SET at = at - interval '500 days' WHERE code IN ('1', '2')")
    return read()


def test_old_changes_are_forgotten_and_the_new_one_stays(three):
    assert codes(three) == ["1", "2", "3"]
    assert forget_changes(batch=1) == 2
    assert forget_changes() == 0
    assert codes(read()) == codes(read(three.changes[1].cursor)) == ["3"]
    with pytest.raises(FeedCursorExpiredError) as late:
        read(three.changes[0].cursor)
    assert late.value.facts["oldest"] == three.changes[1].cursor


def test_nothing_of_the_last_day_goes_whatever_is_asked_for(three):
    with acting(SYSTEM):
        (gone,) = prepared("SELECT dossiers_forget_changes(%s, 100)", (YEARS_LATER,)).fetchone()
    assert gone == 2
    assert codes(read()) == ["3"]


def test_a_clock_that_has_jumped_ahead_forgets_nothing_that_is_young(three, owner_cursor):
    owner_cursor.execute("UPDATE dossiers_change SET at = at + interval '400 days' WHERE code IN ('1', '2')")
    with clock.at(YEARS_LATER):
        assert forget_changes() == 0
    assert len(read().changes) == 3


def test_what_the_figures_have_not_counted_yet_stays(three, owner_cursor):
    owner_cursor.execute("UPDATE dossiers_feedcursor SET position = 0 WHERE name = 'figures'")
    assert forget_changes() == 0
    assert len(read().changes) == 3
    assert feed_health().unfolded > timedelta(days=400)


def test_a_writing_transaction_that_stays_open_shows_as_lag(three):
    with connect() as open_, connect() as other:
        write(open_, "open")
        write(other, "waits")
        other.commit()
        held = feed_health()
        open_.rollback()
        settle()
    assert held.lag > timedelta()
    assert held.writing > timedelta()
    assert feed_health().lag == timedelta()
    assert clock.now()
