"""Asking that a result be corrected: which answers are wrong in it, and what is right. The desk takes it up or says why not."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierView
from motcua.dossiers.web.citizen.party_words import shown_to_applicant
from motcua.dossiers.web.citizen.unsent import survives_sign_in, take_unsent
from motcua.dossiers.web.citizen.words import say
from motcua.forms import api as forms
from motcua.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from motcua.platform.web.api import actor_of, citizen, number_sent


@survives_sign_in
@citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, code: str) -> HttpResponse:
    """Asks what is wrong. Where the desk was faster with something, the version does not match and she sees what it did."""
    actor = actor_of(request)
    view = dossiers.get_dossier(actor=actor, code=code)
    back_url = reverse("dossiers:mine", args=[code])
    if "ask_correction" not in view.next_actions and request.method != "POST":
        return HttpResponseRedirect(back_url)
    problem, status = "", 200
    if request.method == "POST":
        try:
            dossiers.ask_correction(
                actor=actor,
                dossier_id=view.id,
                expected_version=number_sent(request.POST.get("version", "")),
                reason=request.POST.get("reason", ""),
                fields=tuple(request.POST.getlist("fields")),
            )
        except InvalidInputError as error:
            problem, status = str(error.fields.get("reason", error.message)), 422
        except (ConflictError, NotAllowedError) as error:  # the desk was faster: her words stay before her
            view = dossiers.get_dossier(actor=actor, code=code)
            problem, status = str(error.message), 409
        else:
            return HttpResponseRedirect(back_url)
    typed = request.POST if request.method == "POST" else take_unsent(request)
    ticked = frozenset(typed.getlist("fields")) if typed else frozenset()
    context = {
        "dossier": view,
        "name": say(view.procedure_name),
        "answers": _answers(view, ticked),
        "reason": typed.get("reason", "") if typed else "",
        "problem": {"text": problem} if problem else None,
        "error_summary": [{"text": problem, "href": "#reason"}] if problem else [],
        "back_url": back_url,
    }
    return render(request, "dossiers/citizen/correction.html", context, status=status)


def _answers(view: DossierView, ticked: frozenset[str]) -> list[dict[str, object]]:
    """Each answer once, a list of persons as a whole."""
    form = forms.compile_form(catalogue.get_version(view.version_hash))
    found: dict[str, dict[str, object]] = {}
    for section in shown_to_applicant(form, view):
        for row in section.rows:
            key = row.field.partition("[")[0]
            whole = key != row.field
            says = say(form.fields[key].label) if whole else f"{row.label}: {row.value}"
            found.setdefault(key, {"value": key, "text": says, "checked": key in ticked})
    return list(found.values())
