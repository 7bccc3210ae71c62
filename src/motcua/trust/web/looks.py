"""Who looked at my data: the list, one look, and its proof to take home."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.dossiers.errors import DossierNotFoundError
from motcua.platform.web.api import actor_of, citizen, id_sent, number_sent
from motcua.trust.contracts import LooksAsked, LookView
from motcua.trust.looks import get_look, list_looks, take_proof
from motcua.trust.questions import question_about
from motcua.trust.usage import ALL, find_usage
from motcua.trust.web.questions import shown_question
from motcua.trust.web.said import moment, own_dossiers, say

PERIODS = (30, 90, 365)
PROOF = "text/plain; charset=utf-8"


@citizen
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    asked, told = _asked(request)
    try:
        page = list_looks(actor=actor, asked=asked)
    except DossierNotFoundError:
        told["code"] = ""
        page = list_looks(actor=actor, asked=LooksAsked(since=asked.since, everything=asked.everything))
    kept = {key: value for key, value in told.items() if value}
    context = {
        "rows": [shown(look) for look in page.looks],
        "more": f"?{urlencode(kept | {'before': str(page.more)})}" if page.more else "",
        "first": asked.before is None,
        "narrowed": bool(kept),
        "periods": _periods(told["days"]),
        "dossiers": own_dossiers(request, told["code"], _("Mọi hồ sơ")),
        "everything": asked.everything,
        "back_url": reverse("portal:my"),
    }
    return render(request, "trust/looks.html", context)


@citizen
@never_cache
@require_safe
def one(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    look, asked = get_look(actor=actor, entry_id=entry_id), question_about(actor=actor, entry_id=entry_id)
    question = shown_question(asked) if asked else None
    context = {"look": shown(look), "question": question, "back_url": reverse("trust:looks")}
    return render(request, "trust/look.html", context)


@citizen
@never_cache
@require_safe
def proof(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The proof as a file that anybody can check: on the page, or on the command line."""
    text = take_proof(actor=actor_of(request), entry_id=entry_id)
    name = f"mot-cua-{entry_id}.tlog-proof"
    return HttpResponse(text, content_type=PROOF, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@citizen
@never_cache
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All of them, in the shape of the API."""
    found = find_usage(actor=actor_of(request), asked=LooksAsked(everything="all" in request.GET), limit=ALL)
    return JsonResponse(found, headers={"Content-Disposition": 'attachment; filename="mot-cua-looks.json"'})


def shown(look: LookView) -> dict[str, Any]:
    """A look with everything in the reader's words."""
    return {
        "id": look.id,
        "when": moment(look.at),
        "what": look.what,
        "who": look.who
        or {"person": _("Bạn"), "anonymous": _("Người chưa đăng nhập")}.get(look.actor_kind, _("Hệ thống tự làm")),
        "official": bool(look.who),
        "position": look.position,
        "agency": say(look.agency) if look.agency else "",
        "why": look.why,
        "silent": bool(look.who) and look.open and not look.why,
        "code": look.code,
        "procedure": say(look.procedure) if look.procedure else "",
        "listed": look.listed,
        "open": look.open,
        "sealed_basis": look.sealed_basis,
    }


def _asked(request: HttpRequest) -> tuple[LooksAsked, dict[str, str]]:
    """What the address asks for; nonsense is left out."""
    days = request.GET.get("days", "")
    told = {
        "days": days if number_sent(days) in PERIODS else "",
        "code": request.GET.get("code", "").strip().upper()[:40],
        "all": "1" if "all" in request.GET else "",
    }
    since = _day_before(int(told["days"])) if told["days"] else None
    return LooksAsked(since, None, told["code"], bool(told["all"]), id_sent(request.GET.get("before", ""))), told


def _day_before(days: int) -> datetime:
    day: date = timezone.localdate() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time()))


def _periods(days: str) -> list[dict[str, Any]]:
    said = {30: _("30 ngày qua"), 90: _("3 tháng qua"), 365: _("Một năm qua")}
    rows = [{"value": str(each), "text": said[each], "selected": days == str(each)} for each in PERIODS]
    return [{"value": "", "text": _("Từ trước đến nay"), "selected": not days}, *rows]
