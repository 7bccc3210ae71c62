"""Money that an official takes at the counter, in cash or by card."""

from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotAllowedError
from motcua.ledger import api as ledger
from motcua.payments.contracts import Means
from motcua.payments.domain import postings
from motcua.payments.domain.graphs import ATTEMPT, move
from motcua.payments.models import Attempt, Obligation
from motcua.payments.services.booking import book
from motcua.payments.services.credits import use
from motcua.platform.database.transactions import acting


def pay_at_counter(*, actor: Actor, kind: str, reference_id: UUID, means: Means = Means.CASH) -> bool:
    """Write down that all that is still missing was taken at the counter. False when nothing is owed: it was paid
    in between, or the payment is of before this room; the caller's own act goes on either way.
    """
    if not actor.is_official:
        raise NotAllowedError
    with acting(SYSTEM):
        rows = Obligation.objects.select_for_update(of=("self",)).filter(reference_kind=kind, reference_id=reference_id)
        row = rows.filter(state="owed").first()
        if row is None:
            return False
        Attempt.objects.create(
            obligation=row, means=means, bank="", state=move(ATTEMPT, "begun", "succeed"), begun_at=clock.now()
        )
        missing = row.amount - sum(row.credit_rows.filter(state="held").values_list("amount", flat=True))
        came = postings.came(f"{means.value}:{actor.agency_id}", missing, row.id, "")
        book(actor, "counter", row.agency_id, came, obligation_id=row.id)
        ledger.record(
            actor=actor,
            action="payments.pay_at_counter",
            record_id=row.id,
            subject_id=row.payer_id,
            facts={"amount": missing, "means": means.value},
        )
        use(actor, row, means.value)
        return True
