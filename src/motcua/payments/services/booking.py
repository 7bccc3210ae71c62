"""Writing into the books: one entry, with postings that come to nothing. The database looks at it again."""

from uuid import UUID

from django.db.models import Sum

from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.payments.domain.postings import Postings
from motcua.payments.models import Journal, Posting


def book(
    actor: Actor,
    kind: str,
    agency_id: UUID,
    postings: Postings,
    *,
    obligation_id: UUID | None = None,
    credit_id: UUID | None = None,
    refund_id: UUID | None = None,
) -> None:
    """Write one entry, in the caller's transaction, as the system."""
    entry = Journal.objects.create(
        at=clock.now(),
        kind=kind,
        agency_id=agency_id,
        obligation_id=obligation_id,
        credit_id=credit_id,
        refund_id=refund_id,
        by=actor.signed,
    )
    Posting.objects.bulk_create(Posting(journal=entry, account=account, amount=amount) for account, amount in postings)


def balance(account: str) -> int:
    """Đồng on `account`, as far as the asker may see."""
    return Posting.objects.filter(account=account).aggregate(total=Sum("amount"))["total"] or 0


def held_for(obligation_id: UUID) -> int:
    """Đồng that came in for the obligation and are not used yet."""
    return -balance(f"held:{obligation_id}")
