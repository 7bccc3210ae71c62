"""Letting somebody else read a dossier, what is shared with oneself, and why one sees a dossier at all."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.agencies.errors import AgencyNotFoundError
from motcua.dossiers import api
from motcua.dossiers.contracts import DossierView, ShareView
from motcua.dossiers.errors import ReasonMissingError, ShareInvalidError
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.files import LOCKED, SANDBOXED, locked
from motcua.dossiers.web.desk.pages import done_banner, frame
from motcua.dossiers.web.desk.sights import last_day_of, shown
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick
from motcua.kernel.texts import fold
from motcua.platform.web.api import actor_of, official, status_of

MOST_FOUND = 20  # agencies


@official()
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, code: str) -> HttpResponse:
    """Who may read along; a POST lets one more."""
    actor, sent = actor_of(request), request.POST
    view = api.get_dossier(actor=actor, code=code)
    agency = _agency(request, actor)
    problems: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            given = _give(
                actor, view, {box: sent.get(box, "").strip() for box in ("official", "what", "until", "reason")}
            )
        except (ShareInvalidError, ReasonMissingError) as error:
            problems, status = {key: str(text) for key, text in error.fields.items()}, status_of(error)
        else:
            messages.success(request, _("%(who)s xem được hồ sơ đến hết %(day)s.") % _told(given))
            return HttpResponseRedirect(reverse("dossiers:desk_dossier", args=[code]))
    language = get_language() or "vi"
    context: dict[str, Any] = frame(request) | {
        "view": view,
        "procedure": pick(view.procedure_name, language),
        "shares": [shown(each) for each in api.list_shares(actor=actor, dossier_id=view.id)],
        "at": pick(agency.name, language),
        "at_id": agency.id,
        "searched": request.GET.get("agency_name", ""),
        "found": _found(request.GET.get("agency_name", "")),
        "officials": [
            {"value": "", "text": _("Chọn một người")},
            *(
                {
                    "value": str(one.id),
                    "text": f"{one.name}, {pick(one.title, language)}",
                    "selected": str(one.id) == sent.get("official", ""),
                }
                for one in agencies.list_officials(agency.id)
                if one.id != actor.id
            ),
        ],
        "parts": [
            {"value": "", "text": _("Cả hồ sơ")},
            *(
                {"value": value, "text": text, "selected": value == sent.get("what", "")}
                for value, text in _parts(view, language)
            ),
        ],
        "typed": sent,
        "errors": {key: {"text": text} for key, text in problems.items()},
        "error_summary": [{"text": text, "href": f"#{key}"} for key, text in problems.items()],
    }
    return render(request, "dossiers/desk/share.html", context, status=status)


@official()
@require_safe
def shared(request: HttpRequest) -> HttpResponse:
    """What others let one read."""
    mine = [shown(each) for each in api.list_shared_with_me(actor=actor_of(request))]
    return render(request, "dossiers/desk/shared.html", frame(request) | {"mine": mine, "done": done_banner(request)})


@official()
@require_GET
def part(request: HttpRequest, share_id: UUID) -> HttpResponseBase:
    """The one paper that was shared."""
    content, content_type, name = api.open_shared_part(actor=actor_of(request), share_id=share_id)
    if isinstance(content, bytes):
        return locked(HttpResponse(content, content_type=content_type), name, LOCKED)
    return locked(FileResponse(content, content_type=content_type), name, SANDBOXED)


@official()
@require_POST
def end(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Take it back, or give it up."""
    actor = actor_of(request)
    ended = api.end_share(actor=actor, share_id=share_id)
    messages.success(
        request, _("%(who)s thôi xem được hồ sơ %(code)s.") % {"who": ended.official_name, "code": ended.code}
    )
    if ended.official_id == actor.id:
        return HttpResponseRedirect(reverse("dossiers:desk_shared"))
    return HttpResponseRedirect(reverse("dossiers:desk_dossier", args=[ended.code]))


def _told(given: ShareView) -> dict[str, str]:
    return {"who": given.official_name, "day": last_day_of(given)}


def _agency(request: HttpRequest, actor: Actor) -> AgencyView:
    """Whose officials are offered: the agency that was picked, else one's own. Raises AgencyNotFoundError."""
    asked = request.POST.get("agency") or request.GET.get("agency") or str(actor.agency_id)
    try:
        return agencies.get_agency(UUID(asked))
    except ValueError as error:
        raise AgencyNotFoundError from error


def _found(name: str) -> list[dict[str, str]]:
    wanted = fold(name).strip()
    if not wanted:
        return []
    named = ((each, pick(each.name, get_language() or "vi")) for each in agencies.list_agencies())
    rows = [(each, said) for each, said in named if wanted in fold(said) or wanted == fold(each.code)]
    return [{"id": str(each.id), "name": said} for each, said in rows[:MOST_FOUND]]


def _parts(view: DossierView, language: str) -> list[tuple[str, str]]:
    issued = [(str(one.id), f"{pick(one.title, language)} {one.number}".strip()) for one in view.documents]
    sent = [(str(one.id), f"{pick(one.name, language)}: {one.file_name}") for one in view.papers]
    return [*issued, *sent]


def _give(actor: Actor, view: DossierView, sent: dict[str, str]) -> ShareView:
    """Raises ShareInvalidError with every box that cannot be read, and what `share_dossier` raises."""
    problems: dict[str, str] = {}
    found: dict[str, Any] = {"part_id": None}
    for box, into, read, says in (
        ("official", "official_id", UUID, _("Hãy chọn người.")),
        ("until", "until", words.read_day, _("Hãy viết ngày/tháng/năm, ví dụ 02/03/2026.")),
        ("what", "part_id", UUID, _("Hãy chọn giấy tờ trong danh sách.")),
    ):
        if box == "what" and not sent[box]:
            continue
        try:
            found[into] = read(sent[box])
        except ValueError:
            problems[box] = says
    if not sent["reason"]:
        problems["reason"] = _("Hãy ghi lý do.")
    if problems:
        raise ShareInvalidError(fields=problems)
    return api.share_dossier(actor=actor, code=view.code, reason=sent["reason"], **found)
