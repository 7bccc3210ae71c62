"""Two pages: the queue, and the queue with a dossier beside it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import DossierView
from motcua.dossiers.queue_apart import NEW_ISSUE, PUSHED
from motcua.dossiers.web import synced
from motcua.dossiers.web.desk import bulk_acts, hand, new_issues, panels, reading, reckoning, showing, sights, words
from motcua.dossiers.web.desk.asking import query_of, read_filter
from motcua.dossiers.web.desk.listing import Listing, due_of, list_rows
from motcua.dossiers.web.desk.narrowing import narrowing
from motcua.dossiers.web.desk.panels import Typed
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick
from motcua.kernel.money import say_money
from motcua.payments import api as payments
from motcua.platform.web.api import actor_of, landing_of, official

ISSUING = frozenset(
    {"accept", "request_supplement", "refuse", "approve", "extend", "stop", "explain_lateness", "correct", "reissue"}
)


@official()
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The queue; asked by htmx for more of it, only the rows."""
    actor = actor_of(request)
    elsewhere = landing_of(actor)
    if elsewhere != reverse("dossiers:desk") and not request.GET:  # no work of theirs ever comes here
        return HttpResponseRedirect(elsewhere)
    listing = list_rows(request, actor)
    context: dict[str, Any] = {"listing": listing, "offered": _offered(actor, listing)}
    if wanted_by_htmx(request) == "desk-more":
        return _varied(render(request, "dossiers/desk/parts/rows.html", context))
    if request.GET.get("filtering"):
        context |= {
            "narrowing": narrowing(actor, listing.filter),
            "complaint": complaint(request),
            "notice": notice(request),
        }
    return _varied(render(request, "dossiers/desk/desk.html", frame(request) | context))


@official()
@require_GET
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier beside the queue; asked by htmx, only the dossier."""
    view = api.get_dossier(actor=actor_of(request), code=code)
    if wanted_by_htmx(request) == "dossier":
        return _varied(
            render(request, "dossiers/desk/parts/dossier.html", case_context(request, view) | {"alone": True})
        )
    return dossier_page(request, view)


def dossier_page(
    request: HttpRequest,
    view: DossierView,
    typed: Typed | None = None,
    *,
    errors: Sequence[dict[str, str]] = (),
    conflict: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page: after an act was refused, with what was typed and what is wrong with it."""
    context = frame(request) | case_context(request, view, typed or Typed())
    actor = actor_of(request)
    listing = list_rows(request, actor)
    context |= {"listing": listing, "current": view.code, "offered": _offered(actor, listing)}
    context |= {"error_summary": list(errors), "conflict": conflict}
    return _varied(render(request, "dossiers/desk/desk.html", context, status=status))


