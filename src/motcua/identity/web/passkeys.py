"""Pages: sign in by a key, one's own keys."""

from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity.errors import (
    LastPasskeyError,
    PasskeyRefusedError,
    PasskeysUnavailableError,
    TooManyGuessesError,
    TooManyPasskeysError,
)
from motcua.identity.passkeys import keys, proving
from motcua.identity.passkeys.ceremonies import Asked
from motcua.identity.passkeys.enrolling import MAY_READMIT
from motcua.identity.passkeys.freshness import is_fresh, note_proof, proved_lately
from motcua.identity.passkeys.relying_party import key_place
from motcua.identity.sessions import PASSKEYS, begin_session, go_on, safe_next
from motcua.identity.web.views import sign_in_page
from motcua.platform.web.api import actor_of, client_address, official, public, status_of

CEREMONY = "passkey_ceremony"
REFUSALS = (PasskeyRefusedError, TooManyGuessesError, TooManyPasskeysError, LastPasskeyError, PasskeysUnavailableError)


@public
@never_cache
@require_POST
def sign_in_options(request: HttpRequest) -> HttpResponse:
    return asked(request, proving.ask_to_sign_in(client_address(request)))


@public
@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    try:
        account, passkey_id = proving.sign_in(
            ceremony_id=ceremony(request), answer=request.POST.get("credential", ""), address=client_address(request)
        )
    except REFUSALS as error:
        return sign_in_page(request, {"passkey": str(error)}, status=status_of(error))
    begin_session(request, account, account.assurance, by="passkey", passkey_id=passkey_id)
    return go_on(account, safe_next(request))


@official()
@never_cache
@require_http_methods(["GET", "HEAD"])
def own(request: HttpRequest) -> HttpResponse:
    return _page(request)


@official()
@never_cache
@require_POST
def add_options(request: HttpRequest) -> HttpResponse:
    proved_lately(request)
    return asked(request, keys.ask_for_new(keys.official_account(actor_of(request))))


@official()
@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    proved_lately(request)
    try:
        added = keys.add_passkey(
            actor=actor_of(request),
            ceremony_id=ceremony(request),
            answer=request.POST.get("credential", ""),
            name=request.POST.get("name", ""),
        )
    except REFUSALS as error:
        return _page(request, {"add": str(error)}, status=status_of(error))
    note_proof(request, added.id)  # the key checked its user a moment ago
    return _back("added")


@official()
@never_cache
@require_POST
def rename(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    keys.rename_passkey(actor=actor_of(request), passkey_id=passkey_id, name=request.POST.get("name", ""))
    return _back("renamed")


@official()
@never_cache
@require_POST
def remove(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    proved_lately(request)
    try:
        keys.remove_passkey(actor=actor_of(request), passkey_id=passkey_id)
    except REFUSALS as error:
        return _page(request, {"keys": str(error)}, status=status_of(error))
    if str(passkey_id) in request.session.get(PASSKEYS, []):
        logout(request)  # it ended with the key, like every other that the key opened
        return HttpResponseRedirect(reverse("identity:sign_in"))
    return _back("removed")


@official()
@never_cache
@require_POST
def prove_options(request: HttpRequest) -> HttpResponse:
    return asked(request, proving.ask_to_prove(actor=actor_of(request)))


@official()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Once more by a key, then back to the page that asked."""
    problems: dict[str, str] = {}
    if not keys.list_passkeys(actor=actor_of(request)):
        return HttpResponseRedirect(reverse("identity:passkeys"))
    if request.method == "POST":
        try:
            passkey_id = proving.prove_again(
                actor=actor_of(request),
                ceremony_id=ceremony(request),
                answer=request.POST.get("credential", ""),
                address=client_address(request),
            )
        except REFUSALS as error:
            problems["passkey"] = str(error)
        else:
            note_proof(request, passkey_id)
            return HttpResponseRedirect(safe_next(request) or reverse("identity:passkeys"))
    context = _context(request, problems) | {"next": safe_next(request)}
    return render(request, "identity/passkeys/prove.html", context, status=401 if problems else 200)


def asked(request: HttpRequest, question: Asked) -> JsonResponse:
    """The browser's script gets the options, its session the ceremony: another browser's answer counts for nothing."""
    request.session[CEREMONY] = str(question.id)
    return JsonResponse(question.options)


def ceremony(request: HttpRequest) -> UUID | None:
    found = request.session.pop(CEREMONY, None)
    return UUID(found) if found else None


def _back(said: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('identity:passkeys')}?{urlencode({'said': said})}")


def _page(request: HttpRequest, problems: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    own_keys = keys.list_passkeys(actor=actor_of(request))
    said = {
        "added": _("Đã thêm khóa. Lần sau bạn đăng nhập bằng khóa này được."),
        "renamed": _("Đã đổi tên khóa."),
        "removed": _("Đã xóa khóa. Không ai đăng nhập bằng khóa ấy được nữa."),
    }
    context = _context(request, problems or {}) | {
        "keys": own_keys,
        "said": said.get(request.GET.get("said", ""), ""),
        "few": len(own_keys) < keys.ENOUGH,
        "readmits": bool(actor_of(request).roles & MAY_READMIT),
        "one": len(own_keys) == 1,
    }
    return render(request, "identity/passkeys/own.html", context, status=status)


def _context(request: HttpRequest, problems: dict[str, str]) -> dict[str, Any]:
    return {
        "error_summary": [{"text": text, "href": f"#{place}"} for place, text in problems.items()],
        "errors": {place: {"text": text} for place, text in problems.items()},
        "place": key_place(request),
        "fresh": is_fresh(request),
    }
