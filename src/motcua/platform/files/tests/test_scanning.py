"""A real clamd with a database of one signature, EICAR's: what it finds is served to nobody, and while it is away nothing is."""

import io
import socket
import subprocess
import threading
import time
from shutil import which

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from motcua.platform.files import api as files
from motcua.platform.files import quarantine, scanning, tasks
from motcua.platform.files.models import File

EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(scope="session")
def clamd(tmp_path_factory):
    """The socket of a scanner of our own."""
    home = tmp_path_factory.mktemp("clamd")
    home.chmod(0o755)
    (home / "db").mkdir()
    (home / "db/own.ndb").write_text(f"Own.Eicar:0:*:{EICAR.encode().hex()}\n")
    there = home / "socket"
    (home / "clamd.conf").write_text(f"DatabaseDirectory {home}/db\nLocalSocket {there}\nForeground yes\nUser root\n")
    clamd = which("clamd") or "/usr/sbin/clamd"
    with (home / "said").open("w") as said:
        running = subprocess.Popen([clamd, "-c", str(home / "clamd.conf")], stdout=said, stderr=said)
    for _ in range(300):
        if there.exists():
            break
        assert running.poll() is None, (home / "said").read_text()
        time.sleep(0.1)
    yield there
    running.terminate()
    running.wait(30)


@pytest.fixture
def scanner(clean_db, settings, clamd):
    settings.MOTCUA_CLAMD_SOCKET = clamd
    return clamd


@pytest.fixture
def away(settings, tmp_path):
    """Takes the scanner away."""

    def gone():
        settings.MOTCUA_CLAMD_SOCKET = tmp_path / "nobody"

    return gone


def photo(said: str = "") -> io.BytesIO:
    out, notes = io.BytesIO(), PngInfo()
    if said:
        notes.add_text("Comment", said)
    Image.new("RGB", (20, 20)).save(out, "PNG", pnginfo=notes)
    return out


def given(stored) -> bytes:
    with files.open_file(stored.id) as stream:
        return stream.read()


def held() -> list[str]:
    return default_storage.listdir(quarantine.FOLDER)[1] if default_storage.exists(quarantine.FOLDER) else []


def test_a_clean_file_is_served_and_looked_through_once(scanner, away):
    stored = files.store_file(photo(), "giấy.png")
    assert File.objects.get(id=stored.id).clean_at is not None
    away()
    assert given(stored) == photo().getvalue()


def test_an_infected_upload_is_refused_and_kept_apart(scanner):
    for name in held():  # of other tests
        default_storage.delete(f"{quarantine.FOLDER}/{name}")
    with pytest.raises(files.FileInfectedError, match="mã độc"):
        files.store_file(photo(EICAR), "giấy.png")
    assert not File.objects.exists() and len(held()) == 2
    newest = max((name for name in held() if name.endswith(quarantine.HELD)), key=str)
    with default_storage.open(f"{quarantine.FOLDER}/{newest}") as kept:
        assert kept.read() == photo(EICAR).getvalue()
    tasks.forget_strays()
    assert newest in held()
    for _again in range(3):  # the same once more fills no disk
        with pytest.raises(files.FileInfectedError):
            files.store_file(photo(EICAR), "giấy.png")
    assert len(held()) == 2


def test_while_the_scanner_is_away_a_file_is_kept_and_given_to_nobody(scanner, away, settings):
    away()
    clean, bad = files.store_file(photo(), "a.png"), files.store_file(photo(EICAR), "b.png")
    for stored in (clean, bad):
        with pytest.raises(files.FileBeingCheckedError, match="đang được kiểm tra"):
            files.open_file(stored.id)
    copied = files.copy_file(bad.id)
    with pytest.raises(files.FileBeingCheckedError):
        files.open_file(copied.id)
    assert files.unserved([clean.id]) == {clean.id: "checking"}
    settings.MOTCUA_CLAMD_SOCKET = scanner
    assert given(clean) == photo().getvalue()
    with pytest.raises(files.FileQuarantinedError):
        files.open_file(bad.id)
    assert f"{bad.sha256}{quarantine.HELD}" in held()


def test_the_worker_looks_through_what_waits(scanner, away, settings):
    away()
    clean, bad = files.store_file(photo(), "a.png"), files.store_file(photo(EICAR), "b.png")
    assert tasks.scan_waiting() == 0
    settings.MOTCUA_CLAMD_SOCKET = scanner
    assert tasks.scan_waiting() == 2
    assert files.unserved([clean.id, bad.id]) == {bad.id: "infected"}
    assert tasks.scan_waiting() == 0
    away()
    assert given(clean) == photo().getvalue()
    with pytest.raises(files.FileQuarantinedError):
        files.open_file(bad.id)


def test_a_scanner_that_sees_only_a_part_or_says_nothing_is_not_believed(settings, tmp_path):
    for said in (b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK and more\0"):
        there = tmp_path / f"s{len(said)}"
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(there))
            server.listen()
            threading.Thread(target=_say, args=(server, said), daemon=True).start()
            settings.MOTCUA_CLAMD_SOCKET = there
            with pytest.raises(scanning.ScannerAwayError):
                scanning.finding_in(io.BytesIO(b"x"))


def _say(server, said):
    line, _ = server.accept()
    with line:
        while line.recv(65536)[-4:] != b"\0\0\0\0":
            pass
        line.sendall(said)


def test_what_was_kept_before_there_was_a_scanner_is_looked_through_first(scanner, settings):
    settings.MOTCUA_CLAMD_SOCKET = None
    bad = files.store_file(photo(EICAR), "b.png")
    assert given(bad)
    settings.MOTCUA_CLAMD_SOCKET = scanner
    with pytest.raises(files.FileQuarantinedError):
        files.open_file(bad.id)
