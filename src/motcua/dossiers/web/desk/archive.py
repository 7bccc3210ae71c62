"""The agency's archive: what has had its time, lists of destruction, and dossiers that are held or taken out again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from motcua.dossiers import api
from motcua.dossiers.contracts import DestructionView
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.files import locked
from motcua.dossiers.web.desk.pages import done_banner, frame
from motcua.kernel.dates import say_date
from motcua.kernel.errors import MotCuaError
from motcua.platform.web.api import actor_of, official, status_of

DESK = ("receiver", "specialist", "head")
SCOPES = ("papers", "all")
OUTCOMES = {"waiting": "clock", "done": "circle-check", "stayed": "lock"}


@official(*DESK)
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """What is due, and the lists."""
    return _page(request)


@official(*DESK)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Put the ticked dossiers on a list."""
    sent = request.POST
    try:
        listed = api.propose_destruction(
            actor=actor_of(request),
            dossier_ids=[found for found in map(_uuid, sent.getlist("row")) if found],
            scope=sent.get("scope", ""),
            reason=sent.get("reason", ""),
        )
    except MotCuaError as error:
        return _page(request, error, "reason")
    messages.success(request, _("Đã lập danh sách. Một lãnh đạo khác xem và quyết định."))
    return HttpResponseRedirect(reverse("dossiers:desk_destruction", args=[listed.id]))


@official("head")
@require_POST
def case(request: HttpRequest) -> HttpResponse:
    """Hold a dossier, let it go, or take it out of the archive."""
    sent, actor = request.POST, actor_of(request)
    code, reason, does = sent.get("code", "").strip(), sent.get("reason", ""), sent.get("does", "")
    try:
        if does == "take":
            api.take_from_archive(actor=actor, code=code, reason=reason)
            said = _("Hồ sơ %(code)s đã ra khỏi lưu trữ.")
        else:
            api.hold_archived(actor=actor, code=code, reason=reason if does == "hold" else "")
            said = _("Hồ sơ %(code)s được giữ lại.") if does == "hold" else _("Hồ sơ %(code)s không còn bị giữ lại.")
    except MotCuaError as error:
        return _page(request, error, "code")
    messages.success(request, said % {"code": code})
    return HttpResponseRedirect(reverse("dossiers:desk_archive"))


@official(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def destruction(request: HttpRequest, destruction_id: UUID) -> HttpResponse:
    """One list; for a head who did not propose it, with the decision."""
    actor, problem = actor_of(request), None
    if request.method == "POST":
        approve, note = request.POST.get("decision") == "approve", request.POST.get("note", "")
        try:
            api.decide_destruction(actor=actor, destruction_id=destruction_id, approve=approve, note=note)
        except MotCuaError as error:
            problem = error
        else:
            said = _("Đã duyệt. Hệ thống tiêu hủy trong ít phút.") if approve else _("Đã từ chối danh sách.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("dossiers:desk_destruction", args=[destruction_id]))
    listed = api.get_destruction(actor=actor, destruction_id=destruction_id)
    mine = listed.proposed_by_id == actor.id
    context: dict[str, Any] = frame(request) | {
        "list": _list(listed),
        "lines": [
            {
                "code": line.code,
                "procedure": line.procedure_code,
                "until": say_date(line.kept_until, get_language() or "vi"),
                "files": len(line.files),
                "symbol": OUTCOMES.get(line.outcome, "clock"),
                "outcome": _outcome(line.outcome),
            }
            for line in listed.lines
        ],
        "may_decide": listed.approved is None and "head" in actor.roles and not mine,
        "mine": mine,
        "done": done_banner(request),
        "error_summary": [{"text": str(problem.message), "href": "#decide"}] if problem else [],
    }
    return render(request, "dossiers/desk/destruction.html", context, status=status_of(problem) if problem else 200)


@official(*DESK)
@require_safe
def destruction_pdf(request: HttpRequest, destruction_id: UUID) -> HttpResponseBase:
    printed, name = api.print_destruction(actor=actor_of(request), destruction_id=destruction_id)
    return locked(HttpResponse(printed, content_type="application/pdf"), name)


@official(*DESK)
@require_GET
def case_file(request: HttpRequest, code: str) -> HttpResponse:
    """Everything of one dossier, for an archive or a court."""
    packed, name = api.pack_case_file(actor=actor_of(request), code=code)
    answer = HttpResponse(packed, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(request: HttpRequest, error: MotCuaError | None = None, at: str = "") -> HttpResponse:
    actor, language = actor_of(request), get_language() or "vi"
    asked = request.POST.get("scope") or request.GET.get("scope", "")
    scope = asked if asked in SCOPES else "papers"
    ticked = set(request.POST.getlist("row"))
    context: dict[str, Any] = frame(request) | {
        "scope": scope,
        "due": [
            {
                "id": str(row.dossier_id),
                "code": row.code,
                "procedure": row.procedure_code,
                "until": say_date(row.until, language),
                "legal": row.legal,
                "ticked": not ticked or str(row.dossier_id) in ticked,
            }
            for row in api.list_due(actor=actor, scope=scope)
        ],
        "lists": [_list(one) for one in api.list_destructions(actor=actor)],
        "head": "head" in actor.roles,
        "typed": request.POST,
        "done": done_banner(request),
        "errors": {at: {"text": str(error.message)}} if error else {},
        "error_summary": [{"text": str(error.message), "href": f"#{at}"}] if error else [],
    }
    return render(request, "dossiers/desk/archive.html", context, status=status_of(error) if error else 200)


def _list(one: DestructionView) -> dict[str, Any]:
    return {
        "id": one.id,
        "href": reverse("dossiers:desk_destruction", args=[one.id]),
        "what": _scope(one.scope),
        "reason": one.reason,
        "dossiers": len(one.lines),
        "proposed": words.moment(one.proposed_at),
        "proposed_by": one.proposed_by,
        "state": _state(one),
        "decided_by": one.decided_by,
        "decided": words.moment(one.decided_at) if one.decided_at else "",
        "note": one.note,
        "is_done": one.done_at is not None,
    }


def _scope(scope: str) -> str:
    return _("Chỉ giấy tờ người nộp gửi") if scope == "papers" else _("Toàn bộ nội dung hồ sơ")


def _state(one: DestructionView) -> str:
    if one.approved is None:
        return _("chờ quyết định")
    if not one.approved:
        return _("bị từ chối")
    return _("đã tiêu hủy") if one.done_at else _("đã duyệt, đang tiêu hủy")


def _outcome(outcome: str) -> str:
    said = {"waiting": _("chưa tiêu hủy"), "done": _("đã tiêu hủy"), "stayed": _("giữ lại")}
    return said.get(outcome, outcome)


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
