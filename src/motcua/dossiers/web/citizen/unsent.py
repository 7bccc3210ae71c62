"""What was typed while the session ran out: kept in the fresh anonymous session, which a sign-in carries on.

Whoever signs in then sees it only on the page it was typed on, and that page is only found by its owner.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.module_loading import import_string

from motcua.kernel import clock
from motcua.platform.web.api import actor_of

KEY = "dossiers_unsent"
KEPT_SECONDS = 60 * 60
MOST_CHARACTERS = 200_000
_NOT_TYPED = ("csrfmiddlewaretoken",)


def survives_sign_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Put it above the access decorator: a form that comes in signed out is kept, and the person signs in first.

    So is one whose token went stale because its sender signed in again in another window. The token is checked here,
    by Django's own rules: a form from elsewhere is refused as everywhere.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)  # type: ignore[no-any-return]
        stale = _Token.fault(request)
        if stale and not _Token.is_ours(request):
            return import_string(settings.CSRF_FAILURE_VIEW)(request, reason=stale)  # type: ignore[no-any-return]
        here = request.get_full_path()
        if actor_of(request).id is None:
            _keep(request)
            return HttpResponseRedirect(f"{reverse('identity:session_expired')}?next={quote(here)}")
        if stale:
            _keep(request)
            return HttpResponseRedirect(here)
        return view(request, *args, **kwargs)  # type: ignore[no-any-return]

    kept.csrf_exempt = True  # type: ignore[attr-defined] # checked above, and before anything else
    return kept


def take_unsent(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before the session ran out; None when nothing was. Given out once."""
    unsent = request.session.get(KEY)
    if not unsent or unsent["path"] != request.path:
        return None
    del request.session[KEY]
    fresh = clock.now().timestamp() - unsent["at"] < KEPT_SECONDS
    return QueryDict(unsent["body"]) if fresh else None


def _keep(request: HttpRequest) -> None:
    typed = request.POST.copy()
    for name in _NOT_TYPED:
        typed.pop(name, None)
    body = typed.urlencode()
    if len(body) <= MOST_CHARACTERS:
        request.session[KEY] = {"path": request.path, "body": body, "at": clock.now().timestamp()}


class _Token(CsrfViewMiddleware):
    """Django's check of the form's token, answering with the fault instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        del request
        return reason

    @classmethod
    def fault(cls, request: HttpRequest) -> str:
        return str(cls(_nothing).process_view(request, None, (), {}) or "")  # type: ignore[arg-type]

    @classmethod
    def is_ours(cls, request: HttpRequest) -> bool:
        """Whether the browser says that the form stood on one of our pages."""
        return "HTTP_ORIGIN" in request.META and cls(_nothing)._origin_verified(request)  # type: ignore[attr-defined]


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()
