"""The drill: an installation works, is backed up, loses its database, and comes back in another home as it was."""

import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from motcua.platform.database import addresses
from motcua.platform.database.secrets import read_secrets
from tests.product.conftest import QUICKLY, Home, free_port
from tests.product.test_crashes import owner_of, until

pytestmark = pytest.mark.long


@pytest.fixture
def disk():
    """A disk of its own for the backup, which the user who runs PostgreSQL may pass."""
    with tempfile.TemporaryDirectory() as given:
        Path(given).chmod(0o711)
        yield Path(given) / "backup"


@pytest.fixture
def other_home(tmp_path):
    made = Home(tmp_path / "other", free_port(), QUICKLY)
    yield made
    made.remove()


def entries(home):
    with owner_of(home).connect() as owner:
        return owner.execute("SELECT count(*), max(id::text) FROM ledger_entry").fetchone()


def test_what_was_done_before_the_accident_is_there_again_and_the_log_is_whole(new_home, other_home, disk):
    new_home.settings = QUICKLY | {"MOTCUA_BACKUP_DIR": str(disk)}
    serving = new_home.serve()
    until(lambda: list(disk.glob("base/*/backup.json")), 90)  # the worker takes the first one by itself
    (new_home.path / "files/ab").mkdir(parents=True, exist_ok=True)
    (new_home.path / "files/ab/scan.pdf").write_bytes(b"%PDF-")
    made = new_home.run("identity", "issue-token", "nobody-at-all")
    assert made.returncode
    added = new_home.run("backup")
    assert added.returncode == 0, added.stderr
    assert "adds to" in added.stdout
    checked = new_home.run("backup", "--check")
    assert "2 backups are whole" in checked.stdout, checked.stderr
    assert "backups, the newest 0.0 hours old" in new_home.run("doctor").stdout
    with owner_of(new_home).connect() as owner:
        owner.execute("CREATE TABLE work (id int)")
        owner.execute("INSERT INTO work SELECT generate_series(1, 500)")
    before, moment = entries(new_home), datetime.now(UTC)
    time.sleep(0.2)
    with owner_of(new_home).connect() as owner:
        owner.execute("DROP TABLE work")
    assert serving.stop() == 0
    shutil.rmtree(new_home.places.data)  # the disk is gone, and the home with it
    shutil.rmtree(new_home.path)

    refused = other_home.run("restore", str(disk), "--at", "yesterday")
    assert refused.returncode == 2
    done = other_home.run("restore", str(disk), "--at", moment.isoformat())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The ledger's log:" in done.stdout
    assert (other_home.path / "files/ab/scan.pdf").read_bytes() == b"%PDF-"
    again = other_home.serve()
    assert again.get("/readyz") == 200
    owner = addresses.embedded(other_home.places, read_secrets(other_home.places.secrets)).owner
    with owner.connect() as asked:
        assert asked.execute("SELECT count(*) FROM work").fetchone() == (500,)
    assert entries(other_home)[0] >= before[0]
    fsck = other_home.run("ledger", "fsck")
    assert fsck.returncode == 0, fsck.stderr
    assert again.stop() == 0


def test_a_backup_without_a_folder_is_refused_with_what_to_do(new_home):
    refused = new_home.run("backup")
    assert refused.returncode == 2
    assert "MOTCUA_BACKUP_DIR" in refused.stderr


def test_what_is_restored_never_writes_into_the_backup_it_came_from(other_home, disk):
    refused = other_home.run("restore", str(disk), MOTCUA_BACKUP_DIR=str(disk))
    assert refused.returncode == 2
    assert "choose a new folder" in refused.stderr
