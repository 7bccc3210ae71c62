"""What a dossier owes, when the dossier itself is over."""

from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor
from motcua.payments import api as payments

KIND = "dossiers"  # what an obligation of a dossier refers to


def owe_no_more(actor: Actor, row: Dossier) -> None:
    """In the transaction that ends the dossier: what it still owes is cancelled, and money that comes is given back."""
    if row.payment and not row.payment["confirmed_at"]:
        payments.cancel_obligation(actor=actor, kind=KIND, reference_id=row.id)
