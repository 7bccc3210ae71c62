"""The pages of whoever was invited to stand behind somebody's application: be let in, read, fill in, agree or decline."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies import api as agencies
from motcua.dossiers.web.citizen.party_words import party_words, shown_to
from motcua.dossiers.web.citizen.places import agency_name
from motcua.dossiers.web.citizen.words import fee_words, paper_words, say
from motcua.dossiers.web.citizen.writing import Writing, open_writing
from motcua.forms import api as forms
from motcua.forms.contracts import PartyView
from motcua.forms.errors import AgreementOutdatedError, AgreementTooEarlyError
from motcua.platform.web.api import actor_of, citizen


@citizen
@never_cache
@require_safe
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """What the link opens, for the one person it is bound to."""
    draft_id = forms.open_invitation(actor=actor_of(request), token=token)
    return HttpResponseRedirect(reverse("dossiers:agree", args=[draft_id]))


@citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    writing = open_writing(actor_of(request), draft_id)
    if not writing.draft.party:
        return HttpResponseRedirect(writing.check_url)
    if request.method != "POST":
        return _page(request, writing)
    if "decline" in request.POST:
        reason = request.POST.get("reason", "").strip()
        if not reason:
            told = _("Hãy ghi lý do để người mời biết cần sửa gì.")
            return _page(request, writing, [{"text": told, "href": "#reason"}], status=422)
        forms.decline(actor=writing.actor, draft_id=draft_id, reason=reason)
        return HttpResponseRedirect(writing.check_url)
    try:
        forms.agree(actor=writing.actor, draft_id=draft_id, seen=request.POST.get("seen", ""))
    except (AgreementOutdatedError, AgreementTooEarlyError) as error:
        return _page(request, writing, [{"text": str(error.message), "href": "#main-content"}], status=409)
    return HttpResponseRedirect(writing.check_url)


def _page(
    request: HttpRequest, writing: Writing, errors: list[dict[str, str]] | None = None, status: int = 200
) -> HttpResponse:
    mine = _mine(writing)
    own = {page.id for page in writing.pages}
    complete = not writing.validation.problems and not writing.missing_papers
    sections = [
        {"title": section.title, "rows": [{"row": row, "own": row.page in own} for row in section.rows]}
        for section in shown_to(writing)
    ]
    context = {
        **writing.frame(),
        "owner": writing.owner_name,
        "mine": party_words(mine),
        "others": [party_words(one) for one in writing.draft.parties if one is not mine],
        "answers": sections,
        "papers": [paper_words(p, writing.version) | {"files": writing.files_of(p.id)} for p in writing.uploads],
        "fees": fee_words(writing.version, writing.validation.answers, writing.draft.channel, agencies.today()),
        "agency": agency_name(writing.draft.receiving_agency_id),
        "open_pages": [
            {"title": say(page.title), "href": writing.question_url(page.id)} for page in writing.open_pages
        ],
        "unfinished": not complete and not writing.open_pages,
        "ready": complete,
        "seen": forms.draft_hash(actor=writing.actor, draft_id=writing.draft.id),
        "sections": writing.sections(on="check") if own else [],
        "error_summary": errors or [],
        "back_url": reverse("portal:my"),
    }
    return render(request, "dossiers/citizen/agree.html", context, status=status)


def _mine(writing: Writing) -> PartyView:
    return next(one for one in writing.draft.parties if one.party.id == writing.draft.party)
