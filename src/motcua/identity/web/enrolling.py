"""Pages: let a colleague in again, and the page that the link opens."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity.errors import AccountNotFoundError, ProofTooOldError, ReasonMissingError
from motcua.identity.passkeys import enrolling
from motcua.identity.passkeys.freshness import proved_by_key_lately
from motcua.identity.passkeys.relying_party import key_place
from motcua.identity.sessions import begin_session, signed_in_account
from motcua.identity.web.passkeys import REFUSALS, asked, ceremony
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, client_address, official, public, status_of


@official(*sorted(enrolling.MAY_READMIT))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def colleagues(request: HttpRequest) -> HttpResponse:
    """Choose who lost their keys, say how it was proven who they are, and get the link: shown on this page, this once."""
    actor, problems, link = actor_of(request), {}, None
    if request.method == "POST":
        if not proved_by_key_lately(request):
            raise ProofTooOldError
        try:
            link = enrolling.readmit(
                actor=actor, official_id=_uuid(request.POST.get("official", "")), why=request.POST.get("why", "")
            )
        except ReasonMissingError as error:
            problems["why"] = str(error)
        except AccountNotFoundError as error:
            problems["official"] = str(error)
    listed = enrolling.list_readmittable(actor=actor)
    language = getattr(request, "LANGUAGE_CODE", "vi")
    context = {
        "link": link,
        "fresh": proved_by_key_lately(request),
        "place": key_place(request),
        "why": request.POST.get("why", ""),
        "people": [{"value": str(each.id), "text": f"{each.name}, {pick(each.title, language)}"} for each in listed],
        "chosen": request.POST.get("official", ""),
        "error_summary": [{"text": text, "href": f"#{place}"} for place, text in problems.items()],
        "errors": {place: {"text": text} for place, text in problems.items()},
    }
    return render(request, "identity/passkeys/colleagues.html", context, status=422 if problems else 200)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, secret: str) -> HttpResponse:
    problems: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            account, passkey_id = enrolling.enrol(
                secret=secret,
                visitor=signed_in_account(request),
                ceremony_id=ceremony(request),
                answer=request.POST.get("credential", ""),
                name=request.POST.get("name", ""),
                address=client_address(request),
            )
        except REFUSALS as error:
            problems, status = {"add": str(error)}, status_of(error)
        else:
            begin_session(request, account, account.assurance, by="passkey", passkey_id=passkey_id)
            return HttpResponseRedirect(f"{reverse('identity:passkeys')}?said=added")
    invitation = _invitation(request, secret)
    context = {
        "invitation": invitation,
        "secret": secret,
        "place": key_place(request),
        "error_summary": [{"text": text, "href": f"#{place}"} for place, text in problems.items()],
        "errors": {place: {"text": text} for place, text in problems.items()},
    }
    return render(request, "identity/passkeys/enrol.html", context, status=status)


@public
@never_cache
@require_POST
def enrol_options(request: HttpRequest, secret: str) -> HttpResponse:
    return asked(request, enrolling.ask_for_first(_invitation(request, secret)))


def _invitation(request: HttpRequest, secret: str) -> enrolling.Invitation:
    return enrolling.find_invitation(secret=secret, visitor=signed_in_account(request), address=client_address(request))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
