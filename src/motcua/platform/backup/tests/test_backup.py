"""A real cluster is backed up, destroyed, and comes back as it was at a moment."""

import gzip
import shutil
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from motcua.platform.backup import api
from motcua.platform.backup.archiving import settings
from motcua.platform.backup.folder import BackupFolder
from motcua.platform.database.cluster import Cluster
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import places_of
from motcua.platform.database.secrets import ensure_secrets, read_secrets


class Installation:
    """A cluster of its own in `home`, without Django."""

    def __init__(self, home: Path, folder: BackupFolder | None = None) -> None:
        self.places = places_of(home)
        ensure_secrets(self.places.secrets)
        self.cluster = Cluster(self.places, durable=False, more_settings=settings(folder) if folder else {})

    def ask(self, query):
        password = read_secrets(self.places.secrets).superuser_password
        where = {"host": str(self.places.socket_directory), "dbname": "postgres"}
        with psycopg.connect(user="postgres", password=password, autocommit=True, **where) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else None

    def files(self, *names):
        for name in names:
            path = self.places.home / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(name.encode() * 100)

    def remove(self):
        self.cluster.stop()
        shutil.rmtree(self.places.base, ignore_errors=True)


@pytest.fixture(scope="module")
def world():
    """An installation with a full backup, an incremental one, and acts before, between and after; then a table is dropped."""
    with tempfile.TemporaryDirectory() as given:
        Path(given).chmod(0o711)  # the service user passes
        home, folder = Path(given) / "home", BackupFolder(Path(given) / "backup")
        folder.claim(home)
        one = Installation(home, folder)
        try:
            one.cluster.start()
            one.ask("CREATE TABLE acts (id int)")
            one.ask("INSERT INTO acts SELECT generate_series(1, 1000)")
            one.files("a1/first.pdf")
            full = api.take(one.places, folder, lambda _line: None)
            one.ask("INSERT INTO acts SELECT generate_series(1001, 1100)")
            one.files("b2/second.pdf")
            added = api.take(one.places, folder, lambda _line: None)
            for number in range(1101, 1151, 25):
                one.ask(f"INSERT INTO acts SELECT generate_series({number}, {number + 24})")
                one.ask("SELECT pg_switch_wal()")
            before = one.ask("SELECT clock_timestamp()")[0][0]
            time.sleep(0.05)
            one.ask("DROP TABLE acts")
            one.ask("SELECT pg_switch_wal()")
            one.cluster.stop()
            yield one, folder, full, added, before
        finally:
            one.remove()


@pytest.fixture
def again(world, tmp_path):
    """Restores from the backup, or from a copy of it."""
    made = []

    def restored(at=None, folder=None):
        home = tmp_path / f"again{len(made)}"
        made.append(places_of(home))
        api.restore(folder or world[1], made[-1], at, lambda _line: None)
        one = Installation.__new__(Installation)
        one.places = made[-1]
        return one

    yield restored
    for places in made:
        Cluster(places).stop()
        shutil.rmtree(places.base, ignore_errors=True)


@pytest.fixture
def copied(world):
    """A copy of the backup folder that a test may spoil."""
    with tempfile.TemporaryDirectory() as given:
        Path(given).chmod(0o711)
        shutil.copytree(world[1].root, Path(given) / "backup")
        for path in [Path(given) / "backup", *Path(given, "backup").rglob("*")]:
            shutil.chown(path, *_owner(world[1].root))
        yield BackupFolder(Path(given) / "backup")


def _owner(path):
    return path.stat().st_uid, path.stat().st_gid


def test_a_moment_before_the_accident_comes_back_with_every_act_and_file(world, again):
    one = again(at=world[4])
    assert one.ask("SELECT count(*), max(id) FROM acts") == [(1150, 1150)]
    assert (one.places.home / "files/b2/second.pdf").read_bytes() == b"b2/second.pdf" * 100
    assert read_secrets(one.places.secrets) == read_secrets(world[0].places.secrets)
    one.ask("INSERT INTO acts VALUES (2000)")  # it goes on: no longer in recovery


