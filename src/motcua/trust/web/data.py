"""A person's page about data on her: take it home, use a right; and the page on which the agency answers."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies import api as agencies
from motcua.kernel.errors import InvalidInputError, MotCuaError
from motcua.platform.web.api import actor_of, citizen, id_sent, number_sent, official, status_of
from motcua.trust import requests
from motcua.trust.errors import NoRightsRuleError, TooManyRequestsError
from motcua.trust.holdings import holdings_of, pack_my_data
from motcua.trust.requests import DataRequestView
from motcua.trust.web.said import moment, own_dossiers, say


@citizen
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "held": holdings_of(actor=actor),
        "rows": [shown_request(one) for one in requests.list_own_requests(actor=actor)],
        "back_url": reverse("portal:my"),
    }
    return render(request, "trust/data.html", context)


@citizen
@never_cache
@require_safe
def take(request: HttpRequest) -> FileResponse:
    """Everything, as one file."""
    packed = pack_my_data(actor=actor_of(request))
    return FileResponse(packed, as_attachment=True, filename="mot-cua-my-data.zip", content_type="application/zip")


@citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    actor, problems, status = actor_of(request), dict[str, str](), 200
    try:
        rule = requests.rights_today()
    except NoRightsRuleError as error:
        nothing = {"nothing": str(error), "back_url": reverse("trust:data")}
        return render(request, "trust/data_ask.html", nothing, status=status_of(error))
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        try:
            request_id = requests.ask_about_data(
                actor=actor,
                key=id_sent(given.get("key", "")) or uuid4(),
                kind=given.get("kind", ""),
                agency_id=id_sent(given.get("agency", "")),
                said=given.get("said", ""),
                code=given.get("code", ""),
            )
        except InvalidInputError as error:
            problems, status = {field: str(text) for field, text in error.fields.items()}, status_of(error)
            problems = problems or {"said": str(error)}
        except TooManyRequestsError as error:
            problems, status = {"agency": str(error)}, status_of(error)
        else:
            messages.success(request, _("Đã gửi yêu cầu."))
            return HttpResponseRedirect(reverse("trust:data_request", args=[request_id]))
    context = {
        "kinds": [_kind(one, given.get("kind", "")) for one in rule.kinds],
        "law": say(rule.law),
        "verified": rule.verified,
        "agencies": _agencies(request, given.get("agency", "")),
        "dossiers": own_dossiers(request, given.get("code", ""), _("Không về hồ sơ nào riêng")),
        "said": given.get("said", ""),
        "key": given.get("key", "") or str(uuid4()),
        "errors": {field: {"text": text} for field, text in problems.items()},
        "error_summary": [{"text": text, "href": f"#{field}"} for field, text in problems.items()],
        "back_url": reverse("trust:data"),
    }
    return render(request, "trust/data_ask.html", context, status=status)


@citizen
@never_cache
@require_safe
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    found = requests.get_own_request(actor=actor_of(request), request_id=request_id)
    context = {
        "one": shown_request(found),
        "done": [str(each.message) for each in messages.get_messages(request)][-1:],
        "back_url": reverse("trust:data"),
    }
    return render(request, "trust/data_request.html", context)


@citizen
@require_POST
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    requests.withdraw_request(actor=actor_of(request), request_id=request_id)
    messages.success(request, _("Đã rút yêu cầu."))
    return HttpResponseRedirect(reverse("trust:data_request", args=[request_id]))


@official("head")
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    return _desk(request)


@official("head")
@require_POST
def act(request: HttpRequest, request_id: UUID, verb: str) -> HttpResponse:
    """`verb`: what the head does with the request."""
    actor, given = actor_of(request), request.POST
    version = number_sent(given.get("version", ""))
    answer = given.get("answer", "")
    try:
        match verb:
            case "acknowledge":
                requests.acknowledge_request(actor=actor, request_id=request_id, expected_version=version)
                said = _("Đã báo cho người yêu cầu là cơ quan đã nhận.")
            case "extend":
                why = given.get("why", "")
                requests.extend_request(actor=actor, request_id=request_id, expected_version=version, why=why)
                said = _("Đã gia hạn. Người yêu cầu đọc được lý do.")
            case "finish":
                requests.finish_request(actor=actor, request_id=request_id, expected_version=version, answer=answer)
                said = _("Đã trả lời. Người yêu cầu đọc được ngay.")
            case _other:
                requests.refuse_request(
                    actor=actor,
                    request_id=request_id,
                    expected_version=version,
                    answer=answer,
                    basis=given.get("basis", ""),
                )
                said = _("Đã từ chối. Người yêu cầu đọc được lý do và điều luật.")
    except MotCuaError as error:
        return _desk(request, error, request_id, verb)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("trust:data_desk"))


def _desk(
    request: HttpRequest, error: MotCuaError | None = None, at: UUID | None = None, verb: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    agency = agencies.get_agency(actor.agency_id) if actor.agency_id else None
    rows = []
    for each in requests.list_requests(actor=actor):
        hit = error if each.id == at else None
        fields = {field: str(text) for field, text in hit.fields.items()} if isinstance(hit, InvalidInputError) else {}
        rows.append(
            shown_request(each)
            | {
                "given": request.POST if hit else {},
                "errors": fields,
                "verb": verb if hit else "",
                "failed": hit and not fields,
            }
        )
    summary = []
    if error:
        fields = dict(error.fields) if isinstance(error, InvalidInputError) else {}
        summary = [{"text": str(text), "href": f"#{field}-{verb}-{at}"} for field, text in fields.items()]
        summary = summary or [{"text": str(error), "href": f"#r-{at}"}]
    context = {
        "position": actor.position,
        "agency": say(agency.name) if agency else "",
        "waiting": [row for row in rows if not row["ended"]],
        "ended": [row for row in rows if row["ended"]],
        "done": [str(each.message) for each in messages.get_messages(request)][-1:],
        "error_summary": summary,
    }
    return render(request, "trust/data_desk.html", context, status=status_of(error) if error else 200)


def shown_request(one: DataRequestView) -> dict[str, Any]:
    """A request in the reader's words."""
    return {
        "id": one.id,
        "name": say(one.name),
        "law": say(one.law),
        "verified": one.verified,
        "agency": say(agencies.get_agency(one.agency_id).name),
        "person": one.person,
        "code": one.code,
        "said": one.said,
        "state": one.state,
        "state_said": _state(one.state),
        "version": one.version,
        "asked": moment(one.asked_at),
        "acknowledge_by": moment(one.acknowledge_by),
        "due": moment(one.due_at),
        "acknowledged": moment(one.acknowledged_at),
        "acknowledged_by": one.acknowledged_by,
        "extended": moment(one.extended_at),
        "extended_why": one.extended_why,
        "may_extend": one.extended_at is None and not one.late,
        "ended": moment(one.ended_at),
        "ended_by": one.ended_by,
        "answer": one.answer,
        "basis": one.basis,
        "late": one.late,
        "slow": one.slow,
    }


