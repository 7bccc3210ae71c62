"""Every view says who may come in. A guard test refuses a route without one of these."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from motcua.kernel.actors import ANONYMOUS, Actor
from motcua.kernel.errors import NotAllowedError

View = Callable[..., Any]


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking; the composition root's middleware puts it there."""
    return getattr(request, "actor", ANONYMOUS)


def public(view: View) -> View:
    """Anyone may come in."""
    view.policy = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Anyone who is signed in; the others sign in first and come back to the same page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if actor_of(request).id is None:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)  # type: ignore[no-any-return]

    guarded.policy = "signed_in"  # type: ignore[attr-defined]
    return guarded


def citizen(view: View) -> View:
    """People who act for themselves."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor.id is None:
            return _to_sign_in(request)
        if not actor.is_person:
            raise NotAllowedError
        return view(request, *args, **kwargs)  # type: ignore[no-any-return]

    guarded.policy = "citizen"  # type: ignore[attr-defined]
    return guarded


def official(*roles: str) -> Callable[[View], View]:
    """Officials who hold at least one of `roles` in their position; no roles named: any official."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if actor.id is None:
                return _to_sign_in(request)
            if not actor.is_official or (roles and not actor.roles.intersection(roles)):
                raise NotAllowedError
            return view(request, *args, **kwargs)  # type: ignore[no-any-return]

        guarded.policy = f"official:{','.join(roles)}"  # type: ignore[attr-defined]
        return guarded

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else request.META.get("HTTP_REFERER", "/")
    return HttpResponseRedirect(f"{reverse('identity:sign_in')}?next={quote(back)}")
