"""Taking a dossier back before it is decided."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierView
from motcua.dossiers.web.citizen.unsent import survives_sign_in, take_unsent
from motcua.dossiers.web.citizen.words import say
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInputError
from motcua.platform.web.api import actor_of, citizen, number_sent


@survives_sign_in
@citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Asks first. What the desk did meanwhile is shown before anything is withdrawn: the version has to match."""
    actor = actor_of(request)
    view = dossiers.get_dossier(actor=actor, code=code)
    back_url = reverse("dossiers:mine", args=[code])
    if "withdraw" not in view.next_actions:
        return HttpResponseRedirect(back_url)
    problem = ""
    if request.method == "POST":
        try:
            dossiers.withdraw_dossier(
                actor=actor,
                dossier_id=view.id,
                expected_version=number_sent(request.POST.get("version", "")),
                reason=request.POST.get("reason", ""),
            )
        except InvalidInputError as error:
            problem = str(error.message)
        else:
            return HttpResponseRedirect(back_url)
    unsent = take_unsent(request)
    context = {
        "dossier": view,
        "name": say(view.procedure_name),
        "reason": request.POST.get("reason", "") or (unsent.get("reason", "") if unsent else ""),
        "waiting": _waiting_for(actor, view),
        "problem": problem,
        "error_summary": [{"text": problem, "href": "#reason"}] if problem else [],
        "back_url": back_url,
    }
    return render(request, "dossiers/citizen/withdraw.html", context, status=422 if problem else 200)


def _waiting_for(actor: Actor, view: DossierView) -> list[str]:
    """What was filed with it and stops with it."""
    if view.journey_id is None:
        return []
    code = dossiers.find_journey(actor=actor, journey_id=view.journey_id).code
    journey = dossiers.get_journey(actor=actor, code=code)
    return [say(journey.names[other]) for other, earlier in journey.waits_for.items() if view.id in earlier]