def _offered(actor: Actor, listing: Listing) -> tuple[dict[str, str], ...]:
    """Nothing where another system decides, or the dossiers are over."""
    return () if listing.filter.only in {PUSHED, NEW_ISSUE} else bulk_acts.offered(actor)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Where the official sits, for the bar of every page of the desk."""
    actor = actor_of(request)
    agency = agencies.get_agency(actor.agency_id) if actor.agency_id else None
    return {
        "position": _position(actor),
        "agency": pick(agency.name, get_language() or "vi") if agency else "",
        "looks_after_webhooks": api.may_manage(actor),
        "looks_after_money": payments.may_look_after(actor),
    }


def _position(actor: Actor) -> str:
    """Actors carry the Vietnamese title, as the ledger keeps it; other readers get their own."""
    language = get_language() or "vi"
    if language == "vi" or actor.id is None:
        return actor.position
    return pick(agencies.position_of(actor.id).title, language)


def case_context(request: HttpRequest, view: DossierView, typed: Typed | None = None) -> dict[str, Any]:
    """All that `parts/dossier.html` reads."""
    actor, asked = actor_of(request), read_filter(request.GET)
    due, checking = due_of(view)
    icon, channel = words.CHANNELS[view.channel]
    papers = showing.papers(view)
    paper = reading.open_paper(request, view, asked, papers)
    before, after = reading.neighbours(actor, asked, view.code, reading=paper is not None)
    query = query_of(asked)
    return {
        "view": view,
        "paper": paper,
        "paper_query": f"{query}{'&' if query else '?'}paper=",
        "before": before,
        "after": after,
        "paper_changes": showing.paper_changes(view),
        "corrected": showing.is_corrected(view),
        "likely": [_likely(each) for each in api.list_duplicates(actor=actor, view=view)],
        "procedure": pick(view.procedure_name, get_language() or "vi"),
        "state": str(words.STATES[view.state]),
        "due": due,
        "checking": checking,
        "holder": view.source or str(words.HOLDERS.get(view.holder, view.holder)),
        "holders": () if view.source else showing.holders(view),
        "resolving": showing.resolving(view),
        "channel_icon": icon,
        "channel": str(channel),
        "submitted": words.moment(view.submitted_at),
        "received": words.moment(view.received_at) if view.received_at else "",
        "fee": say_money(view.fee_total, get_language() or "vi") if view.fee_total else "",
        "panels": panels.panels(view, typed or Typed(), asked),
        "hand": hand.shown(actor, view, typed or Typed(), asked),
        "used_up": panels.supplement_used_up(view),
        "waiting_for": panels.waiting_for(view),
        "asked_steps": showing.asked_steps(view),
        "last_word": showing.last_word(view),
        "apology": showing.apology(view),
        "explained": reckoning.explain(actor, view),
        "said_wrong": new_issues.said_wrong(view),
        "law_says": "" if view.source else reckoning.law_says(view),
        "changes": showing.changes(view),
        "sections": showing.sections(view),
        "papers": papers,
        "documents": showing.documents(view),
        "result": panels.result_rows(view),
        "steps": synced.timeline(view, view.receiving_agency_id) if view.source else showing.steps(view),
        "journey": showing.journey(actor, view),
        "co_signers": showing.co_signers(view),
        "sight": sights.sight(actor, view),
        "back": reverse("dossiers:desk") + query,
        "done": done_banner(request, _issued(view)),
    }


def _likely(each: api.Likely) -> dict[str, Any]:
    case = each.dossier
    return {
        "code": case.code,
        "href": reverse("dossiers:desk_dossier", args=[case.code]),
        "state": str(words.STATES[case.state]),
        "when": words.moment(case.submitted_at),
        "same": each.same,
    }


def complaint(request: HttpRequest) -> str:
    """What was wrong with the last thing sent, said once."""
    said = [each for each in messages.get_messages(request) if each.level >= messages.ERROR]
    return str(said[-1].message) if said else ""


def notice(request: HttpRequest) -> str:
    """What is to be known of the last thing sent, which went well. Said once."""
    said = [each for each in messages.get_messages(request) if each.level == messages.INFO]
    return str(said[-1].message) if said else ""


def done_banner(request: HttpRequest, paper: str = "") -> dict[str, str] | None:
    """The banner after an act, with the `paper` it issued and the dossier to go on with. Said once."""
    said = list(messages.get_messages(request))
    return {"text": str(said[-1].message), "href": said[-1].extra_tags or "", "paper": paper} if said else None


def _issued(view: DossierView) -> str:
    """The address of the paper that the last act issued, "" when it issued none."""
    issued = view.documents[-1] if view.documents and view.acts and view.acts[-1].action in ISSUING else None
    return reverse("dossiers:desk_document", args=[view.code, issued.kind.value]) if issued else ""


def wanted_by_htmx(request: HttpRequest) -> str:
    """The id of the element that htmx wants to fill; "" for a whole page."""
    restoring = request.headers.get("HX-History-Restore-Request") == "true"
    return "" if restoring else request.headers.get("HX-Target", "")


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
