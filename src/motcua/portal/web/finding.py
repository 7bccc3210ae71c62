"""Search: a page, and the fragment that answers while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin, ProcedureSummary
from motcua.kernel.languages import pick
from motcua.platform.web.api import public
from motcua.portal.web.home import EVENTS, event_words

LONGEST_QUERY = 200
MOST_LIVE = 6
FEW = 8  # what fits a phone's patience; the rest is one press away
MOST = 40


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query, event = request.GET.get("q", "")[:LONGEST_QUERY].strip(), request.GET.get("event", "")
    language = get_language() or "vi"
    found: tuple[ProcedureSummary, ...] = ()
    everything = "all" in request.GET
    if query:
        found = catalogue.search_procedures(query, MOST, language)
    elif event_words(event):
        found = catalogue.list_by_life_event(event)
    asked = bool(query or event_words(event))
    together = () if query else tuple(summary for summary in found if summary.journey)
    found = tuple(summary for summary in found if summary not in together)
    context = {
        "query": query,
        "event": event_words(event),
        "event_code": event,
        "together": [shown(summary, language) | {"offer": _offer(summary)} for summary in together],
        "results": [shown(summary, language) for summary in (found if everything else found[:FEW])],
        "more": 0 if everything else max(0, len(found) - FEW),
        "asked": asked,
        "ready": () if asked else [shown(summary, language) for summary in catalogue.list_packages()],
        "doors": [{"event": name, "symbol": icon, "words": event_words(name)} for name, icon in EVENTS.items()],
    }
    return render(request, "portal/search.html", context)


@public
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    language = get_language() or "vi"
    found = catalogue.suggest_procedures(query, MOST_LIVE) if len(query) > 1 else ()
    return render(request, "portal/parts/live.html", {"query": query, "results": [shown(s, language) for s in found]})


def _offer(summary: ProcedureSummary) -> str:
    """What a guided path saves."""
    said = {2: _("Làm cả hai việc một lần"), 3: _("Làm cả ba việc một lần"), 4: _("Làm cả bốn việc một lần")}
    return said.get(summary.journey, _("Làm mọi việc một lần"))


def shown(summary: ProcedureSummary, language: str) -> dict[str, Any]:
    return {
        "code": summary.code,
        "name": pick(summary.name, language),
        "summary": pick(summary.summary, language),
        "agency": pick(summary.agency, language),
        "field": pick(summary.field, language),
        "online": summary.online and summary.origin is not Origin.LISTED,
        "journey": summary.journey,
    }