def _state(state: str) -> str:
    return {
        "asked": _("Đã gửi, chờ cơ quan xác nhận"),
        "acknowledged": _("Cơ quan đang thực hiện"),
        "done": _("Đã thực hiện"),
        "refused": _("Cơ quan từ chối"),
        "withdrawn": _("Bạn đã rút"),
    }[state]


def _kind(one: Any, chosen: str) -> dict[str, Any]:
    limit = {
        "day": _("trong %(amount)s ngày"),
        "working_day": _("trong %(amount)s ngày làm việc"),
        "month": _("trong %(amount)s tháng"),
        "hour": _("trong %(amount)s giờ làm việc"),
    }[one.carry_out.unit] % {"amount": one.carry_out.amount}
    hint = f"{say(one.hint)} {_('Cơ quan thực hiện')} {limit}."
    return {"value": one.code, "text": say(one.name), "hint": {"text": hint}, "checked": one.code == chosen}


def _agencies(request: HttpRequest, chosen: str) -> list[dict[str, Any]]:
    found = requests.agencies_to_ask(actor=actor_of(request))
    rows = [{"value": str(each.id), "text": say(each.name), "selected": str(each.id) == chosen} for each in found]
    return rows if len(rows) == 1 else [{"value": "", "text": _("Chọn cơ quan"), "selected": not chosen}, *rows]
