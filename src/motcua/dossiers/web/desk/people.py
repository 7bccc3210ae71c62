"""Colleagues: who has how much to do, who is away, and moving work from one to others."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AbsenceView, OfficialView
from motcua.agencies.errors import AbsenceInvalidError
from motcua.dossiers import api
from motcua.dossiers.contracts import QueueFilter
from motcua.dossiers.redistributing import HOW, LOAD_CAP, MOST_SHOWN
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.asking import query_of
from motcua.dossiers.web.desk.hand import said_of
from motcua.dossiers.web.desk.listing import due_of
from motcua.dossiers.web.desk.pages import frame
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official, status_of

DESK = ("receiver", "specialist", "head")
FREE = "free"


@official(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """The loads, the absences, and the form for one more; a POST enters an absence."""
    actor, sent = actor_of(request), request.POST
    problems: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            _enter(
                actor,
                sent.get("official", ""),
                sent.get("substitute", ""),
                sent.get("first_day", ""),
                sent.get("last_day", ""),
            )
        except AbsenceInvalidError as error:
            problems, status = {key: str(text) for key, text in error.fields.items()}, status_of(error)
        else:
            return HttpResponseRedirect(reverse("dossiers:desk_people") + "#away")
    loads, leads = api.list_loads(actor=actor), "head" in actor.roles
    colleagues = [each.official for each in loads]
    context: dict[str, Any] = frame(request) | {
        "leads": leads,
        "loads": [_load(each, leads=leads) for each in loads],
        "free": reverse("dossiers:desk_move", args=[FREE]),
        "away": [
            _absence(actor, each, {one.id: one for one in colleagues}) for each in agencies.list_absences(actor=actor)
        ],
        "officials": _options(
            colleagues if leads else [one for one in colleagues if one.id == actor.id],
            sent.get("official", "") or str(actor.id),
        ),
        "substitutes": [
            {"value": "", "text": _("Chọn người làm thay")},
            *_options([one for one in colleagues if leads or one.id != actor.id], sent.get("substitute", "")),
        ],
        "typed": sent,
        "errors": {key: {"text": text} for key, text in problems.items()},
        "error_summary": [{"text": text, "href": f"#{key}"} for key, text in problems.items()],
    }
    return render(request, "dossiers/desk/people.html", context, status=status)


@official(*DESK)
@require_POST
def back(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Somebody is back, or does not go."""
    agencies.end_absence(actor=actor_of(request), absence_id=absence_id)
    return HttpResponseRedirect(reverse("dossiers:desk_people") + "#away")


@official("head")
@require_GET
def move(request: HttpRequest, who: str) -> HttpResponse:
    """One colleague's dossiers, or those that nobody works on, and whom each would go to. Nothing moves by looking."""
    actor, source = actor_of(request), _source(who)
    loads = api.list_loads(actor=actor)
    by_id = {each.official.id: each for each in loads}
    if source is not None and source not in by_id:
        raise Http404
    how = request.GET.get("how", "") if request.GET.get("how", "") in HOW else ""
    among = frozenset(found for found in by_id if str(found) in request.GET.getlist("to") and found != source)
    moves = api.plan_moves(actor=actor, source=source, how=how, among=among)
    takers = {
        role: [each for each in loads if role in each.official.roles and each.official.id != source] for role in DESK
    }
    context: dict[str, Any] = frame(request) | {
        "who": by_id[source].official.name if source else _("Chưa ai nhận"),
        "how": how,
        "ways": [
            {"value": "evenly", "text": _("Chia đều"), "checked": how in {"", "evenly"}},
            {"value": "procedure", "text": _("Mỗi thủ tục một người"), "checked": how == "procedure"},
        ],
        "colleagues": [
            {
                "id": str(each.official.id),
                "name": _said(each),
                "open": _counted(each.open),
                "picked": each.official.id in among,
            }
            for each in loads
            if each.official.id != source and any(move.role in each.official.roles for move in moves)
        ],
        "rows": [_move(each, takers) for each in moves],
        "most": MOST_SHOWN if len(moves) == MOST_SHOWN else 0,
        "batch_id": str(uuid4()),
        "planned": sum(each.to is not None for each in moves),
    }
    return render(request, "dossiers/desk/move.html", context)


