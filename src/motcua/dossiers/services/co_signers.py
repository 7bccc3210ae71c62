"""Who stood behind an application: kept with the dossier, each with the content that was agreed to."""

from collections.abc import Iterable

from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.models import DossierParty
from motcua.dossiers.services.submitting import Receipt
from motcua.forms.contracts import PartyView
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting


def keep_co_signers(actor: Actor, receipt: Receipt, version: ProcedureVersion, agreed: Iterable[PartyView]) -> None:
    """In the caller's transaction. Each is an entry of the ledger, with the hash of what was agreed to."""
    for one in agreed:
        if one.person_id is None or one.answered_at is None:
            raise ValueError("who agreed is known")
        with acting(SYSTEM):
            DossierParty.objects.create(
                dossier_id=receipt.id,
                party=one.party.id,
                name=dict(one.party.name),
                person_id=one.person_id,
                person_name=one.person_name,
                agreed_at=one.answered_at,
                content_hash=one.content_hash,
                dossier_code=receipt.code,
                procedure_name=dict(version.name),
            )
        ledger.record(
            actor=actor,
            action="dossiers.cosigned",
            record_id=receipt.id,
            subject_id=one.person_id,
            facts={"party": one.party.id, "content": one.content_hash},
        )
