"""Tracking by code: status and dates for whoever holds the slip, nothing about the person."""

from contextlib import suppress
from datetime import tzinfo
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import JourneyTracking, State, StepState, Tracking
from motcua.dossiers.errors import DossierNotFoundError, JourneyNotFoundError
from motcua.kernel.dates import say_moment
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, public

LONGEST_CODE = 40


@public
@never_cache
@require_safe
def track(request: HttpRequest) -> HttpResponse:
    code = request.GET.get("code", "").strip().upper()[:LONGEST_CODE]
    context: dict[str, Any] = {"code": code}
    if not code:
        return render(request, "portal/track.html", context)
    try:
        context |= _shown(dossiers.track_dossier(code=code), get_language() or "vi") | _own(request, code)
    except DossierNotFoundError:
        with suppress(JourneyNotFoundError):
            context |= _together(dossiers.track_journey(code=code), get_language() or "vi") | _own_journey(
                request, code
            )
            return render(request, "portal/track.html", context)
        problem = _("Không có hồ sơ nào mang mã này. Bạn xem lại mã trên giấy hẹn, ví dụ H57.01-261122-0001.")
        context |= {"problem": problem, "error_summary": [{"text": problem, "href": "#code"}]}
        return render(request, "portal/track.html", context, status=404)
    return render(request, "portal/track.html", context)


@public
@require_safe
def from_slip(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR code on a slip opens."""
    del request
    return HttpResponseRedirect(f"{reverse('portal:track')}?{urlencode({'code': code})}")


def _own(request: HttpRequest, code: str) -> dict[str, Any]:
    """Where its owner sees more: the dossier, and everything that was filed with it."""
    actor = actor_of(request)
    if not actor.is_person:
        return {}
    try:
        view = dossiers.get_dossier(actor=actor, code=code)
    except DossierNotFoundError:
        return {}
    together = dossiers.find_journey(actor=actor, journey_id=view.journey_id) if view.journey_id else None
    return {
        "own_url": reverse("dossiers:mine", args=[code]),
        "own_journey": together
        and {"url": reverse("dossiers:journey", args=[together.code]), "n": len(together.dossiers)},
    }


def _own_journey(request: HttpRequest, code: str) -> dict[str, Any]:
    actor = actor_of(request)
    if not actor.is_person:
        return {}
    try:
        dossiers.get_journey(actor=actor, code=code)
    except JourneyNotFoundError:
        return {}
    return {"own_url": reverse("dossiers:journey", args=[code])}


def _together(journey: JourneyTracking, language: str) -> dict[str, Any]:
    return {
        "journey": journey,
        "name": pick(journey.procedure_name, language),
        "dossiers": [
            {
                "tracking": one,
                "name": pick(one.procedure_name, language),
                "agency": pick(one.agency, language),
                "standing": dossiers.dueness(one, one.agency_id),
                "waits": one.state is State.AWAITING_EARLIER,
            }
            for one in journey.dossiers
        ],
    }


def _shown(tracking: Tracking, language: str) -> dict[str, Any]:
    standing = dossiers.dueness(tracking, tracking.agency_id)
    return {
        "tracking": tracking,
        "name": pick(tracking.procedure_name, language),
        "agency": pick(tracking.agency, language),
        "standing": standing,
        "waits": tracking.state is State.AWAITING_EARLIER,
        "holders": [dossiers.say_holding(one, tracking.agency_id, who=False) for one in tracking.holding],
        "steps": dossiers.synced_timeline(tracking, tracking.agency_id) if tracking.source else _steps(tracking),
    }


def _steps(tracking: Tracking) -> list[dict[str, Any]]:
    """Newest first, from the four dates that anyone may know."""
    dated = [
        (_ending(tracking.state), tracking.ended_at),
        (_("Đã có quyết định"), tracking.decided_at),
        (_("Đã tiếp nhận, bắt đầu tính thời hạn") if tracking.due_at else _("Đã tiếp nhận"), tracking.received_at),
        (_("Đã nộp hồ sơ"), tracking.submitted_at),
    ]
    zone, language = agencies.calendar_of(tracking.agency_id).zone, get_language() or "vi"
    steps = [
        {"title": title, "when": say_moment(when, zone, language), "state": "done"} for title, when in dated if when
    ]
    if steps and tracking.ended_at is None:
        steps[0] = {**steps[0], "state": "now"}
    return [*reversed(_to_come(tracking)), *_with_done(tracking, steps, zone, language)]


def _to_come(tracking: Tracking) -> list[dict[str, Any]]:
    """The steps that are still to be done, in their order."""
    language = get_language() or "vi"
    return [
        {
            "title": pick(one.name, language),
            "when": _("đang làm") if one.state is StepState.OPEN else "",
            "who": pick(agencies.get_agency(one.agency_id).name, language),
            "state": "next",
        }
        for one in tracking.steps
        if tracking.decided_at is None and one.recorded_at is None and one.state is not StepState.CANCELLED
    ]


def _with_done(tracking: Tracking, steps: list[dict[str, Any]], zone: tzinfo, language: str) -> list[dict[str, Any]]:
    """The steps that are done stand between the dates, newest first."""
    done = sorted(((one.recorded_at, one) for one in tracking.steps if one.recorded_at), key=lambda pair: pair[0])
    if not done:
        return steps
    lines = [
        {
            "title": _("Xong: %(step)s") % {"step": pick(one.name, language)},
            "when": say_moment(at, zone, language),
            "who": pick(agencies.get_agency(one.agency_id).name, language),
            "state": "done",
        }
        for at, one in reversed(done)
    ]
    later = 0 if tracking.decided_at is None else 1 + (tracking.ended_at is not None)
    if later == 0 and steps:
        lines[0] |= {"state": "now"}
        steps[0] = {**steps[0], "state": "done"}
    return [*steps[:later], *lines, *steps[later:]]


def _ending(state: State) -> str:
    return {
        State.RETURNED: _("Đã trả kết quả"),
        State.WITHDRAWN: _("Người nộp đã rút hồ sơ"),
        State.STOPPED: _("Đã dừng"),
    }.get(state, _("Đã kết thúc"))
