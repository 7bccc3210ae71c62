"""Files, programs and rights underneath the cluster."""

import os
import shutil
import tempfile
import threading
from pathlib import Path

import psycopg
import pytest

from motcua.platform.database import binaries, grants
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import LONGEST_SOCKET_PATH, SOCKET_NAME, places_of
from motcua.platform.database.secrets import ensure_secrets, read_secrets
from motcua.platform.database.service_user import service_user
from motcua.platform.database.transactions import prepared


def test_secrets_are_made_once_even_when_many_start_together(tmp_path):
    found = []
    threads = [threading.Thread(target=lambda: found.append(ensure_secrets(tmp_path / "s.json"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) == {read_secrets(tmp_path / "s.json")}
    assert (tmp_path / "s.json").stat().st_mode & 0o777 == 0o600


def test_a_broken_secrets_file_is_refused_and_not_replaced(tmp_path):
    (tmp_path / "s.json").write_text("{")
    with pytest.raises(StartRefusedError, match="backup"):
        ensure_secrets(tmp_path / "s.json")
    assert (tmp_path / "s.json").read_text() == "{"


def test_the_socket_path_is_short_enough_for_the_kernel_however_long_the_home(tmp_path):
    places = places_of(tmp_path / ("x" * 100))
    assert len(os.fsencode(places.socket_directory / SOCKET_NAME)) < LONGEST_SOCKET_PATH


def test_two_homes_never_share_a_database(tmp_path):
    assert places_of(tmp_path / "a").data != places_of(tmp_path / "b").data


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")
def test_programs_in_a_private_folder_are_copied_to_where_the_service_user_reaches_them(tmp_path):
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    tree = shutil.copytree(binaries.installed(), private / "tree", ignore=shutil.ignore_patterns("include"))
    user = service_user()
    assert not binaries.runs(tree, user)
    with tempfile.TemporaryDirectory() as public:
        Path(public).chmod(0o755)
        copy = binaries.reachable_by(user, tree, Path(public))
        assert binaries.runs(copy, user)
        assert (copy / "bin" / "postgres").stat().st_uid == 0
    assert private.stat().st_mode & 0o777 == 0o700


def test_the_ledgers_tables_can_be_added_to_and_nothing_else(clean_db, owner_cursor):
    owner_cursor.execute("CREATE TABLE ledger_trial (id int)")
    grants.apply(owner_cursor.connection, "motcua_app")
    prepared("INSERT INTO ledger_trial VALUES (1)")
    for forbidden in ("UPDATE ledger_trial SET id = 2", "DELETE FROM ledger_trial", "TRUNCATE ledger_trial"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            prepared(forbidden)
    assert prepared("SELECT id FROM ledger_trial").fetchall() == [(1,)]


def test_a_table_loses_rights_it_should_not_have(clean_db, owner_cursor):
    owner_cursor.execute("CREATE TABLE ledger_trial (id int)")
    owner_cursor.execute("GRANT ALL ON ledger_trial TO motcua_app")
    grants.apply(owner_cursor.connection, "motcua_app")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        prepared("DELETE FROM ledger_trial")


def test_the_application_role_cannot_make_tables(db):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        prepared("CREATE TABLE mine (id int)")
