"""The desk of an agency's money: refunds that wait for somebody, and money that nobody knows the reason of."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from motcua.kernel.dates import say_moment
from motcua.kernel.money import say_money
from motcua.payments import api
from motcua.payments.web.words import REASONS, REFUND_STATES
from motcua.platform.web.api import actor_of, official

LOOKS_AFTER = ("receiver", "head")


@official(*LOOKS_AFTER)
@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """What is left to do."""
    actor, language = actor_of(request), get_language() or "vi"
    refunds = [
        {
            "view": one,
            "amount": say_money(one.amount, language),
            "why": REASONS.get(one.reason, one.reason),
            "state": REFUND_STATES[one.state],
            "may_approve": one.state == "raised" and "head" in actor.roles and one.raised_by_id != actor.id,
            "may_pay": one.state == "approved",
        }
        for one in api.list_refunds(actor=actor)
    ]
    unknown = [
        {
            "view": one,
            "amount": say_money(one.amount, language),
            "when": say_moment(one.booked_at, timezone.get_default_timezone(), language),
        }
        for one in api.list_unknown_credits(actor=actor)
    ]
    response = render(request, "payments/desk.html", {"refunds": refunds, "unknown": unknown})
    response["Cache-Control"] = "no-store"
    return response


@official(*LOOKS_AFTER)
@require_POST
def refund(request: HttpRequest, refund_id: UUID) -> HttpResponse:
    """Approve a refund, or say that it has been paid."""
    act = {"approve": api.approve_refund, "pay": api.note_refund_paid}.get(request.POST.get("act", ""))
    if act is not None:
        act(actor=actor_of(request), refund_id=refund_id)
    return HttpResponseRedirect(reverse("payments:desk"))
