"""Leaving a draft: for later, or for good."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.dossiers.web.citizen.writing import open_writing
from motcua.forms import api as forms
from motcua.forms.contracts import PartyState
from motcua.kernel.actors import Actor
from motcua.platform.web.api import actor_of, signed_in


@signed_in
@never_cache
@require_safe
def saved(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything is kept: until when, and how to come back."""
    writing = open_writing(actor_of(request), draft_id)
    if writing.draft.party:
        return HttpResponseRedirect(writing.check_url)
    context = {**writing.frame(), "home_url": _home(writing.actor)}
    return render(request, "dossiers/citizen/saved.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Asks first: what is thrown away here can't be had back."""
    writing = open_writing(actor_of(request), draft_id)
    if writing.draft.party:
        return HttpResponseRedirect(writing.check_url)
    if request.method == "POST":
        forms.delete_draft(actor=writing.actor, draft_id=draft_id)
        return HttpResponseRedirect(_home(writing.actor))
    context = {
        **writing.frame(),
        "invited": any(one.state is not PartyState.NOT_INVITED for one in writing.draft.parties),
        "back_url": reverse("dossiers:saved_draft", args=[draft_id]),
    }
    return render(request, "dossiers/citizen/delete_draft.html", context)


def _home(actor: Actor) -> str:
    return reverse("dossiers:desk") if actor.is_official else reverse("portal:my")
