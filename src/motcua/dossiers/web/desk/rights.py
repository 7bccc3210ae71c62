"""Who of the agency sees which dossiers: the head's page of rights by field, procedure and place."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.agencies import api as agencies
from motcua.agencies.contracts import ScopeView
from motcua.agencies.errors import ScopeInvalidError, ScopeTooWideError
from motcua.catalogue import api as catalogue
from motcua.catalogue.errors import ProcedureNotFoundError
from motcua.dossiers import api
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.pages import complaint, frame, notice
from motcua.dossiers.web.desk.sights import say_scope
from motcua.kernel.actors import Actor
from motcua.kernel.errors import MotCuaError
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official, status_of

BOXES = ("official", "family", "procedure", "unit", "valid_from", "valid_to", "reason")


@official("head")
@require_http_methods(["GET", "HEAD", "POST"])
def rights(request: HttpRequest) -> HttpResponse:
    """Who is restricted to what, and the form for one more right; a POST gives it."""
    actor, sent = actor_of(request), request.POST
    problems: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            given = _give(actor, {box: sent.get(box, "").strip() for box in BOXES})
        except (ScopeInvalidError, ScopeTooWideError) as error:
            fields = getattr(error, "fields", {}) or {"family": str(error)}
            problems, status = {key: str(text) for key, text in fields.items()}, status_of(error)
        else:
            messages.info(request, _("Đã ghi. %(who)s xem được: %(what)s.") % _told(given))
            return HttpResponseRedirect(reverse("dossiers:desk_rights"))
    language = get_language() or "vi"
    agency_id = _agency(actor)
    given_rights = agencies.list_scopes(actor=actor, agency_id=agency_id)
    colleagues = [one for one in agencies.list_officials(agency_id) if one.id != actor.id]
    context: dict[str, Any] = frame(request) | {
        "complaint": complaint(request),
        "notice": notice(request),
        "restricted": list(_by_official(given_rights, actor)),
        "officials": [
            {"value": "", "text": _("Chọn một người")},
            *_options(((str(one.id), one.name) for one in colleagues), sent.get("official", "")),
        ],
        "families": [
            {"value": "", "text": _("Mọi lĩnh vực")},
            *_options(((each["vi"], pick(each, language)) for each in catalogue.list_fields()), sent.get("family", "")),
        ],
        "units": [
            {"value": "", "text": _("Mọi nơi cơ quan phụ trách")},
            *_options(_units(actor, language), sent.get("unit", "")),
        ],
        "typed": sent,
        "errors": {key: {"text": text} for key, text in problems.items()},
        "error_summary": [{"text": text, "href": f"#{key}"} for key, text in problems.items()],
    }
    return render(request, "dossiers/desk/rights.html", context, status=status)


@official("head")
@require_POST
def end(request: HttpRequest, scope_id: UUID) -> HttpResponse:
    """Take one right away."""
    _try(request, lambda actor: agencies.end_scope(actor=actor, scope_id=scope_id), _("Đã bỏ quyền ấy."))
    return HttpResponseRedirect(reverse("dossiers:desk_rights"))


@official("head")
@require_POST
def lift(request: HttpRequest, official_id: UUID) -> HttpResponse:
    """Let somebody see everything again."""
    reason = request.POST.get("reason", "")
    _try(
        request,
        lambda actor: agencies.lift_scopes(
            actor=actor, agency_id=_agency(actor), official_id=official_id, reason=reason
        ),
        _("Người ấy lại xem được mọi hồ sơ của cơ quan."),
    )
    return HttpResponseRedirect(reverse("dossiers:desk_rights"))


def _told(scope: ScopeView) -> dict[str, str]:
    return {"who": scope.official_name, "what": say_scope(scope)}


def _by_official(given: Iterable[ScopeView], actor: Actor) -> Iterator[dict[str, Any]]:
    for official_id, theirs in groupby(given, key=lambda one: one.official_id):
        rows = list(theirs)
        live = [one for one in rows if one.live]
        yield {
            "id": official_id,
            "name": rows[0].official_name,
            "rights": [_right(one) for one in rows if one.ended_at is None],
            "blind": not live,
            "mine": official_id == actor.id,
            "may_lift": official_id != actor.id and not actor.reach,
        }


def _right(one: ScopeView) -> dict[str, Any]:
    return {
        "id": one.id,
        "says": say_scope(one),
        "from": words.day(one.valid_from),
        "to": words.day(one.valid_to) if one.valid_to else "",
        "to_come": not one.live and one.valid_from > agencies.today(),
        "over": not one.live and one.valid_from <= agencies.today(),
        "reason": one.reason,
        "by": one.given_by_name,
    }


def _units(actor: Actor, language: str) -> Iterator[tuple[str, str]]:
    """The units in which the actor's agency and those below it are."""
    codes = {agencies.get_agency(each).unit_code for each in actor.agency_ids}
    for code in sorted(code for code in codes if code):
        yield code, pick(agencies.get_unit(code).full_name, language)


def _give(actor: Actor, sent: dict[str, str]) -> ScopeView:
    """Raises ScopeInvalidError with every box that cannot be read, ScopeTooWideError."""
    problems: dict[str, str] = {}
    official_id = UUID(int=0)
    try:
        official_id = UUID(sent["official"])
    except ValueError:
        problems["official"] = _("Hãy chọn người.")
    days: dict[str, date | None] = {}
    for box in ("valid_from", "valid_to"):
        try:
            days[box] = words.read_day(sent[box]) if sent[box] else None
        except ValueError:
            problems[box] = _("Hãy viết ngày/tháng/năm, ví dụ 02/03/2026.")
    family = sent["family"]
    if code := sent["procedure"]:
        try:
            family = api.family_of(catalogue.get_procedure(code))
        except ProcedureNotFoundError:
            problems["procedure"] = _("Không có thủ tục mang mã này. Mã ở cuối trang thủ tục, ví dụ 1.001193.")
    if problems:
        raise ScopeInvalidError(fields=problems)
    return agencies.give_scope(
        actor=actor,
        agency_id=_agency(actor),
        official_id=official_id,
        family=family,
        procedure_code=sent["procedure"],
        unit_code=sent["unit"],
        valid_from=days["valid_from"],
        valid_to=days["valid_to"],
        reason=sent["reason"],
    )


def _agency(actor: Actor) -> UUID:
    return actor.agency_id or UUID(int=0)


def _try(request: HttpRequest, do: Callable[[Actor], None], done: str) -> None:
    try:
        do(actor_of(request))
    except MotCuaError as error:
        fields = getattr(error, "fields", {})
        messages.error(request, str(next(iter(fields.values()), error)))
    else:
        messages.info(request, done)


def _options(rows: Iterable[tuple[str, str]], picked: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": text, "selected": value == picked} for value, text in rows]
