"""Forgetting: never what a dossier takes meanwhile, always what a crash left behind."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from PIL import Image

from motcua.kernel import clock
from motcua.kernel.ids import new_id
from motcua.platform.files import api as files
from motcua.platform.files import tasks
from motcua.platform.files.models import File

OWNER = uuid4()


@pytest.fixture
def stored(clean_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG")
    return files.store_file(out, "khai sinh.png", owner_id=OWNER)


def test_a_file_that_a_dossier_takes_while_it_is_swept_keeps_its_bytes(stored):
    """The sweep waits for the transaction that claims the file, and then leaves it alone."""
    claimed = Event()

    def sweep():
        try:
            claimed.wait(10)
            files.forget_files([stored.id])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            files.claim_files([stored.id], OWNER)
            swept = pool.submit(sweep)
            claimed.set()
            with pytest.raises(TimeoutError):
                swept.result(0.5)
        swept.result(10)
    with files.open_file(stored.id) as kept:
        assert kept.read().startswith(b"\x89PNG")


def test_bytes_go_only_once_their_row_is_gone_for_good(stored):
    path = File.objects.get().path
    with transaction.atomic():
        files.forget_files([stored.id])
        assert default_storage.exists(path)
        transaction.set_rollback(True)
    assert default_storage.exists(path)
    files.forget_files([stored.id])
    assert not default_storage.exists(path)


def test_bytes_without_a_row_are_swept_after_a_day_and_nothing_else_is(stored):
    stray, file_id = f"ab/{new_id()}.pdf", File.objects.get().path
    default_storage.save(stray, ContentFile(b"%PDF-"))
    default_storage.save("ab/readme.txt", ContentFile(b"not ours"))
    assert tasks.forget_strays() == 0
    with clock.at(datetime.now(UTC) + timedelta(days=2)):
        assert tasks.forget_strays() == 1
    assert not default_storage.exists(stray)
    assert default_storage.exists(file_id) and default_storage.exists("ab/readme.txt")
