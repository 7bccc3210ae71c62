"""Secrets come from a private file or from a variable, and are never said."""

import os

import pytest

from motcua.platform.database.errors import StartRefusedError
from motcua.site import environment
from motcua.site.secret_files import read_secret_files

SECRET = "tuyet-mat-7q1z"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "key"
    path.write_text(SECRET + "\n")
    path.chmod(0o600)
    return path


def refused(**given):
    with pytest.raises(StartRefusedError) as told:
        read_secret_files(["KEY"], given)
    assert SECRET not in str(told.value)
    return str(told.value)


def test_a_private_file_gives_its_line(file):
    assert read_secret_files(["KEY", "OTHER"], {"KEY_FILE": str(file)}) == {"KEY": SECRET}
    file.chmod(0o440)
    assert read_secret_files(["KEY"], {"KEY_FILE": str(file)}) == {"KEY": SECRET}


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o620, 0o666])
def test_a_file_that_others_may_read_or_change_is_refused(file, mode):
    file.chmod(mode)
    assert "chmod 600" in refused(KEY_FILE=str(file))


def test_what_is_no_secret_is_refused_with_the_name_of_its_file(file, tmp_path):
    assert "both set" in refused(KEY="x", KEY_FILE=str(file))
    assert "absolute" in refused(KEY_FILE="key")
    assert "No such file" in refused(KEY_FILE=str(tmp_path / "none"))
    assert "directory" in refused(KEY_FILE=str(tmp_path)).lower()
    for content, says in (
        (b"", "one line"),
        (b"a\nb\n", "one line"),
        (b"\xff\xfe", "no text"),
        (b"x" * 70_000, "large"),
    ):
        file.write_bytes(content)
        assert says in refused(KEY_FILE=str(file))


def test_every_secret_setting_may_come_from_a_file(file, monkeypatch):
    assert set(environment.secrets()) >= {"DATABASE_URL", "MOTCUA_SECRET_KEY", "MOTCUA_LEDGER_KEY"}
    monkeypatch.setenv("MOTCUA_SECRET_KEY_FILE", str(file))
    monkeypatch.delenv("MOTCUA_SECRET_KEY", raising=False)
    environment.environment.cache_clear()
    try:
        given = environment.environment()
        assert given.secret_key is not None
        assert given.secret_key.get_secret_value() == SECRET
        assert SECRET not in f"{given!r} {given} {given.model_dump()}"
    finally:
        environment.environment.cache_clear()


def test_a_file_that_cannot_be_used_stops_the_start_with_a_sentence(file, monkeypatch):
    file.chmod(0o644)
    monkeypatch.setenv("MOTCUA_LEDGER_KEY_FILE", str(file))
    environment.environment.cache_clear()
    try:
        with pytest.raises(StartRefusedError, match="MOTCUA_LEDGER_KEY_FILE names"):
            environment.environment()
    finally:
        environment.environment.cache_clear()
    assert os.environ["MOTCUA_LEDGER_KEY_FILE"] == str(file)
