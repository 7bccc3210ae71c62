"""POST /api/v1/dossiers/sync: an agency's own system pushes dossiers and progress."""

import falcon

from motcua.dossiers.http import seating
from motcua.dossiers.http.asking import actor_of
from motcua.dossiers.http.reading import LONGEST_KEY, KeyMissingError
from motcua.dossiers.http.seating import seated
from motcua.dossiers.syncing.errors import SyncContentTypeError
from motcua.dossiers.syncing.reading import Body
from motcua.dossiers.syncing.taking import take_batch

LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/json-lines")


class Syncing:
    """POST /api/v1/dossiers/sync"""

    def on_post(self, request: falcon.Request, response: falcon.Response) -> None:
        actor = actor_of(request)
        body, key = body_of(request), optional_key(request)
        with seated(seating.known()):
            taken = take_batch(
                actor=actor, body=body, key=key, only_problems=request.get_param("results") == "problems"
            )
        response.content_type = LINES[0]
        response.set_header("Cache-Control", "no-store")
        response.stream = taken.each_chunk()


def body_of(request: falcon.Request) -> Body:
    """Raises SyncContentTypeError."""
    kind = (request.content_type or "").split(";")[0].strip().lower()
    packing = (request.get_header("Content-Encoding") or "identity").strip().lower()
    if kind not in LINES or packing not in {"gzip", "identity"}:
        raise SyncContentTypeError
    # Without a length the server says where the body ends.
    stream = request.stream if request.content_length is None else request.bounded_stream
    return Body(stream, packed=packing == "gzip")


def optional_key(request: falcon.Request) -> str:
    """Raises KeyMissingError for one that cannot be used."""
    key = request.get_header("Idempotency-Key") or ""
    if len(key) > LONGEST_KEY or not key.isascii() or (key and not key.isprintable()):
        raise KeyMissingError
    return key
