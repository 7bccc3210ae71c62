"""The doctor tells whether uploads are scanned, and rings while one that is infected lies there or the scanner is away."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from motcua.platform.files import quarantine
from motcua.site import doctor


@pytest.fixture
def kept(clean_db, monkeypatch):
    storage = InMemoryStorage()
    monkeypatch.setattr(quarantine, "default_storage", storage)
    return storage


def test_who_names_no_scanner_is_told(kept, settings):
    settings.MOTCUA_CLAMD_SOCKET = None
    assert "set MOTCUA_CLAMD_SOCKET" in doctor.uploads()


def test_a_scanner_that_is_away_is_a_problem(kept, settings, tmp_path):
    settings.MOTCUA_CLAMD_SOCKET = tmp_path / "nobody"
    with pytest.raises(doctor.ProblemError, match="clamd does not answer"):
        doctor.uploads()


def test_what_lies_in_quarantine_rings_until_it_is_gone(kept, settings):
    settings.MOTCUA_CLAMD_SOCKET = None
    kept.save("quarantine/1.png.held", ContentFile(b"x"))
    kept.save("quarantine/1.png.finding", ContentFile(b"Own.Eicar"))
    with pytest.raises(doctor.ProblemError, match="1 infected uploads"):
        doctor.uploads()
    kept.delete("quarantine/1.png.held")
    assert doctor.uploads()
