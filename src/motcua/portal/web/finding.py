"""Search: a page with filters, and the suggestions that answer while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.agencies.errors import NoCompetentAgencyError
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Found, ProcedureSummary
from motcua.identity import api as identity
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, public
from motcua.portal.web import narrowing
from motcua.portal.web.cards import cards
from motcua.portal.web.events import doors, event_words

LONGEST_QUERY = 200
MOST_LIVE = 7
SIZE = 10  # what fits a phone's patience; the rest is one press away
LAST_PAGE = 1000


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    filters, page = narrowing.read_filters(request.GET), _page(request.GET.get("page", ""))
    language = get_language() or "vi"
    if not (query or filters):
        ready = cards(catalogue.list_packages(), language)
        return render(request, "portal/search.html", {"doors": doors(), "ready": ready})
    place = _place(actor_of(request))
    found = catalogue.find_procedures(query, filters, page=page, size=SIZE, language=language, place=place)
    if query and page == 1 and not filters:
        catalogue.count_query(query, found=bool(found.total))
    together = () if query or page > 1 else _together(filters.event)
    results = [summary for summary in found.items if summary not in together]
    context = {
        "query": query,
        "event": event_words(filters.event),
        "kept": narrowing.kept(filters),
        "chips": narrowing.chips(query, filters, found, language),
        "choices": narrowing.choices(filters, found, language),
        "without": narrowing.address(query, type(filters)()),
        "together": list(zip(map(_offer, together), cards(together, language), strict=True)),
        "results": cards(results, language, query),
        "counted": narrowing.counted(found.total),
        "total": found.total,
        "pages": narrowing.pages(query, filters, page, found.total, SIZE),
        "meant": found.meant,
        "meant_url": narrowing.address(found.meant, filters),
        "asked": True,
        "doors": () if results else doors(),
    }
    if not (found.total or together):
        context |= _help(query, found, place, language)
    return render(request, "portal/search.html", context)


@public
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    language = get_language() or "vi"
    results = cards(catalogue.suggest_procedures(query, MOST_LIVE, language), language, query, unfinished=True)
    return render(request, "portal/parts/live.html", {"query": query, "results": results})


def _page(text: str) -> int:
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) else 1


def _place(actor: Actor) -> str:
    """Where a signed-in person lives: what only another province does comes later."""
    if not actor.is_person or actor.id is None:
        return ""
    return identity.get_person(actor=actor, person_id=actor.id).unit_code


def _together(event: str) -> tuple[ProcedureSummary, ...]:
    """The guided paths of a life event: several services, asked once."""
    return tuple(summary for summary in catalogue.list_by_life_event(event) if summary.journey)


def _help(query: str, found: Found, place: str, language: str) -> dict[str, Any]:
    """What somebody can do who found nothing: what comes nearest, whom to ask."""
    nearest = found.nearest or catalogue.suggest_procedures(query, 3, language)
    counter = _counter(place)
    return {
        "nearest": cards(nearest, language, query),
        "counter": counter
        and {"name": pick(counter.name, language), "address": counter.address, "phone": counter.phone},
    }


def _counter(place: str) -> AgencyView | None:
    """The counter that is nearest as far as we know: of the commune where one lives, else of the province."""
    try:
        if place:
            return agencies.competent_agency(("commune",), place)
        return next((one for one in agencies.list_agencies(tier="province") if not one.branch), None)
    except NoCompetentAgencyError:
        return None


def _offer(summary: ProcedureSummary) -> str:
    """What a guided path saves."""
    said = {2: _("Làm cả hai việc một lần"), 3: _("Làm cả ba việc một lần"), 4: _("Làm cả bốn việc một lần")}
    return said.get(summary.journey, _("Làm mọi việc một lần"))
