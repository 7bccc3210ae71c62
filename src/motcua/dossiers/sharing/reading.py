"""What was shared, with whom, and why somebody sees a dossier."""

from dataclasses import replace
from typing import BinaryIO
from uuid import UUID

from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import DossierView, ShareView, Sight, WhySeen
from motcua.dossiers.errors import DocumentNotFoundError, ShareNotFoundError
from motcua.dossiers.models import Document, Dossier, DossierPaper, Share
from motcua.dossiers.policies import is_guest, may_share
from motcua.dossiers.services.issuing import printed_for_reader
from motcua.dossiers.sharing.rights import live_shares
from motcua.dossiers.viewing import LOOKED_AT
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking
from motcua.platform.files import api as files

MOST_SHOWN = 50


def list_shares(*, actor: Actor, dossier_id: UUID) -> tuple[ShareView, ...]:
    """With whom a dossier that the actor sees is or was shared, newest first."""
    with looking(actor):
        rows = Share.objects.filter(dossier_id=dossier_id).order_by("-id")[:MOST_SHOWN]
        return tuple(share_view(row) for row in rows)


def list_shared_with_me(*, actor: Actor) -> tuple[ShareView, ...]:
    """What is shared with the official now, newest first. Names no applicant, so it is no look."""
    if not actor.is_official:
        return ()
    with looking(actor):
        return tuple(share_view(row) for row in live_shares(actor))


def open_shared_part(*, actor: Actor, share_id: UUID) -> tuple[BinaryIO | bytes, str, str]:
    """The one paper that was shared: content, its type, its name. A look, written down.

    Raises ShareNotFoundError, also for a share that ended or is somebody else's, DocumentNotFoundError.
    """
    with looking(actor):
        share = next((one for one in live_shares(actor) if one.id == share_id), None)
        if share is None or share.part_id is None:
            raise ShareNotFoundError
        document = Document.objects.filter(id=share.part_id).first()
        if document is not None:
            _write_look(actor, share, document.kind)
            name = f"{share.code}-{document.kind.replace('_', '-')}.pdf"
            return printed_for_reader(document), "application/pdf", name
        paper = DossierPaper.objects.filter(id=share.part_id).first()
        if paper is None:
            raise DocumentNotFoundError
        _write_look(actor, share, paper.paper_id)
        return files.open_file(paper.file_id), paper.content_type, paper.file_name


def _write_look(actor: Actor, share: Share, what: str) -> None:
    ledger.record(
        actor=actor,
        action=LOOKED_AT,
        record_id=share.dossier_id,
        subject_id=share.applicant_id,
        why=share.reason,
        facts={"paper": what, "share": str(share.id)},
    )


def sight_of(*, actor: Actor, view: DossierView) -> Sight | None:
    """Why the actor sees a dossier that was just read, and who else may read it; None for whose it is."""
    if not actor.is_official:
        return None
    with looking(actor):
        live = [
            share_view(row)
            for row in Share.objects.filter(dossier_id=view.id, ended_at=None).order_by("-id")[:MOST_SHOWN]
        ]
        shares = tuple(each for each in live if each.live)
        return replace(_why(actor, view, shares), shares=shares)


def _why(actor: Actor, view: DossierView, shares: tuple[ShareView, ...]) -> Sight:
    row, narrowed = Dossier.objects.only(*_NEEDED).get(id=view.id), bool(actor.reach)
    if not is_guest(actor, row):
        why = WhySeen.RESOLVING if actor.agency_id == row.resolving_agency_id else WhySeen.RECEIVING
        return Sight(why, narrowed, may_share(actor, row))
    mine = next((each for each in shares if each.official_id == actor.id and not each.part), None)
    if mine is not None:
        return Sight(WhySeen.SHARED, narrowed, may_share=False, share=mine)
    below = {row.receiving_agency_id, row.resolving_agency_id} & set(actor.agency_ids)
    return Sight(WhySeen.ABOVE if below else WhySeen.ASKED, narrowed, may_share=False)


_NEEDED = ("family", "procedure_code", "receiving_agency_id", "resolving_agency_id", "applicant_id", "source")


def share_view(row: Share) -> ShareView:
    return ShareView(
        id=row.id,
        code=row.code,
        procedure_name=catalogue.get_version(row.version_hash).name,
        official_id=row.official_id,
        official_name=row.official_name,
        official_agency_id=row.official_agency_id,
        part=row.part,
        valid_until=row.valid_until,
        reason=row.reason,
        given_by_name=row.given_by_name,
        given_agency_id=row.given_agency_id,
        given_at=row.given_at,
        ended_at=row.ended_at,
        live=row.ended_at is None and row.valid_until > clock.now(),
    )
