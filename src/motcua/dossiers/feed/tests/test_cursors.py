"""A cursor is a text of ours and nothing else."""

import pytest

from motcua.dossiers.errors import FeedCursorInvalidError
from motcua.dossiers.feed.cursors import Cursor
from motcua.kernel.ids import new_id


@pytest.mark.parametrize(
    "text", ["x", "1-2", "1-2-3", "-1-2-" + "0" * 32, "1-2-" + "G" * 32, "9" * 30 + "-1-" + "0" * 32]
)
def test_a_mark_of_somebody_elses_making_is_refused(text):
    with pytest.raises(FeedCursorInvalidError):
        Cursor.read(text)


def test_a_mark_is_read_as_it_was_written():
    cursor = Cursor(12, 3, new_id())
    assert Cursor.read(str(cursor)) == cursor
