"""Pages: to an eID and back."""

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from motcua.identity.eid.binding import account_of, refuse
from motcua.identity.eid.contracts import Asked, UnprovenError, Why
from motcua.identity.eid.relying_party import begin, finish
from motcua.identity.eid.settings import Provider, provider_named
from motcua.identity.errors import EidRefusedError
from motcua.identity.sessions import begin_session, go_on, in_language, safe_next, signed_in_account
from motcua.identity.web.views import sign_in_page
from motcua.platform.web.api import public

ASKED = "eid_asked"
FRESH_SECONDS = 300  # a step-up wants a proof of these minutes


@public
@never_cache
@require_GET
def start(request: HttpRequest, name: str) -> HttpResponse:
    """Send the browser to the eID. With `?level=2` it is to confirm whoever is signed in, at that level at least."""
    provider = _provider(name)
    who, level = signed_in_account(request), request.GET.get("level", "")
    confirming = who is not None and who.person_id is not None and level in {"1", "2", "3"}
    try:
        address, asked = begin(
            provider,
            _callback(request, provider),
            safe_next(request) or in_language("/my"),
            level=int(level) if level in {"1", "2", "3"} else 0,
            max_age=FRESH_SECONDS if confirming else -1,
            person_id=str(who.person_id) if confirming and who else "",
        )
    except UnprovenError as unproven:
        return _refused(request, provider, unproven.why)
    request.session[ASKED] = asdict(asked)
    return HttpResponseRedirect(address)


@public
@never_cache
@require_GET
def answer(request: HttpRequest, name: str) -> HttpResponse:
    """Where the eID sends the browser back to: an address for each eID, so that none answers for another."""
    provider = _provider(name)
    kept: dict[str, Any] | None = request.session.pop(ASKED, None)  # for once, whatever comes of it
    asked = Asked(**kept) if kept else None
    if asked is None or asked.provider != provider.name:
        return _refused(request, provider, Why.STATE)
    try:
        identity = finish(provider, _callback(request, provider), asked, request.GET.dict())
        account = account_of(identity, asked)
    except UnprovenError as unproven:
        return _refused(request, provider, unproven.why, asked.next)
    begin_session(request, account, identity.level, by=f"eid:{provider.name}")
    return go_on(account, asked.next)


def _refused(request: HttpRequest, provider: Provider, why: Why, wanted: str = "") -> HttpResponse:
    try:
        refuse(why, provider.name)
    except EidRefusedError as error:
        return sign_in_page(request, {"eid": str(error)}, status=error.http_status, wanted=wanted)


def _provider(name: str) -> Provider:
    provider = provider_named(name)
    if provider is None:
        raise Http404
    return provider


def _callback(request: HttpRequest, provider: Provider) -> str:
    """The same in every language: an eID knows one address."""
    return request.build_absolute_uri(f"/sign-in/eid/{provider.name}/answer")
