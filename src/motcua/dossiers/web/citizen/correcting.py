"""Asking that a result be corrected: which answers are wrong in it, and what is right. The desk takes it up or says why not."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierView
from motcua.dossiers.web.citizen.unsent import survives_sign_in, take_unsent
from motcua.dossiers.web.citizen.words import language, say
from motcua.forms import api as forms
from motcua.kernel.errors import InvalidInputError
from motcua.platform.web.api import actor_of, citizen


@survives_sign_in
@citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, code: str) -> HttpResponse:
    """Asks what is wrong. Where the desk was faster with something, the version does not match and she sees what it did."""
    actor = actor_of(request)
    view = dossiers.get_dossier(actor=actor, code=code)
    back_url = reverse("dossiers:mine", args=[code])
    if "ask_correction" not in view.next_actions:
        return HttpResponseRedirect(back_url)
    problem = ""
    if request.method == "POST":
        sent = request.POST.get("version", "")
        try:
            dossiers.ask_correction(
                actor=actor,
                dossier_id=view.id,
                expected_version=int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0,
                reason=request.POST.get("reason", ""),
                fields=tuple(request.POST.getlist("fields")),
            )
        except InvalidInputError as error:
            problem = str(error.fields.get("reason", error.message))
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
    return render(request, "dossiers/citizen/correction.html", context, status=422 if problem else 200)


def _answers(view: DossierView, ticked: frozenset[str]) -> list[dict[str, object]]:
    """Each answer once, a list of persons as a whole."""
    form = forms.compile_form(catalogue.get_version(view.version_hash))
    found: dict[str, dict[str, object]] = {}
    for section in forms.show_answers(form, view.answers, language()):
        for row in section.rows:
            key = row.field.partition("[")[0]
            whole = key != row.field
            says = say(form.fields[key].label) if whole else f"{row.label}: {row.value}"
            found.setdefault(key, {"value": key, "text": says, "checked": key in ticked})
    return list(found.values())
