"""POST /api/v1/dossiers/sync/national: the national portal's own shapes, for systems that speak them already."""

from typing import Any

import falcon
import msgspec

from motcua.dossiers.http import seating
from motcua.dossiers.http.asking import actor_of, actor_of_authorization
from motcua.dossiers.http.seating import seated
from motcua.dossiers.syncing.national_batches import NationalBatch, take_national
from motcua.dossiers.syncing.taking import source_of

_encode = msgspec.json.Encoder().encode


class National:
    """POST /api/v1/dossiers/sync/national"""

    def on_post(self, request: falcon.Request, response: falcon.Response) -> None:
        known = actor_of(request) if request.auth else None  # so that nothing is read of a stranger who says so
        if known:
            source_of(known)  # nor of anybody who may not push
        kind, length = request.content_type or "", request.content_length or 0
        with seated(seating.known() if known else seating.strangers()):
            batch = NationalBatch.read(kind, length, request.bounded_stream)
        actor = known or actor_of_authorization(f"Bearer {batch.session}")
        with seated(seating.known()):
            answer: dict[str, Any] = take_national(actor=actor, batch=batch)
        response.data = _encode(answer)
        response.set_header("Cache-Control", "no-store")
