"""What the applicant sent and what the case produced, shown in the browser. Each opening is written in the ledger."""

from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from motcua.dossiers import api
from motcua.dossiers.contracts import DocumentKind
from motcua.platform.web.api import actor_of, official

# Nothing in a file may run or load anything; our own pages may frame it. What came from outside is sandboxed besides.
LOCKED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
SANDBOXED = f"{LOCKED}; sandbox"


@official()
@require_GET
def paper(request: HttpRequest, code: str, file_id: UUID) -> HttpResponseBase:
    stream, content_type, name = api.open_paper(actor=actor_of(request), code=code, file_id=file_id)
    return locked(FileResponse(stream, content_type=content_type), name, SANDBOXED)


@official()
@require_GET
def document(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    if kind not in set(DocumentKind):
        raise Http404
    language = "en" if request.GET.get("language") == "en" else "vi"
    printed, name = api.open_document(actor=actor_of(request), code=code, kind=DocumentKind(kind), language=language)
    return locked(HttpResponse(printed, content_type="application/pdf"), name, LOCKED)


def locked(response: HttpResponseBase, name: str, policy: str = LOCKED) -> HttpResponseBase:
    """Shown in the browser under `policy`, and called `name` when it is kept."""
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = policy
    return response
