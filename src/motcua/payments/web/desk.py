"""The desk of an agency's money: what has to be given back, what nobody knows the reason of, what banks say of whole days."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.kernel import clock
from motcua.kernel.dates import say_date, say_moment
from motcua.kernel.errors import MotCuaError
from motcua.kernel.money import say_money
from motcua.payments import api
from motcua.payments.contracts import LOOKS_AFTER, AssignmentView, CreditView, RefundView, StatementView, Verdict
from motcua.payments.web.words import REASONS, REFUND_STATES, VERDICTS
from motcua.platform.web.api import actor_of, official, status_of

TO_LOOK_AT = (Verdict.AMOUNT_DIFFERS, Verdict.NOT_AT_BANK)


@official(*LOOKS_AFTER)
@require_http_methods(["GET", "HEAD", "POST"])
def money(request: HttpRequest) -> HttpResponse:
    """What is left to do; POST does one thing of it."""
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            if act := _ACTS.get(request.POST.get("act", "")):
                act(request)
        except MotCuaError as error:
            status = status_of(error)
            context = {"error_summary": [{"text": str(error.message), "href": "#money"}]}
        else:
            return HttpResponseRedirect(reverse("payments:desk"))
    response = render(request, "payments/desk.html", context | _shown(request), status=status)
    response["Cache-Control"] = "no-store"
    return response


@official(*LOOKS_AFTER)
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """The month-end report of the agency's accounts."""
    today = timezone.localdate(clock.now())
    try:
        day = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        day = today.replace(day=1)
    rows = [
        {"account": _account(one.account)}
        | {name: _money(getattr(one, name)) for name in ("opening", "came", "went", "closing")}
        for one in api.month_report(actor=actor_of(request), year=day.year, month=day.month)
    ]
    before = date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return render(
        request,
        "payments/month.html",
        {
            "rows": rows,
            "month": f"{day:%m/%Y}",
            "before": f"{before:%Y-%m}",
            "after": f"{after:%Y-%m}" if after <= today else "",
        },
    )


def _shown(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    return {
        "refunds": [_refund(one, request) for one in api.list_refunds(actor=actor)],
        "unknown": [_credit(one) for one in api.list_unknown_credits(actor=actor)],
        "proposed": [_assignment(one, request) for one in api.list_assignments(actor=actor)],
        "statements": [_statement(one) for one in api.list_statements(actor=actor)],
    }


def _refund(one: RefundView, request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    return {
        "view": one,
        "amount": _money(one.amount),
        "why": REASONS.get(one.reason, one.reason),
        "state": REFUND_STATES[one.state],
        "may_approve": one.state == "raised" and "head" in actor.roles and one.raised_by_id != actor.id,
        "may_pay": one.state == "approved",
    }


def _credit(one: CreditView) -> dict[str, Any]:
    return {
        "view": one,
        "amount": _money(one.amount),
        "when": say_moment(one.booked_at, timezone.get_default_timezone(), get_language() or "vi"),
    }


def _assignment(one: AssignmentView, request: HttpRequest) -> dict[str, Any]:
    return {"view": one, "amount": _money(one.amount), "mine": one.proposed_by_id == actor_of(request).id}


def _statement(one: StatementView) -> dict[str, Any]:
    language = get_language() or "vi"
    days = [say_date(day, language) for day in (one.first_day, one.last_day) if day]
    return {
        "view": one,
        "days": " – ".join(dict.fromkeys(days)),
        "total": _money(one.total),
        "counts": [(VERDICTS[Verdict(name)], count, Verdict(name) in TO_LOOK_AT) for name, count in one.counts.items()],
    }


def _account(account: str) -> str:
    kind, _is, whose = account.partition(":")
    return {"bank": whose, "cash": _("Tiền mặt tại quầy"), "card": _("Thẻ tại quầy")}[kind]


def _money(amount: int) -> str:
    return say_money(amount, get_language() or "vi")


def _uuid(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return UUID(int=0)  # nothing has it


def _approve(request: HttpRequest) -> None:
    api.approve_refund(actor=actor_of(request), refund_id=_uuid(request, "id"))


def _paid(request: HttpRequest) -> None:
    api.note_refund_paid(actor=actor_of(request), refund_id=_uuid(request, "id"))


def _propose(request: HttpRequest) -> None:
    code = request.POST.get("bill_code", "")
    api.propose_assignment(actor=actor_of(request), credit_id=_uuid(request, "id"), bill_code=code)


def _give_back(request: HttpRequest) -> None:
    reason = request.POST.get("reason", "")
    api.propose_refund(actor=actor_of(request), credit_id=_uuid(request, "id"), reason=reason)


def _agree(request: HttpRequest) -> None:
    api.decide_assignment(actor=actor_of(request), assignment_id=_uuid(request, "id"), agreed=True)


def _drop(request: HttpRequest) -> None:
    api.decide_assignment(actor=actor_of(request), assignment_id=_uuid(request, "id"), agreed=False)


_ACTS: dict[str, Callable[[HttpRequest], None]] = {
    "approve": _approve,
    "pay": _paid,
    "propose": _propose,
    "give_back": _give_back,
    "agree": _agree,
    "drop": _drop,
}
