"""What was typed while the session ran out: kept in the fresh anonymous session, which a sign-in carries on.

Whoever signs in then sees it only on the page it was typed on, and that page is only found by its owner.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from motcua.kernel import clock
from motcua.platform.web.api import actor_of

KEY = "dossiers_unsent"
KEPT_SECONDS = 60 * 60
MOST_CHARACTERS = 200_000
_NOT_TYPED = ("csrfmiddlewaretoken", "revision")


def survives_sign_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Put it above the access decorator: a form that comes in signed out is kept, and the person signs in first."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and actor_of(request).id is None:
            _keep(request)
            here = quote(request.get_full_path())
            return HttpResponseRedirect(f"{reverse('identity:session_expired')}?next={here}")
        return view(request, *args, **kwargs)  # type: ignore[no-any-return]

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
