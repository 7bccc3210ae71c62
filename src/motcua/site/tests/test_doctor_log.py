"""What doctor says of the log, each fault made for real in a folder and a database of the test's own."""

import pytest
from django.test import override_settings

from motcua.ledger.api import health_of
from motcua.ledger.tests.log import log_in, sequence_all, write
from motcua.site.doctor_log import log_said


@pytest.fixture
def folder(tmp_path, clean_db):
    """A log of 600 leaves."""
    write(600)
    sequence_all(log_in(tmp_path / "ledger"))
    with override_settings(LEDGER=tmp_path / "ledger"):
        yield tmp_path / "ledger"


def test_a_log_that_is_well_is_said_to_be_in_both_languages(folder):
    well, said = log_said(serving=True)
    assert well
    assert "600 entries under the newest checkpoint" in said
    assert "600 mục dưới điểm chốt mới nhất" in said


@pytest.mark.parametrize("name", ["tile/0/000", "tile/entries/001", "tile/0/002.p/88", "tile/1/000.p/2"])
def test_each_missing_tile_is_named_and_where_to_bring_it_from(folder, name):
    (folder / name).unlink()
    assert health_of(folder).missing == (name,)
    well, said = log_said(serving=True)
    assert not well
    assert name in said
    assert "backup of MOTCUA_HOME/ledger" in said
    assert "bản sao lưu của MOTCUA_HOME/ledger" in said


def test_a_tile_that_is_cut_off_counts_as_missing(folder):
    (folder / "tile/0/001").write_bytes(bytes(100))
    assert health_of(folder).missing == ("tile/0/001",)


def test_entries_that_wait_for_long_are_a_problem_only_while_the_product_serves(folder, owner_cursor):
    write(3)
    assert health_of(folder).waiting == 3
    assert log_said(serving=True)[0]  # just written: nothing waits for long
    owner_cursor.execute("UPDATE ledger_checkpoint SET signed_at = now() - interval '1 hour'")
    assert log_said(serving=True)[0]  # a quiet hour, and then three acts
    owner_cursor.execute("UPDATE ledger_entry SET at = now() - interval '5 minutes'")
    well, said = log_said(serving=True)
    assert not well
    assert "3 entries have waited 300 s" in said
    assert "LogBrokenError" in said
    assert log_said(serving=False)[0]


def test_a_database_that_is_older_than_the_log_is_said_to_be(folder, owner_cursor):
    owner_cursor.execute("DELETE FROM ledger_checkpoint")
    owner_cursor.execute("INSERT INTO ledger_checkpoint (size, root, note) VALUES (500, sha256(''), '')")
    well, said = log_said(serving=False)
    assert not well
    assert "the database knows 500 leaves, 600 are published" in said


def test_a_checkpoint_that_nobody_can_read_and_files_that_others_may_write_are_problems(folder):
    note = (folder / "checkpoint").read_text()
    (folder / "checkpoint").write_text("none")
    assert "cannot be read" in log_said(serving=True)[1]
    (folder / "checkpoint").write_text(note)
    folder.chmod(0o777)
    well, said = log_said(serving=True)
    assert not well
    assert f"chmod go-w {folder}" in said
