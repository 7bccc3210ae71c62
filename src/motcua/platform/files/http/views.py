"""POST /api/v1/files: one paper, sent ahead of the dossier that will hold it."""

import json
from functools import cache
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotAllowedError
from motcua.platform.files import api as files
from motcua.platform.web.seats import SharedSeats

LONGEST_KEY = 120
IN_MEMORY = 2**20
FORM_ROOM = 64 * 1024  # what multipart/form-data puts around a file
NAMELESS = "giay-to"


@cache
def senders() -> SharedSeats:
    """Files of programs while they come in: half of the threads of this process, half of these for one token's owner."""
    return SharedSeats(max(1, settings.MOTCUA_THREADS // 2), max(1, settings.MOTCUA_THREADS // 4))


@csrf_exempt  # a token in a header, never a cookie: no other site can make a browser send it
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """201 with the file; 200 when the same bytes came under the same key before. Raises FileRefusedError's family,
    FilesFullError."""
    owner = _actor_of(request)
    if owner.id is None:
        raise NotAllowedError
    key = _key_of(request)
    with senders().taken(owner.id) as seated:
        if not seated:
            raise files.FilesFullError(retryable=True)
        stream, name = _sent(request)
    with stream:
        digest = files.digest_of(stream)
        stored, replayed = files.receive_file(stream=stream, name=name, owner_id=owner.id, key=key, sha256=digest)
    body = {
        "id": str(stored.id),
        "name": stored.name,
        "kind": stored.kind,
        "size": stored.size,
        "sha256": stored.sha256,
    }
    return HttpResponse(json.dumps(body), status=200 if replayed else 201, content_type="application/json")


upload.policy = "token"  # type: ignore[attr-defined]


def _actor_of(request: HttpRequest) -> Actor:
    actor: Actor = import_string(settings.MOTCUA_ACTOR_OF_TOKEN)(request.headers.get("Authorization"))
    return actor


def _key_of(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise files.FileKeyMissingError
    return key


def _sent(request: HttpRequest) -> tuple[BinaryIO, str]:
    """The file at its beginning, and its name. Nothing is read that is said to be too large."""
    said = int(request.META.get("CONTENT_LENGTH") or 0)
    if said > settings.UPLOAD_LIMIT_BYTES + FORM_ROOM:
        raise files.FileTooLargeError(limit=settings.UPLOAD_LIMIT_BYTES, size=said)
    return _from_form(request) if request.content_type == "multipart/form-data" else _from_body(request)


def _from_form(request: HttpRequest) -> tuple[BinaryIO, str]:
    sent = [one for field in request.FILES for one in request.FILES.getlist(field)]
    if len(sent) != 1:
        raise files.OneFileError
    return cast(BinaryIO, sent[0].file), sent[0].name or NAMELESS


def _from_body(request: HttpRequest) -> tuple[BinaryIO, str]:
    stream = cast(BinaryIO, SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the caller closes it
    size = 0
    while block := request.read(2**16):
        size += len(block)
        if size > settings.UPLOAD_LIMIT_BYTES:
            raise files.FileTooLargeError(limit=settings.UPLOAD_LIMIT_BYTES)
        stream.write(block)
    stream.seek(0)
    _disposition, parameters = parse_header_parameters(request.headers.get("Content-Disposition", ""))
    return stream, parameters.get("filename") or NAMELESS
