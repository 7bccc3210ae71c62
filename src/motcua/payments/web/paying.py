"""The payer's pages: what is owed and why, the code to pay it with, and what has been paid."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.kernel.dates import say_moment
from motcua.kernel.languages import LocalText, pick
from motcua.kernel.money import say_money
from motcua.payments import api
from motcua.payments.contracts import DueLine, Means, ObligationState, ObligationView
from motcua.payments.errors import ObligationNotFoundError
from motcua.payments.web.words import MEANS, REASONS, REFUND_STATES
from motcua.platform.web.api import actor_of, citizen

FROM = {"dossiers": "dossiers:mine"}  # the page that an obligation came from, by the kind of its reference


@citizen
@never_cache
@require_safe
def of(request: HttpRequest, kind: str, reference_id: UUID) -> HttpResponse:
    """The page of what is owed for something."""
    found = api.find_obligation(actor=actor_of(request), kind=kind, reference_id=reference_id)
    if found is None:
        raise ObligationNotFoundError
    return HttpResponseRedirect(reverse("payments:pay", args=[found.bill_code]))


@citizen
@never_cache
@require_safe
def pay(request: HttpRequest, bill_code: str) -> HttpResponse:
    """What is owed, line by line, and the code. Asked again by the page itself until the money is there."""
    owed = api.show_bill(actor=actor_of(request), bill_code=bill_code)
    back = FROM.get(owed.reference.kind)
    return render(request, "payments/pay.html", _shown(owed) | {
        "back_url": reverse(back, args=[owed.reference.code]) if back else reverse("payments:mine"),
        "here": request.path,
    })  # fmt: skip


@citizen
@never_cache
@require_safe
def receipt(request: HttpRequest, bill_code: str) -> HttpResponse:
    """The receipt as a PDF."""
    found = api.find_receipt(actor=actor_of(request), bill_code=bill_code)
    url = f"{settings.PUBLIC_URL}{reverse('payments:pay', args=[bill_code])}"
    pdf = api.print_receipt(found, url, get_language() or "vi")
    name = f"bien-nhan-{found.series}-{found.number:07d}.pdf".replace("/", "-")
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@citizen
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that I owe and paid."""
    listed = [
        {
            "title": _say(one.reference.title),
            "code": one.reference.code,
            "amount": _money(one.amount),
            "state": one.state,
            "when": _moment(one.settled_at or one.raised_at),
            "href": reverse("payments:pay", args=[one.bill_code]),
        }
        for one in api.list_my_payments(actor=actor_of(request))
    ]
    return render(request, "payments/mine.html", {"payments": listed, "back_url": reverse("portal:my")})


def _shown(owed: ObligationView) -> dict[str, Any]:
    return {
        "owed": owed,
        "title": _say(owed.reference.title),
        "agency": _say(agencies.get_agency(owed.agency_id).name),
        "lines": [_line(one) for one in owed.lines],
        "amount": _money(owed.amount),
        "missing": _money(owed.missing),
        "held": _money(owed.held) if owed.held and owed.missing else "",
        "qr": api.pay_code(owed),
        "app_url": api.demo_app(owed),
        "receipt_url": reverse("payments:receipt", args=[owed.bill_code]) if owed.receipt else "",
        "receipt": owed.receipt,
        "is_owed": owed.state is ObligationState.OWED,
        "is_settled": owed.state is ObligationState.SETTLED,
        "settled": _moment(owed.settled_at) if owed.settled_at else "",
        "means": MEANS[Means(owed.means)] if owed.means else "",
        "refunds": [
            {
                "amount": _money(one.amount),
                "why": REASONS.get(one.reason, one.reason),
                "state": REFUND_STATES[one.state],
            }
            for one in owed.refunds
        ],
    }


def _line(line: DueLine) -> dict[str, str]:
    times = _("%(n)d × %(each)s") % {"n": line.quantity, "each": _money(line.amount)} if line.quantity != 1 else ""
    return {
        "name": _say(line.name),
        "times": times,
        "total": _money(line.total),
        "legal": "; ".join(_say(one) for one in line.legal),
    }


def _say(text: LocalText) -> str:
    return pick(text, get_language() or "vi")


def _money(amount: int) -> str:
    return say_money(amount, get_language() or "vi")


def _moment(moment: Any) -> str:
    return say_moment(moment, timezone.get_default_timezone(), get_language() or "vi")
