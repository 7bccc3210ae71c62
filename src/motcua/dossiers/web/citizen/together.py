"""One page for dossiers that were filed together: who has what now, what comes next, and the one thing to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DocumentKind, DossierView, JourneyView, State
from motcua.dossiers.web.citizen import story
from motcua.dossiers.web.citizen.mine import UNTIMED
from motcua.dossiers.web.citizen.story import ENDED, Next
from motcua.dossiers.web.citizen.words import moment_words, say
from motcua.platform.web.api import actor_of, citizen


@citizen
@never_cache
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    view = dossiers.get_journey(actor=actor_of(request), code=code)
    fresh = "done" in request.GET and all(one.version == 1 for one in view.dossiers)
    context = {
        "journey": view,
        "name": say(view.procedure_name),
        "dossiers": [_dossier(view, one) for one in view.dossiers],
        "done": sum(one.decided_at is not None and one.state not in UNTIMED for one in view.dossiers),
        "next": next_thing(view),
        "steps": _steps(view),
        "just_submitted": fresh,
        "submitted": moment_words(view.submitted_at, view.dossiers[0].receiving_agency_id),
        "back_url": reverse("portal:my"),
    }
    return render(request, "dossiers/citizen/journey.html", context)


def next_thing(view: JourneyView) -> Next:
    """Exactly one: what waits for the applicant first, then a result to fetch, then who is at work and until when."""
    for state in (State.AWAITING_SUPPLEMENT, State.APPROVED):
        for one in view.dossiers:
            if one.state is state:
                return _named(one, story.next_thing(one))
    running = [one for one in view.dossiers if one.state not in {*ENDED, State.AWAITING_EARLIER}]
    if running:
        return _named(running[0], story.next_thing(running[0]))
    stopped = next((one for one in view.dossiers if one.state in {State.REFUSED, State.STOPPED}), None)
    if stopped:
        return _named(stopped, story.next_thing(stopped))
    return Next(
        _("Mọi việc đã xong"), _("Các kết quả luôn ở trang này, bạn tải lại lúc nào cũng được."), symbol="circle-check"
    )


def _named(one: DossierView, what: Next) -> Next:
    """The same, with the service that it is about."""
    text = _("%(service)s: %(text)s") % {"service": say(one.procedure_name), "text": what.text}
    return Next(what.title, text, what.href, what.action, what.symbol)


def _dossier(view: JourneyView, one: DossierView) -> dict[str, Any]:
    timed = one.received_at is not None and one.state not in UNTIMED
    waits = [say(name) for name in view.waits_for.get(one.id, ())]
    result = next((paper for paper in one.documents if paper.kind is DocumentKind.RESULT), None)
    return {
        "view": one,
        "name": say(one.procedure_name),
        "state": story.state_words(one),
        "holder": story.holder_words(one),
        "agency": say(agencies.get_agency(one.receiving_agency_id).name),
        "standing": dossiers.dueness(one, one.receiving_agency_id) if timed else None,
        "due": moment_words(one.due_at, one.receiving_agency_id) if timed and one.decided_at is None else "",
        "check_by": moment_words(one.act_by, one.receiving_agency_id) if one.state is State.SUBMITTED else "",
        "waits_for": waits,
        "supplement": one.state is State.AWAITING_SUPPLEMENT,
        "result": result,
    }


def _steps(view: JourneyView) -> list[dict[str, Any]]:
    """What happened to all of them, newest first; filing was one act."""
    told = []
    for one in view.dossiers:
        for act in one.acts:
            step = story.told_step(one, act)
            if step and act.action != "submitted":
                told.append((act.at, step | {"title": f"{say(one.procedure_name)}: {_lower(step['title'])}"}))
    steps = [step for _at, step in sorted(told, key=lambda pair: pair[0], reverse=True)]
    filed = moment_words(view.submitted_at, view.dossiers[0].receiving_agency_id)
    return [*steps, {"title": _("Bạn nộp các hồ sơ cùng lúc"), "when": filed, "state": "done"}]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
