"""Numbers of receipts: data with days, given out one after the other, in the transaction that settles."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import structlog
from django.db.models import F, Q
from django.utils import timezone

from motcua.agencies import api as agencies
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.payments.models import NumberRange, Obligation, Receipt
from motcua.platform.database.transactions import acting

log = structlog.get_logger(__name__)


def number_receipt(row: Obligation) -> None:
    """Give a settled obligation its number. Without a range of the agency it has none: money is never refused for that."""
    day = timezone.localdate(clock.now())
    ranges = NumberRange.objects.select_for_update().filter(agency_id=row.agency_id, valid_from__lte=day)
    ranges = ranges.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), next__lte=F("last"))
    taken = ranges.order_by("valid_from", "first").first()
    if taken is None:
        log.warning("payments.no_receipt_numbers", agency_id=str(row.agency_id))
        return
    Receipt.objects.create(
        obligation=row, agency_id=row.agency_id, series=taken.series, number=taken.next, issued_at=clock.now()
    )
    taken.next += 1
    taken.save(update_fields=["next"])


def write_ranges(ranges: Iterable[dict[str, Any]], *, actor: Actor = SYSTEM) -> int:
    """Take in ranges: agency (its code), series, first, last, from, to. Returns how many are new; a known one stays."""
    new = 0
    with acting(SYSTEM):
        for one in ranges:
            until = date.fromisoformat(str(one["to"])) if one.get("to") else None
            _row, made = NumberRange.objects.get_or_create(
                agency_id=agencies.get_agency_by_code(one["agency"]).id,
                series=str(one["series"]),
                first=int(one["first"]),
                defaults={
                    "last": int(one["last"]),
                    "next": int(one["first"]),
                    "valid_from": date.fromisoformat(str(one["from"])),
                    "valid_to": until,
                },
            )
            new += made
        ledger.record(actor=actor, action="payments.write_ranges", facts={"new": new})
    return new
