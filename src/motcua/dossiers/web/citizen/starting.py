"""Before the first question: what it takes, where it will be handled, a draft begun before. And going on with one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin, ProcedureVersion, in_force
from motcua.dossiers.web.citizen.places import Places, agency_name, places_for
from motcua.dossiers.web.citizen.unsent import survives_sign_in
from motcua.dossiers.web.citizen.words import limit_words, say
from motcua.dossiers.web.citizen.writing import taken_up, writing_of
from motcua.forms import api as forms
from motcua.forms.contracts import DraftView
from motcua.forms.errors import NotServedOnlineError
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView
from motcua.kernel.errors import InvalidInputError
from motcua.kernel.money import say_money
from motcua.platform.web.api import actor_of, citizen, signed_in

CHOOSE_PROVINCE = "choose-province"


@survives_sign_in
@citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    version = catalogue.get_procedure(code)
    if not version.online or version.origin is Origin.LISTED:
        raise NotServedOnlineError
    person = identity.get_person(actor=actor, person_id=actor.id) if actor.id else None
    places = places_for(version, person.unit_code if person else "", request.POST.get("province", ""))
    if request.method == "POST" and CHOOSE_PROVINCE not in request.POST and actor.assurance >= version.assurance:
        return _start(request, version, places, person)
    return _page(request, version, places)


def _start(request: HttpRequest, version: ProcedureVersion, places: Places, person: PersonView | None) -> HttpResponse:
    actor = actor_of(request)
    agency = places.find(request.POST.get("agency", "")) if asks_place(version) else None
    if agency is None and asks_place(version):
        said = _("Hãy chọn nơi nhận hồ sơ.") if places.anywhere else _("Hãy chọn nơi giải quyết hồ sơ.")
        return _page(request, version, places, {"agency": said}, 422)
    try:
        draft = forms.start_draft(
            actor=actor,
            procedure_code=version.code,
            receiving_agency_id=agency.id if agency else None,
            applicant=person,
        )
    except InvalidInputError as error:
        return _page(request, version, places, {"start": str(error)}, 422)
    return HttpResponseRedirect(writing_of(actor, draft).first_url)


def asks_place(version: ProcedureVersion) -> bool:
    """Whether a place has to be chosen: each part of a guided path may go where an address says."""
    return not version.journey or not all(part.place for part in version.journey)


def _page(
    request: HttpRequest,
    version: ProcedureVersion,
    places: Places,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, today = actor_of(request), agencies.today()
    draft = forms.find_draft(actor=actor, procedure_code=version.code)
    chosen = request.POST.get("agency", "") or (str(places.own.id) if places.own else "")
    anchors = {"agency": "#agency", "start": "#start"}
    services = catalogue.list_services(version)
    called = {one.code: say(one.name) for one in services}
    too_low = actor.assurance < version.assurance
    names = {part.id: say(part.name) or called.get(part.procedure, part.procedure) for part in version.journey}
    context: dict[str, Any] = {
        "code": version.code,
        "name": say(version.name),
        "minutes": version.estimated_minutes,
        "uploads": [
            say(paper.name) for paper in version.papers if paper.kind == "upload" and "postal" not in paper.when
        ],
        "limit": limit_words(version, today, "online"),
        "fees": [
            {"name": say(fee.name), "amount": say_money(fee.amount)}
            for one in services or (version,)
            for fee in one.fees
            if in_force(fee.valid_from, fee.valid_to, today)
        ],
        "parts": [{"name": names[part.id], "sometimes": bool(part.when)} for part in version.journey],
        "asks_place": asks_place(version),
        "placed_parts": [names[part.id] for part in version.journey if not part.place],
        "missing_level": version.assurance if too_low else 0,
        "level": actor.assurance,
        "eids": identity.eid_links(request.LANGUAGE_CODE, request.path, version.assurance) if too_low else [],
        "draft": _draft(draft) if draft else None,
        "places": places,
        "items": places.items(chosen),
        "provinces": [{"value": u.code, "text": say(u.full_name)} for u in places.provinces],
        "problems": problems or {},
        "error_summary": [{"text": text, "href": anchors[name]} for name, text in (problems or {}).items()],
        "back_url": reverse("portal:procedure", args=[version.code]),
    }
    return render(request, "dossiers/citizen/apply.html", context, status=status)


def _draft(draft: DraftView) -> dict[str, Any]:
    return {"id": draft.id, "saved_at": draft.saved_at, "agency": agency_name(draft.receiving_agency_id)}


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where one left off. A POST says that what changed in the record was seen."""
    actor = actor_of(request)
    if request.method == "POST":
        writing = writing_of(actor, forms.see_record_changes(actor=actor, draft_id=draft_id))
        back = request.POST.get("back", "")
        return HttpResponseRedirect(back if back in writing.way else writing.resume_url)
    return HttpResponseRedirect(taken_up(actor, draft_id).resume_url)
