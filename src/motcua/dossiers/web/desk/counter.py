"""The counter: find the person, choose the procedure, then fill in the same form on their behalf.

One address and only posts between the steps: a personal number never stands in an address or in the history.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin, ProcedureSummary
from motcua.dossiers import api
from motcua.dossiers.contracts import DossierSummary
from motcua.dossiers.web.desk import newcomers, words
from motcua.dossiers.web.desk.pages import frame, wanted_by_htmx
from motcua.forms import api as forms
from motcua.forms.contracts import DraftView
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView
from motcua.identity.errors import PersonNotFoundError
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInputError, MotCuaError
from motcua.kernel.identifiers import personal_id_problem
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official, status_of

WHY = "Nộp hồ sơ tại quầy"  # written into the ledger with each search


@official("receiver")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    sent = request.POST
    if request.method != "POST":
        return _page(request)
    if wanted_by_htmx(request) == "procedures":
        found = {"procedures": _procedures(actor_of(request), sent.get("q", "")), "q": sent.get("q", "")}
        return render(request, "dossiers/desk/parts/procedures.html", found)
    number = "".join(sent.get("personal_id", "").split())
    if personal_id_problem(number):
        told = _("Số định danh cá nhân có 12 chữ số. Xem lại trên thẻ căn cước.")
        return _page(request, {"personal_id": told}, status=422, number=number)
    if sent.get("step") == "register":
        return _register(request, number)
    return _with_person(request, number)


def _with_person(request: HttpRequest, number: str) -> HttpResponse:
    """Every step after the first finds the person again, and each time it is written down."""
    try:
        person = identity.find_person(actor=actor_of(request), personal_id=number, why=WHY)
    except PersonNotFoundError:
        return _page(request, number=number, newcomer=newcomers.form(actor_of(request), number))
    if request.POST.get("code"):
        return _start(request, person)
    return _page(request, person=person)


def _register(request: HttpRequest, number: str) -> HttpResponse:
    try:
        person = newcomers.register(actor_of(request), number, request.POST)
    except InvalidInputError as error:
        problems = {key: str(text) for key, text in error.fields.items()}
        drawn = newcomers.form(actor_of(request), number, request.POST, problems)
        return _page(request, problems, status=422, number=number, newcomer=drawn)
    except MotCuaError as error:
        return _page(request, {"personal_id": str(error)}, status=status_of(error), number=number)
    return _page(request, person=person)


def _start(request: HttpRequest, person: PersonView) -> HttpResponse:
    actor, code = actor_of(request), request.POST["code"]
    begun = forms.find_draft(actor=actor, procedure_code=code, on_behalf_of=person.id)
    if begun and "new" not in request.POST:
        return _page(request, person=person, begun=_begun(begun))
    running = api.list_running(actor=actor, applicant_id=person.id, procedure_code=code)
    if running and "new" not in request.POST:
        return _page(request, person=person, running=(code, running))
    try:
        draft = forms.start_draft(
            actor=actor,
            procedure_code=code,
            on_behalf_of=person.id,
            receiving_agency_id=actor.agency_id,
            applicant=person,
        )
    except MotCuaError as error:
        return _page(request, {"q": str(error)}, status=status_of(error), person=person)
    return HttpResponseRedirect(_draft_url(draft.id))


def _page(
    request: HttpRequest,
    problems: dict[str, str] | None = None,
    *,
    status: int = 200,
    number: str = "",
    person: PersonView | None = None,
    newcomer: newcomers.Form | None = None,
    begun: dict[str, Any] | None = None,
    running: tuple[str, tuple[DossierSummary, ...]] | None = None,
) -> HttpResponse:
    q = request.POST.get("q", "")
    context = frame(request) | {
        "number": number,
        "person": person,
        "born": person.birth_date.strftime("%d/%m/%Y") if person and person.birth_date else "",
        "newcomer": newcomer,
        "begun": begun,
        "running": _running(*running) if running else None,
        "q": q,
        "procedures": _procedures(actor_of(request), q) if person else (),
        "errors": {key: {"text": text} for key, text in (problems or {}).items()},
        "error_summary": [
            {"text": text, "href": f"#{newcomers.anchor(key)}"} for key, text in (problems or {}).items()
        ],
    }
    return render(request, "dossiers/desk/counter.html", context, status=status)


def _procedures(actor: Actor, query: str) -> list[dict[str, Any]]:
    """Those that this agency's tier resolves first; one that is only listed can't be filed."""
    language = get_language() or "vi"
    tier = agencies.get_agency(actor.agency_id).tier.value if actor.agency_id else ""
    found = [each for each in catalogue.suggest_procedures(query, 12) if each.origin is not Origin.LISTED]
    return [_procedure(each, tier, language) for each in sorted(found, key=lambda each: tier not in each.tiers)]


def _procedure(found: ProcedureSummary, tier: str, language: str) -> dict[str, Any]:
    return {"code": found.code, "name": pick(found.name, language), "ours": tier in found.tiers}


def _begun(draft: DraftView) -> dict[str, Any]:
    name = pick(catalogue.get_version(draft.version_hash).name, get_language() or "vi")
    return {
        "code": draft.procedure_code,
        "name": name,
        "saved": words.moment(draft.saved_at),
        "href": _draft_url(draft.id),
    }


def _running(code: str, found: tuple[DossierSummary, ...]) -> dict[str, Any]:
    rows = [
        {
            "code": each.code,
            "href": reverse("dossiers:desk_dossier", args=[each.code]),
            "state": str(words.STATES[each.state]),
            "when": words.moment(each.submitted_at),
        }
        for each in found
    ]
    return {"code": code, "rows": rows}


def _draft_url(draft_id: UUID) -> str:
    return reverse("dossiers:draft", args=[draft_id])