def _move(move: api.Move, takers: dict[str, list[api.Load]]) -> dict[str, Any]:
    case = move.dossier
    due, checking = due_of(case)
    able = takers.get(move.role, [])
    return {
        "id": str(case.id),
        "value": f"{case.id}:{case.version}",
        "code": case.code,
        "applicant": case.applicant_name,
        "procedure": pick(case.procedure_name, get_language() or "vi"),
        "state": str(words.STATES[case.state]),
        "due": due,
        "checking": checking,
        "options": [
            {"value": str(each.official.id), "text": _said(each), "selected": each.official.id == move.to}
            for each in able
        ],
    }


def _said(load: api.Load) -> str:
    return said_of(api.Taker(load.official, load.away, load.instead))


def _load(load: api.Load, *, leads: bool) -> dict[str, Any]:
    official_id = load.official.id
    queue = reverse("dossiers:desk") + query_of(QueueFilter(whose="colleague", colleague=official_id))
    return {
        "name": load.official.name,
        "title": pick(load.official.title, get_language() or "vi"),
        "open": _counted(load.open),
        "near": _counted(load.near),
        "late": _counted(load.late),
        "is_late": load.late > 0,
        "away": load.away,
        "instead": load.instead,
        "href": queue,
        "late_href": f"{queue}&due=late",
        "near_href": f"{queue}&due=near",
        "move": reverse("dossiers:desk_move", args=[official_id]) if leads and load.open else "",
    }


def _counted(n: int) -> str:
    return f"{LOAD_CAP - 1}+" if n >= LOAD_CAP else str(n)


def _absence(actor: Actor, each: AbsenceView, colleagues: dict[UUID, OfficialView]) -> dict[str, Any]:
    """`lacking`: what the substitute has no right to do, and nobody gains silently."""
    away, instead = colleagues.get(each.official_id), colleagues.get(each.substitute_id)
    lacking = sorted((away.roles & set(DESK)) - instead.roles) if away and instead else []
    return {
        "id": each.id,
        "name": each.official_name,
        "instead": each.substitute_name,
        "from": words.day(each.first_day),
        "to": words.day(each.last_day),
        "begun": each.first_day <= agencies.today(),
        "lacking": [str(words.HOLDERS[role]) for role in lacking],
        "may_end": each.official_id == actor.id or "head" in actor.roles,
    }


def _enter(actor: Actor, official_id: str, substitute: str, first_day: str, last_day: str) -> None:
    """Raises AbsenceInvalidError with every box that cannot be read."""
    problems: dict[str, str] = {}
    found: dict[str, Any] = {}
    for box, written, read, says in (
        ("official", official_id, UUID, _("Hãy chọn người vắng.")),
        ("substitute", substitute, UUID, _("Hãy chọn một đồng nghiệp cùng cơ quan làm thay.")),
        ("first_day", first_day, words.read_day, _("Hãy viết ngày/tháng/năm, ví dụ 02/03/2026.")),
        ("last_day", last_day, words.read_day, _("Hãy viết ngày/tháng/năm, ví dụ 02/03/2026.")),
    ):
        try:
            found[box] = read(written)
        except ValueError:
            problems[box] = says
    if problems:
        raise AbsenceInvalidError(fields=problems)
    agencies.enter_absence(
        actor=actor,
        official_id=found["official"],
        substitute_id=found["substitute"],
        first_day=found["first_day"],
        last_day=found["last_day"],
    )


def _options(officials: list[OfficialView], picked: str) -> list[dict[str, Any]]:
    return [{"value": str(one.id), "text": one.name, "selected": str(one.id) == picked} for one in officials]


def _source(who: str) -> UUID | None:
    if who == FREE:
        return None
    try:
        return UUID(who)
    except ValueError as error:
        raise Http404 from error
