"""Files of one's own: what one sent, and the papers that the case produced."""

from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DocumentKind
from motcua.dossiers.web.citizen.words import language
from motcua.forms import api as forms
from motcua.platform.web.api import actor_of, citizen, signed_in


@citizen
@never_cache
@require_safe
def document(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """An official paper as PDF."""
    if kind not in set(DocumentKind):
        raise Http404
    content, name = dossiers.open_document(
        actor=actor_of(request), code=code, kind=DocumentKind(kind), language=language()
    )
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@citizen
@never_cache
@require_safe
def paper(request: HttpRequest, code: str, file_id: UUID) -> HttpResponseBase:
    stream, content_type, name = dossiers.open_paper(actor=actor_of(request), code=code, file_id=file_id)
    return _file(stream, content_type, name)


@signed_in
@never_cache
@require_safe
def draft_file(request: HttpRequest, draft_id: UUID, file_id: UUID) -> HttpResponseBase:
    attached, stream = forms.open_paper(actor=actor_of(request), draft_id=draft_id, file_id=file_id)
    return _file(stream, attached.content_type, attached.file_name)


def _file(stream: BinaryIO, content_type: str, name: str) -> HttpResponseBase:
    """Shown in the browser: only photos and PDFs without anything active got in."""
    return FileResponse(stream, content_type=content_type, filename=name)
