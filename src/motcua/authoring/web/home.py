"""All edits of the office, and the ways to begin one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.agencies import api as agencies
from motcua.authoring import api
from motcua.authoring.contracts import EditState, EditSummary
from motcua.authoring.policies import may_publish, may_write
from motcua.authoring.web import words
from motcua.authoring.web.typing_in import say_day
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin
from motcua.kernel.actors import Actor
from motcua.kernel.dates import say_moment
from motcua.kernel.errors import MotCuaError
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official, status_of

MOST_FOUND = 12


@official("editor", "publisher")
@require_http_methods(["GET", "HEAD"])
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    edits = api.list_edits(actor=actor)
    waiting = [edit for edit in edits if edit.state is EditState.IN_REVIEW]
    writing = [edit for edit in edits if edit.state in {EditState.OPEN, EditState.SENT_BACK}]
    context = {
        "groups": [
            _group(_("Chờ bạn duyệt"), [e for e in waiting if may_publish(actor) and e.author_id != actor.id], actor),
            _group(_("Bạn đang soạn"), [e for e in writing if e.author_id == actor.id], actor),
            _group(
                _("Đang chờ người khác duyệt"),
                [e for e in waiting if e.author_id == actor.id or not may_publish(actor)],
                actor,
            ),
            _group(_("Đồng nghiệp đang soạn"), [e for e in writing if e.author_id != actor.id], actor),
            _group(
                _("Đã xong"), [e for e in edits if e.state in {EditState.PUBLISHED, EditState.WITHDRAWN}][:20], actor
            ),
        ],
        "may_write": may_write(actor),
        **_finding(request),
    }
    return render(request, "authoring/home.html", context)


@official("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """GET: find what to change, or name what is new. POST: begin."""
    refusal, status = "", 200
    if request.method == "POST":
        try:
            edit = _begun(request)
        except MotCuaError as error:
            refusal, status = str(error), status_of(error)
        else:
            return HttpResponseRedirect(reverse("authoring:edit", args=[edit.id]))
    context = {"refusal": refusal, "typed": request.POST, "may_write": True, **_finding(request)}
    return render(request, "authoring/begin.html", context, status=status)


def _begun(request: HttpRequest) -> EditSummary:
    actor, sent = actor_of(request), request.POST
    if sent.get("how") == "new":
        name = {"vi": sent.get("name-vi", ""), "en": sent.get("name-en", "")}
        return api.start_new(
            actor=actor, procedure_code=sent.get("procedure_code", ""), name=name, like=sent.get("like", "").strip()
        )
    return api.start_edit(actor=actor, procedure_code=sent.get("procedure_code", ""))


def _finding(request: HttpRequest) -> dict[str, Any]:
    """What was searched for: packages to change, and national records to write better."""
    query = request.GET.get("q", "").strip()[:120]
    found = catalogue.search_procedures(query, limit=MOST_FOUND, language=get_language() or "vi") if query else ()
    rows = [
        {
            "code": one.code,
            "name": pick(one.name, get_language() or "vi"),
            "rewritten": one.origin is not Origin.PACKAGE,
            "stewards": _others(actor_of(request), one.code),
            "edits": [],
        }
        for one in found
    ]
    if query:
        for row in rows:
            running = api.list_edits_of(actor=actor_of(request), procedure_code=str(row["code"]))
            row["edits"] = [
                {"href": reverse("authoring:edit", args=[edit.id]), "by": edit.author_name} for edit in running
            ]
    return {"query": query, "found": rows, "searched": bool(query)}


def _others(actor: Actor, code: str) -> str:
    """Who may change the procedure; "" when this official may."""
    version = catalogue.newest_version(code)
    return "" if catalogue.is_steward(actor, version) else catalogue.say_stewards(version)


def _group(title: str, edits: list[EditSummary], actor: Actor) -> dict[str, Any]:
    zone = agencies.calendar_of(actor.agency_id).zone if actor.agency_id and edits else None
    rows = [
        {
            "title": edit.title,
            "code": edit.procedure_code,
            "href": reverse(
                "authoring:compare" if edit.state is EditState.IN_REVIEW else "authoring:edit", args=[edit.id]
            ),
            "author": edit.author_name,
            "state": words.STATES[edit.state],
            "state_name": edit.state.value,
            "from": say_day(edit.effective_from),
            "saved": say_moment(edit.saved_at, zone, get_language() or "vi", weekday=False) if zone else "",
        }
        for edit in edits
    ]
    return {"title": title, "rows": rows}
