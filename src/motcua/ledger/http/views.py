"""Files of the public log. A proxy may serve the folder itself; nothing here asks the database."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from motcua.ledger.api import read_checkpoint, read_key, read_tile
from motcua.platform.web.api import public

TEXT = "text/plain; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"


@public
@csrf_exempt  # nothing is changed here: another method is told 405, not asked for a token
@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint; 404 before the first one."""
    return _file(read_checkpoint(), TEXT, "no-cache")


@public
@csrf_exempt
@require_safe
def key(_request: HttpRequest) -> HttpResponse:
    """The public keys that sign now, one a line."""
    return _file(read_key(), TEXT, "no-cache")


@public
@csrf_exempt
@require_safe
def tile(_request: HttpRequest, rest: str) -> HttpResponse:
    """A tile of hashes, or a bundle of entries; it never changes. 404 for one that is not there yet."""
    return _file(read_tile(rest), "application/octet-stream", FOR_EVER)


def _file(content: bytes | None, kind: str, cached: str) -> HttpResponse:
    if content is None:
        raise Http404
    return HttpResponse(
        content, content_type=kind, headers={"Cache-Control": cached, "Access-Control-Allow-Origin": "*"}
    )
