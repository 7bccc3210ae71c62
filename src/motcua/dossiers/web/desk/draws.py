"""Draws of an agency: announce one, hold it, read the protocol. The protocol is for anybody."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import DrawView
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.pages import frame
from motcua.kernel.errors import InvalidInputError, MotCuaError
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, number_sent, official, public, status_of


@official()
@require_http_methods(["GET", "HEAD", "POST"])
def draws(request: HttpRequest) -> HttpResponse:
    """The agency's draws, and a form for each that could be announced now."""
    actor, sent = actor_of(request), request.POST
    problems: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            made = api.announce_draw(
                actor=actor,
                procedure_code=sent.get("procedure", ""),
                step=sent.get("step", ""),
                source=sent.get("source", ""),
                places=_whole(sent.get("places", "")),
            )
        except MotCuaError as error:
            problems, status = _problems(error, "source"), status_of(error)
        else:
            return HttpResponseRedirect(reverse("dossiers:desk_draw", args=[made.id]))
    language = get_language() or "vi"
    context = frame(request) | {
        "waiting": [
            {
                "draw": each,
                "procedure": pick(each.procedure_name, language),
                "step": pick(each.step_name, language),
                "id": f"{each.procedure_code}-{each.step}".replace(".", "-"),
                "mine": sent.get("procedure") == each.procedure_code and sent.get("step") == each.step,
            }
            for each in api.waiting_draws(actor=actor)
        ],
        "held": [_told(each) for each in api.list_draws(actor=actor)],
        "typed": sent,
        "errors": {box: {"text": text} for box, text in problems.items()},
        "error_summary": [{"text": text, "href": "#waiting"} for text in problems.values()],
    }
    return render(request, "dossiers/desk/draws.html", context, status=status)


@official()
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, draw_id: UUID) -> HttpResponse:
    """One draw at the desk: the protocol, and before it is held the box for the number that decides."""
    problems: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            api.hold_draw(actor=actor_of(request), draw_id=draw_id, seed=request.POST.get("seed", ""))
        except MotCuaError as error:
            problems, status = _problems(error, "seed"), status_of(error)
        else:
            return HttpResponseRedirect(reverse("dossiers:desk_draw", args=[draw_id]))
    view = api.get_draw(draw_id=draw_id)
    context = (
        frame(request)
        | _protocol(view)
        | {
            "may_hold": view.held_at is None and view.agency_id == actor_of(request).agency_id,
            "typed": request.POST,
            "errors": {box: {"text": text} for box, text in problems.items()},
            "error_summary": [{"text": text, "href": f"#{box}"} for box, text in problems.items()],
        }
    )
    return render(request, "dossiers/desk/draw.html", context, status=status)


@public
@require_safe
def protocol(request: HttpRequest, draw_id: UUID) -> HttpResponse:
    return render(request, "dossiers/citizen/draw.html", _protocol(api.get_draw(draw_id=draw_id)))


def _protocol(view: DrawView) -> dict[str, Any]:
    return {
        "draw": view,
        "procedure": pick(view.procedure_name, get_language() or "vi"),
        "held_by": view.held_by,
        "agency_name": pick(agencies.get_agency(view.agency_id).name, get_language() or "vi"),
        "announced": words.moment(view.announced_at),
        "held": words.moment(view.held_at) if view.held_at else "",
    }


def _told(view: DrawView) -> dict[str, Any]:
    return {
        "href": reverse("dossiers:desk_draw", args=[view.id]),
        "procedure": pick(view.procedure_name, get_language() or "vi"),
        "announced": words.moment(view.announced_at),
        "held": words.moment(view.held_at) if view.held_at else "",
        "dossiers": len(view.codes),
        "places": view.places,
    }


def _problems(error: MotCuaError, box: str) -> dict[str, str]:
    fields = error.fields if isinstance(error, InvalidInputError) else {}
    return {key: str(text) for key, text in fields.items()} or {box: str(error.message)}


def _whole(text: str) -> int:
    return number_sent(text.strip())
