"""What an agency's accounts held in a month, from the books alone."""

from datetime import datetime

from django.db.models import Q, Sum
from django.utils import timezone

from motcua.kernel.actors import Actor
from motcua.payments.contracts import AccountMonth
from motcua.payments.models import Posting
from motcua.payments.policies import agency_of
from motcua.platform.database.transactions import looking

WHERE_MONEY_LIES = ("bank:", "cash:", "card:")


def month_report(*, actor: Actor, year: int, month: int) -> tuple[AccountMonth, ...]:
    """Each account where money lies: what was there, came, went, is there. In the offices' own time zone."""
    zone = timezone.get_default_timezone()
    first = datetime(year, month, 1, tzinfo=zone)
    after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    lies = Q()
    for prefix in WHERE_MONEY_LIES:
        lies |= Q(account__startswith=prefix)
    inside = Q(journal__at__gte=first, journal__at__lt=after)
    with looking(actor):
        rows = Posting.objects.filter(lies, journal__agency_id=agency_of(actor), journal__at__lt=after)
        summed = rows.values("account").annotate(
            opening=Sum("amount", filter=Q(journal__at__lt=first), default=0),
            came=Sum("amount", filter=inside & Q(amount__gt=0), default=0),
            went=Sum("amount", filter=inside & Q(amount__lt=0), default=0),
        )
        return tuple(
            AccountMonth(
                each["account"],
                each["opening"],
                each["came"],
                -each["went"],
                each["opening"] + each["came"] + each["went"],
            )
            for each in summed.order_by("account")
        )
