"""Page: one's own sessions, and ending them."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity import sittings
from motcua.identity.sessions import account_signed_in
from motcua.platform.web.api import actor_of, signed_in


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def own(request: HttpRequest) -> HttpResponse:
    views = sittings.list_sittings(account_signed_in(request), request.session.session_key)
    said = {"ended": _("Đã kết thúc phiên ấy."), "all": _("Đã kết thúc mọi phiên khác.")}
    context = {
        "sittings": [{"view": view, "by": _by(view)} for view in views],
        "said": said.get(request.GET.get("said", ""), ""),
        "others": any(not view.here for view in views),
    }
    return render(request, "identity/sittings.html", context)


@signed_in
@never_cache
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """One session by its handle; without one, all but this browser's."""
    account, actor, handle = account_signed_in(request), actor_of(request), request.POST.get("session", "")
    own_key = request.session.session_key
    if not handle:
        sittings.end_others(actor=actor, account=account, session_key=own_key)
        return _back("all")
    if own_key and handle == sittings.handle_of(own_key):
        logout(request)
        return HttpResponseRedirect(reverse("identity:sign_out"))
    sittings.end_sitting(actor=actor, account=account, handle=handle)
    return _back("ended")


def _back(said: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('identity:sittings')}?said={said}")


def _by(view: sittings.SittingView) -> str:
    if view.by == "passkey":
        return _("Bằng khóa “%(name)s”") % {"name": view.key} if view.key else _("Bằng khóa truy cập")
    return {"password": _("Bằng mật khẩu"), "demo": _("Người của bản trình diễn")}.get(view.by, view.by)
