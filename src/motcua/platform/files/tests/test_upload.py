"""Sending one paper by program: kept once for its key, owned by who sent it."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from PIL import Image

from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.platform.files import api as files
from motcua.platform.files import tasks
from motcua.platform.files.http import views
from motcua.platform.files.models import File
from motcua.platform.web.seats import SharedSeats

LAN = Actor(ActorKind.PERSON, uuid4(), "Lan")


def actor_of(_authorization):
    return LAN


@pytest.fixture
def sending(clean_db, settings):
    settings.MOTCUA_ACTOR_OF_TOKEN = __name__ + ".actor_of"
    return send


def photo(colour="white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), colour).save(out, "PNG")
    return out.getvalue()


def send(body=None, *, key="k-1", **headers):
    return Client().post(
        "/api/v1/files",
        photo() if body is None else body,
        content_type="image/png",
        headers={"Idempotency-Key": key, "Content-Disposition": 'attachment; filename="khai sinh.png"', **headers},
    )


def test_a_raw_body_is_kept_and_described(sending):
    sent = sending()
    told = sent.json()
    assert (sent.status_code, told["name"], told["kind"], told["size"]) == (201, "khai sinh.png", "png", len(photo()))
    assert File.objects.get(id=told["id"]).owner_id == LAN.id


def test_a_form_with_one_file_is_kept_too(sending):
    form = {"file": SimpleUploadedFile("giấy.png", photo())}
    sent = Client().post("/api/v1/files", form, headers={"Idempotency-Key": "k"})
    assert (sent.status_code, sent.json()["name"]) == (201, "giấy.png")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("../../../etc/passwd", "passwd.png"),
        ("C:\\\\Users\\\\lan\\\\anh.exe", "anh.png"),
        ("a" * 300 + ".png", "a" * 120 + ".png"),
        ("..", "...png"),
        ("", "giay-to.png"),
    ],
)
def test_a_name_is_only_a_name(sending, said, kept):
    told = sending(**{"Content-Disposition": f'attachment; filename="{said}"'}).json()
    assert told["name"] == kept
    path = File.objects.get(id=told["id"]).path
    assert path == f"{told['id'][-2:]}/{told['id']}.png"


def test_the_same_bytes_under_the_same_key_are_one_file(sending):
    first, again = sending(), sending()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert File.objects.count() == 1


def test_the_same_key_with_other_bytes_is_a_conflict(sending):
    sending()
    other = sending(photo("black"))
    assert (other.status_code, other.json()["code"]) == (409, "files.key_reused")
    assert File.objects.count() == 1


def test_sent_twice_at_once_it_is_still_one_file_with_one_set_of_bytes(sending):
    before = kept_bytes()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(apart, range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert File.objects.count() == 1
    assert kept_bytes() - before <= {File.objects.get().path}


def apart(_number):
    try:
        return send()
    finally:
        connection.close()


def kept_bytes() -> set[str]:
    folders, _files = default_storage.listdir("") if default_storage.exists("") else ([], [])
    return {f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]}


def test_nobody_hoards(sending, monkeypatch):
    monkeypatch.setattr("motcua.platform.files.receiving.MOST_WAITING", 1)
    sending()
    assert json.loads(sending(key="k-2").content)["code"] == "files.too_many_waiting"


def test_what_a_dossier_has_taken_is_not_forgotten_with_a_draft(sending):
    stored = File.objects.get(id=sending().json()["id"])
    with transaction.atomic():
        files.claim_files([stored.id], LAN.id)
    files.forget_files([stored.id])
    with files.open_file(stored.id) as kept:
        assert kept.read() == photo()


def test_an_upload_that_led_nowhere_is_forgotten_after_a_week(sending):
    sending(key="old")
    sending(photo("black"), key="taken")
    with transaction.atomic():
        files.claim_files([File.objects.get(key="taken").id], LAN.id)
    assert tasks.forget_unclaimed() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert tasks.forget_unclaimed() == 1
    assert [row.key for row in File.objects.all()] == ["taken"]


def test_a_slow_sender_keeps_its_share_of_threads_and_the_next_file_is_told_to_come_again(sending, monkeypatch):
    seats = SharedSeats(2, 1, quick=0.01)
    monkeypatch.setattr(views, "senders", lambda: seats)
    with seats.taken(LAN.id):
        full = sending()
    assert (full.status_code, full.json()["code"]) == (503, "files.full")
    assert sending().status_code == 201
