"""The owner's page of everybody who has to agree: invite by a link, send it again, take it back."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.dossiers.web.citizen.party_words import party_words
from motcua.dossiers.web.citizen.writing import Writing, open_writing
from motcua.forms import api as forms
from motcua.kernel.errors import InvalidInputError
from motcua.platform.printing.api import qr_svg
from motcua.platform.web.api import actor_of, citizen

LINKS = "invitations"  # in the session: links that this browser made, shown again here and nowhere else


@citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    writing = open_writing(actor_of(request), draft_id)
    if writing.draft.party or not writing.draft.parties:
        return HttpResponseRedirect(writing.check_url)
    if request.method != "POST":
        return _page(request, writing)
    try:
        _act(request, writing)
    except InvalidInputError as error:
        errors = [{"text": str(error.message), "href": _binding_url(writing, request.POST.get("invite", ""))}]
        return _page(request, writing, errors, status=422)
    return HttpResponseRedirect(writing.people_url)


def _act(request: HttpRequest, writing: Writing) -> None:
    links = request.session.get(LINKS, {})
    for name in ("invite", "revoke"):
        party_id = request.POST.get(name, "")
        if not any(one.party.id == party_id for one in writing.draft.parties):
            continue
        key = f"{writing.draft.id}:{party_id}"
        links.pop(key, None)
        if name == "invite":
            made = forms.invite_party(actor=writing.actor, draft_id=writing.draft.id, party_id=party_id)
            links[key] = made.token
        else:
            forms.revoke_invitation(actor=writing.actor, draft_id=writing.draft.id, party_id=party_id)
    request.session[LINKS] = links


def _page(
    request: HttpRequest, writing: Writing, errors: list[dict[str, str]] | None = None, status: int = 200
) -> HttpResponse:
    links = request.session.get(LINKS, {})
    context = {
        **writing.frame(),
        "people": [
            party_words(one) | _link(links.get(f"{writing.draft.id}:{one.party.id}", ""))
            for one in writing.draft.parties
        ],
        "ready": not writing.open_pages and not writing.missing_papers,
        "mending_url": writing.mending_url,
        "sections": writing.sections(on="people"),
        "error_summary": errors or [],
        "onward_url": writing.check_url,
        "back_url": writing.before(writing.people_url),
    }
    return render(request, "dossiers/citizen/people.html", context, status=status)


def _link(token: str) -> dict[str, Any]:
    if not token:
        return {"link": "", "qr": ""}
    link = f"{settings.PUBLIC_URL}{reverse('dossiers:invited', args=[token])}"
    return {"link": link, "qr": mark_safe(qr_svg(link).decode())}  # noqa: S308 - our own drawing of our own address


def _binding_url(writing: Writing, party_id: str) -> str:
    """The question that names the person."""
    binds = next((one.party.binds for one in writing.draft.parties if one.party.id == party_id), "")
    page = next((page.id for page in writing.pages if any(field.id == binds for field in page.fields)), "")
    return f"{writing.question_url(page)}#{binds}" if page else "#main-content"
