"""One page for dossiers that were filed together: who has what now, what comes next, and the one thing to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DocumentKind, DossierView, JourneyView, State
from motcua.dossiers.web.citizen import story
from motcua.dossiers.web.citizen.mine import UNTIMED
from motcua.dossiers.web.citizen.places import agency_name
from motcua.dossiers.web.citizen.story import ENDED, Next
from motcua.dossiers.web.citizen.words import language, limit_words, moment_words, say
from motcua.kernel.money import say_money
from motcua.platform.web.api import actor_of, citizen

CAME_TO_NOTHING = {State.REFUSED, State.STOPPED}
TELLING = {
    State.AWAITING_SUPPLEMENT: {"request_supplement"},
    State.REFUSED: {"refuse"},
    State.STOPPED: {"stop", "stop_with_earlier", "close_unanswered"},
}


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
        "back_url": reverse("portal:my"),
    }
    return render(request, "dossiers/citizen/journey.html", context)


def next_thing(view: JourneyView) -> Next:
    """Exactly one: what waits for the applicant, what came to nothing, a result to fetch, then who is at work."""
    for states in ({State.AWAITING_SUPPLEMENT}, CAME_TO_NOTHING, {State.APPROVED}):
        for one in view.dossiers:
            if one.state in states:
                return _named(view, one)
    running = [one for one in view.dossiers if one.state not in {*ENDED, State.AWAITING_EARLIER}]
    if running:
        return _named(view, running[0])
    if any(one.state is State.AWAITING_EARLIER for one in view.dossiers):
        text = _("Việc còn lại đang được chuyển tiếp. Bạn mở lại trang này sau ít phút.")
        return Next(_("Bạn chưa phải làm gì"), text, symbol="hourglass")
    if all(one.state is State.WITHDRAWN for one in view.dossiers):
        return story.next_thing(view.dossiers[0])
    return Next(
        _("Mọi việc đã xong"), _("Các kết quả luôn ở trang này, bạn tải lại lúc nào cũng được."), symbol="circle-check"
    )


def _named(view: JourneyView, one: DossierView) -> Next:
    """What its own page says, with the service that it is about."""
    what = story.next_thing(one)
    text = _("%(service)s: %(text)s") % {"service": say(view.names[one.id]), "text": what.text}
    return Next(what.title, text, what.href, what.action, what.symbol)


def _dossier(view: JourneyView, one: DossierView) -> dict[str, Any]:
    timed = one.received_at is not None and one.state not in UNTIMED
    waits = [say(view.names[earlier]) for earlier in view.waits_for.get(one.id, ())]
    mine = one.state is State.AWAITING_SUPPLEMENT
    return {
        "view": one,
        "name": say(view.names[one.id]),
        "official_name": say(one.procedure_name),
        "state": "" if waits else story.state_words(one),
        "holders": [] if mine else story.holder_words(one),
        "agency": agency_name(one.receiving_agency_id),
        "standing": dossiers.dueness(one, one.receiving_agency_id) if timed and not mine else None,
        "due": moment_words(one.due_at, one.receiving_agency_id) if timed and one.decided_at is None else "",
        "check_by": moment_words(one.act_by, one.receiving_agency_id) if one.state is State.SUBMITTED else "",
        "waits_for": waits,
        "limit": _limit(one) if waits else "",
        "fee": say_money(one.fee_total, language()) if one.fee_total else "",
        "told": next((act.note for act in reversed(one.acts) if act.action in TELLING.get(one.state, ())), ""),
        "others": _others(view, one),
        "links": _links(one),
    }


def _limit(one: DossierView) -> str:
    """How long the law gives once it has been handed over; "" when the source gives no number."""
    version = catalogue.get_version(one.version_hash)
    day = one.submitted_at.astimezone(agencies.calendar_of(one.receiving_agency_id).zone).date()
    return limit_words(version, day, one.channel.value)["words"]


def _others(view: JourneyView, one: DossierView) -> str:
    """What a hitch in this one means for the others."""
    if one.state not in {State.AWAITING_SUPPLEMENT, State.REFUSED}:
        return ""
    held = [say(view.names[other]) for other, earlier in view.waits_for.items() if one.id in earlier]
    if held and one.state is State.AWAITING_SUPPLEMENT:
        return _("Còn chờ kết quả này: %(names)s.") % {"names": ", ".join(held)}
    under_way = [other for other in view.dossiers if other.id != one.id and other.decided_at is None]
    if held or all(other.state in ENDED for other in under_way):
        return ""
    return _("Việc khác vẫn được giải quyết, không phải chờ việc này.")


def _links(one: DossierView) -> list[dict[str, str]]:
    """What one can do or fetch."""

    def link(symbol: str, text: str, name: str, *more: str) -> dict[str, str]:
        return {"symbol": symbol, "text": text, "href": reverse(name, args=more)}

    kinds = {paper.kind for paper in one.documents}
    if one.state is State.AWAITING_SUPPLEMENT:
        return [link("pencil", _("Bổ sung hồ sơ này"), "dossiers:supplement", one.code)]
    if one.state in CAME_TO_NOTHING:
        again = link("inbox", _("Nộp riêng việc này"), "portal:procedure", one.procedure_code)
        why = link(
            "file-text", _("Mở giấy từ chối (PDF)"), "dossiers:my_document", one.code, DocumentKind.REFUSAL.value
        )
        return [why, again] if DocumentKind.REFUSAL in kinds else [again]
    if DocumentKind.RESULT not in kinds:
        return []
    return [link("file-check", _("Tải kết quả (PDF)"), "dossiers:my_document", one.code, DocumentKind.RESULT.value)]


def _steps(view: JourneyView) -> list[dict[str, Any]]:
    """What happened to all of them, newest first; filing was one act."""
    told = []
    for one in view.dossiers:
        for act in one.acts:
            step = story.told_step(one, act)
            if step and act.action != "submitted":
                told.append((act.at, step | {"title": f"{say(view.names[one.id])}: {_lower(step['title'])}"}))
    steps = [step for _at, step in sorted(told, key=lambda pair: pair[0], reverse=True)]
    filed = moment_words(view.submitted_at, view.dossiers[0].receiving_agency_id)
    return [*steps, {"title": _("Bạn nộp các hồ sơ cùng lúc"), "when": filed, "state": "done"}]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
