"""My dossiers: drafts to go on with, dossiers under way, and what is finished."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierSummary, JourneySummary, State
from motcua.forms import api as forms
from motcua.forms.contracts import DraftView, PartyState, PartyView
from motcua.kernel.languages import pick
from motcua.notices import api as notices
from motcua.platform.web.api import actor_of, landing_of, signed_in

ENDED = {State.RETURNED, State.REFUSED, State.WITHDRAWN, State.STOPPED}


@signed_in
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor, language = actor_of(request), get_language() or "vi"
    if actor.is_official:  # whose dossiers are those of the desk
        return HttpResponseRedirect(landing_of(actor))
    summaries = dossiers.list_my_dossiers(actor=actor)
    rows = [_dossier(summary, language) for summary in summaries if summary.journey_id is None or _waits(summary)]
    journeys = [_journey(one, summaries, language) for one in dossiers.list_my_journeys(actor=actor)]
    context = {
        "unread": notices.count_unread(actor=actor),
        "shared": [_shared(draft, language) for draft in forms.list_shared_drafts(actor=actor)],
        "cosigned": [
            {"code": one.code, "name": pick(one.procedure_name, language), "agreed_at": one.agreed_at}
            for one in dossiers.list_cosigned(actor=actor)
        ],
        "drafts": [_draft(draft, language) for draft in forms.list_drafts(actor=actor)],
        "waiting": [row for row in rows if row["waits_for_me"]],
        "journeys": [one for one in journeys if not one["ended"]],
        "ended_journeys": [one for one in journeys if one["ended"]],
        "running": [row for row in rows if not row["ended"] and not row["waits_for_me"]],
        "ended": [row for row in rows if row["ended"]],
    }
    return render(request, "portal/my.html", context)


def _draft(draft: DraftView, language: str) -> dict[str, Any]:
    version = catalogue.get_version(draft.version_hash)
    return {
        "id": draft.id,
        "name": pick(version.name, language),
        "saved_at": draft.saved_at,
        "keeping": forms.keeping_of(draft),
        "people": _waits_for(draft, language),
    }


def _waits_for(draft: DraftView, language: str) -> str:
    """What has become of those who were invited to it; "" before anybody was."""
    if all(one.state is PartyState.NOT_INVITED for one in draft.parties):
        return ""
    waiting = [one for one in draft.parties if one.state is not PartyState.AGREED]
    if not waiting:
        return _("mọi người đã đồng ý, bạn nộp được rồi")
    who = waiting[0].person_name or pick(waiting[0].party.name, language)
    if waiting[0].state is PartyState.DECLINED:
        return _("%(who)s không đồng ý") % {"who": who}
    if waiting[0].voided_at:
        return _("nội dung đã đổi, %(who)s phải đồng ý lại") % {"who": who}
    return _("chờ %(who)s đồng ý") % {"who": who}


def _shared(draft: DraftView, language: str) -> dict[str, Any]:
    """Somebody else's application that waits for the actor's word."""
    mine = next((one for one in draft.parties if one.party.id == draft.party), None)
    return {
        "id": draft.id,
        "name": pick(catalogue.get_version(draft.version_hash).name, language),
        "state": _asked(mine),
        "role": pick(mine.party.name, language) if mine else "",
    }


def _asked(mine: PartyView | None) -> str:
    if mine is not None and mine.state is PartyState.AGREED:
        return _("bạn đã đồng ý, chờ nộp")
    if mine is not None and mine.state is PartyState.DECLINED:
        return _("bạn đã trả lời là không đồng ý")
    if mine is not None and mine.voided_at:
        return _("nội dung đã thay đổi, mời bạn xem lại")
    return _("đang chờ bạn trả lời")


def _journey(one: JourneySummary, summaries: tuple[DossierSummary, ...], language: str) -> dict[str, Any]:
    parts = [summary for summary in reversed(summaries) if summary.journey_id == one.id]
    return {
        "code": one.code,
        "name": pick(one.procedure_name, language),
        "submitted_at": one.submitted_at,
        "parts": [
            {"name": pick(one.names.get(part.journey_part) or part.procedure_name, language), "status": part.status}
            for part in parts
        ],
        "ended": all(part.state in ENDED for part in parts),
    }


def _waits(summary: DossierSummary) -> bool:
    return summary.state is State.AWAITING_SUPPLEMENT


def _dossier(summary: DossierSummary, language: str) -> dict[str, Any]:
    return {
        "code": summary.code,
        "name": pick(summary.procedure_name, language),
        "status": summary.status,
        "submitted_at": summary.submitted_at,
        "standing": dossiers.dueness(summary, summary.receiving_agency_id),
        "waits_for_me": _waits(summary),
        "ended": summary.state in ENDED,
    }
