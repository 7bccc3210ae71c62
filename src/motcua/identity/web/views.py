"""Pages: sign in, sign out, the session that ran out."""

from typing import Any

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity.accounts import demo_accounts
from motcua.identity.eid.offering import eid_links
from motcua.identity.errors import PasswordRefusedError, SignInFailedError, TooManyGuessesError
from motcua.identity.passkeys.relying_party import key_place
from motcua.identity.sessions import (
    begin_session,
    go_on,
    in_language,
    ran_out,
    safe_next,
    signed_in_account,
)
from motcua.identity.signing_in import prove
from motcua.kernel.languages import pick
from motcua.platform.web.api import client_address, public

ONE_DESK = 3  # receiver, specialist, head: enough to walk a dossier through; the other desks fold away


@public
@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _judge(request)
    return sign_in_page(request)


def _judge(request: HttpRequest) -> HttpResponse:
    login, secret = request.POST.get("login", "").strip(), request.POST.get("secret", "")
    problems = {}
    if not login:
        problems["login"] = _("Bạn hãy nhập tên đăng nhập.")
    if not secret:
        problems["secret"] = _("Bạn hãy nhập mật khẩu.")
    if problems:
        return sign_in_page(request, problems, status=422)
    try:
        account, assurance = prove({"login": login, "secret": secret}, client_address(request))
    except (PasswordRefusedError, SignInFailedError, TooManyGuessesError) as error:
        return sign_in_page(request, {"login": str(error)}, status=error.http_status)
    begin_session(request, account, assurance)
    return go_on(account, safe_next(request))


@public
@never_cache
@require_POST
def sign_in_demo(request: HttpRequest) -> HttpResponse:
    """Play one of the made-up people, without a password; only while the demo is on."""
    chosen = next((one for one in demo_accounts() if str(one.id) == request.POST.get("account")), None)
    if chosen is None:
        raise Http404
    begin_session(request, chosen, chosen.assurance, by="demo")
    return go_on(chosen, safe_next(request))


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        logout(request)
        return HttpResponseRedirect(in_language("/"))
    return render(request, "identity/sign_out.html", {"who": signed_in_account(request)})


@public
@never_cache
@require_http_methods(["GET", "HEAD"])
def session_expired(request: HttpRequest) -> HttpResponse:
    return sign_in_page(request, expired=True)


def sign_in_page(
    request: HttpRequest,
    problems: dict[str, str] | None = None,
    *,
    expired: bool = False,
    status: int = 200,
    wanted: str = "",
) -> HttpResponse:
    found = problems or {}
    officials = _introduced(request, officials=True)
    context: dict[str, Any] = {
        "next": safe_next(request) or wanted,
        "eids": eid_links(getattr(request, "LANGUAGE_CODE", "vi"), safe_next(request) or wanted),
        "eid_error": found.get("eid", ""),
        "login": request.POST.get("login", ""),
        "error_summary": [{"text": text, "href": f"#{field}"} for field, text in found.items()],
        "errors": {field: {"text": text} for field, text in found.items()},
        "expired": expired or ran_out(request),
        "who": signed_in_account(request),
        "place": key_place(request, reverse("identity:sign_in")),
        "people": _introduced(request, officials=False),
        "desk": officials[:ONE_DESK],
        "officials": officials[ONE_DESK:],
    }
    return render(request, "identity/sign_in.html", context, status=status)


def _introduced(request: HttpRequest, *, officials: bool) -> list[dict[str, str]]:
    language = getattr(request, "LANGUAGE_CODE", "vi")
    return [
        {"id": str(one.id), "name": one.name, "says": pick(one.introduction, language)}
        for one in demo_accounts()
        if (one.official_id is not None) is officials
    ]
