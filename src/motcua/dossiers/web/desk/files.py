"""What the applicant sent and what the case produced, shown in the browser. Each opening is written in the ledger."""

from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

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
    printed, name = api.open_document(
        actor=actor_of(request),
        code=code,
        kind=DocumentKind(kind),
        language=_language(request),
        document_id=_which(request),
    )
    return locked(HttpResponse(printed, content_type="application/pdf"), name, LOCKED)


@official()
@require_POST
def copy(request: HttpRequest, code: str, document_id: UUID) -> HttpResponseBase:
    """A copy (bản sao) of a paper that was issued, made now."""
    printed, name = api.copy_document(
        actor=actor_of(request), code=code, document_id=document_id, language=_language(request)
    )
    return locked(HttpResponse(printed, content_type="application/pdf"), name)


def _language(request: HttpRequest) -> str:
    return "en" if request.GET.get("language") == "en" else "vi"


def _which(request: HttpRequest) -> UUID | None:
    """The paper that the address names, where it is not the newest of its kind. Raises Http404."""
    try:
        return UUID(request.GET["paper"]) if "paper" in request.GET else None
    except ValueError as error:
        raise Http404 from error


def locked(response: HttpResponseBase, name: str, policy: str = LOCKED) -> HttpResponseBase:
    """Shown in the browser under `policy`, and called `name` when it is kept."""
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = policy
    return response