def test_between_two_backups_the_older_one_and_its_log_give_the_moment(world, again):
    _one, _folder, full, added, _before = world
    assert full.parent == ""
    assert added.parent == full.name
    assert again(at=added.ended - timedelta(milliseconds=1)).ask("SELECT max(id) FROM acts") == [(1100,)]


def test_without_a_moment_it_comes_back_as_late_as_the_log_reaches(world, again):
    assert again().ask("SELECT to_regclass('acts')") == [(None,)]


def test_a_moment_after_the_last_act_is_the_end_of_the_log(world, again):
    assert again(at=datetime.now(UTC) + timedelta(hours=1)).ask("SELECT to_regclass('acts')") == [(None,)]


def test_nothing_is_older_than_the_oldest_backup(world, again):
    with pytest.raises(StartRefusedError, match="oldest backup"):
        again(at=world[2].ended - timedelta(hours=1))


def test_one_changed_byte_in_a_backup_is_seen_and_nothing_is_left_behind(world, again, copied, tmp_path):
    (broken,) = copied.bases.glob(f"{world[2].name}/data/PG_VERSION")
    broken.write_text("19\n")
    with pytest.raises(StartRefusedError, match="broken"):
        again(folder=copied)
    assert not (tmp_path / "again0" / "secrets.json").exists()


def test_a_missing_segment_is_a_gap_and_never_the_end(again, copied):
    numbers = sorted(copied.segments())
    assert len(numbers) >= 3
    copied.segments()[numbers[-2]].unlink()
    with pytest.raises(StartRefusedError, match="missing"):
        again(folder=copied)


def test_a_segment_that_cannot_be_read_stops_the_recovery(again, copied, tmp_path):
    last = copied.segments()[max(copied.segments())]
    last.write_bytes(gzip.compress(b"x" * 5000)[:-9])
    with pytest.raises(StartRefusedError):
        again(folder=copied)
    assert not places_of(tmp_path / "again0").data.exists()


def test_nothing_is_restored_over_an_installation(world):
    with pytest.raises(StartRefusedError, match="empty MOTCUA_HOME"):
        api.restore(world[1], world[0].places, None, lambda _line: None)


def test_two_installations_do_not_share_a_backup_folder(world, tmp_path):
    with pytest.raises(StartRefusedError, match="belongs to the installation"):
        world[1].claim(tmp_path)


def test_an_archived_segment_is_never_written_over(world):
    folder = world[1]
    segment = max(folder.segments().values())
    before = segment.read_bytes()
    command = settings(folder)["archive_command"].strip("'").replace("%f", segment.name.removesuffix(".gz"))
    with tempfile.NamedTemporaryFile() as other:
        assert _shell(command.replace("%p", other.name)) != 0
        other.write(gzip.decompress(before))
        other.flush()
        assert _shell(command.replace("%p", other.name)) == 0
    assert segment.read_bytes() == before


def _shell(command):
    return subprocess.run(["/bin/sh", "-c", command], check=False).returncode


def test_what_is_no_longer_needed_goes_with_its_log(world, copied):
    one = world[0]
    assert api.prune(one.places, copied, 14, world[3].ended) == []
    gone = api.prune(one.places, copied, 0, datetime.now(UTC) + timedelta(days=1))
    assert gone == []  # the one full backup is needed by what adds to it
    assert api.verify_whole(copied) == 2


def test_a_backup_that_was_killed_does_not_count(copied):
    left = copied.bases / "20200101T000000Z" / "data"
    left.mkdir(parents=True)
    assert [base.name for base in copied.list_bases()] == sorted(base.name for base in copied.list_bases())
    assert left.parent.name not in {base.name for base in copied.list_bases()}


def test_a_database_that_keeps_no_log_is_told_to_be_started_again_instead_of_waited_for():
    with tempfile.TemporaryDirectory() as given:
        Path(given).chmod(0o711)
        home, folder = Path(given) / "home", BackupFolder(Path(given) / "backup")
        folder.claim(home)
        one = Installation(home)
        try:
            one.cluster.start()
            with pytest.raises(StartRefusedError, match="start it again"):
                api.take(one.places, folder, lambda _line: None)
            assert folder.list_bases() == []
        finally:
            one.remove()
