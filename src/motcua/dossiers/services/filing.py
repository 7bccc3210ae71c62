"""The two ways in: a draft that somebody wrote on the pages, and a program that sends everything at once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.agencies.errors import NoCompetentAgencyError
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.contracts import Channel
from motcua.dossiers.errors import NotServedOnlineError
from motcua.dossiers.models import Dossier, SubmissionKey
from motcua.dossiers.services.papers import attach_papers
from motcua.dossiers.services.submitting import (
    Applicant,
    Receipt,
    check_submission,
    find_replay,
    fingerprint,
    write_submission,
)
from motcua.forms import api as forms
from motcua.forms.contracts import DraftView
from motcua.forms.errors import DraftNotFoundError
from motcua.identity import api as identity
from motcua.kernel.actors import Actor
from motcua.kernel.errors import MotCuaError, NotAllowedError
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files


def submit_draft(*, actor: Actor, draft_id: UUID) -> Receipt:
    """Turn a draft into a dossier; the draft is gone when this returns. Sent twice, it answers the same dossier.

    Raises DraftNotFoundError, NotAllowedError to the person for whom an official began it at the counter,
    SubmissionInvalidError (the draft stays as it was) and what `check_submission` raises.
    """
    key = f"draft:{draft_id}"
    with acting(actor):
        earlier = _earlier(actor, key)
        if earlier:
            return earlier
        try:
            draft = forms.take_draft(actor=actor, draft_id=draft_id)
        except DraftNotFoundError:
            earlier = _earlier(actor, key)  # pressed twice at once: the other one was first
            if earlier is None:
                raise
            return earlier
        if draft.filed_by and not actor.is_official:
            raise NotAllowedError  # at the counter papers are shown, not sent: only who has seen them submits
        version = catalogue.get_version(draft.version_hash)
        papers = _papers_of(draft)
        submission = check_submission(
            actor=actor,
            version=version,
            applicant=Applicant(draft.owner_id, identity.get_person(actor=actor, person_id=draft.owner_id).full_name),
            answers=draft.answers,
            paper_ids=papers,
            channel=Channel.IN_PERSON if draft.filed_by else Channel.ONLINE,
            receiving=_agency(version, draft.receiving_agency_id, ""),
            refuse_needless=False,
        )
        receipt = write_submission(
            actor=actor, submission=submission, key=key, body_hash=fingerprint([str(draft_id), draft.revision])
        )
        needed = {paper: ids for paper, ids in papers.items() if paper in submission.papers}
        attach_papers(receipt.id, needed, owner_id=None)
        # What an earlier answer had asked for is not sent along, and not kept.
        files.forget_files([file_id for paper, ids in papers.items() if paper not in needed for file_id in ids])
        return receipt


def submit_dossier(
    *,
    actor: Actor,
    procedure_code: str,
    answers: Mapping[str, Any],
    papers: Mapping[str, tuple[UUID, ...]],
    agency_code: str,
    key: str,
) -> Receipt:
    """Submit for oneself in one go. Without papers it is a single statement; `agency_code` "" means the competent one.

    What was submitted once is answered again whatever has changed since: the law, the day, where one lives.
    Raises NotAllowedError for anyone but a person, and what `check_submission` and `write_submission` raise.
    """
    if not actor.is_person or actor.id is None:
        raise NotAllowedError
    body = fingerprint(
        [procedure_code, agency_code, answers, {paper: sorted(map(str, ids)) for paper, ids in papers.items()}]
    )
    try:
        version = catalogue.get_procedure(procedure_code)
        submission = check_submission(
            actor=actor,
            version=version,
            applicant=Applicant(actor.id, actor.name),
            answers=answers,
            paper_ids=papers,
            channel=Channel.ONLINE,
            receiving=_named(version, agency_code) if agency_code else _agency(version, None, _home(actor)),
        )
    except MotCuaError:
        earlier = find_replay(actor, key, body)
        if earlier is None:
            raise
        return earlier
    if not papers:
        return write_submission(actor=actor, submission=submission, key=key, body_hash=body)
    with acting(actor):
        receipt = write_submission(actor=actor, submission=submission, key=key, body_hash=body)
        if not receipt.replayed:
            attach_papers(receipt.id, papers, owner_id=actor.id)
        return receipt


def _agency(version: ProcedureVersion, chosen: UUID | None, unit_code: str) -> AgencyView:
    if chosen:
        return agencies.get_agency(chosen)
    if not version.tiers:
        raise NotServedOnlineError
    return agencies.competent_agency(version.tiers, unit_code, version.branch)


def _named(version: ProcedureVersion, code: str) -> AgencyView:
    """The agency that a program names, if it is of a kind that resolves this procedure. Raises AgencyNotFoundError,
    NoCompetentAgencyError."""
    agency = agencies.get_agency_by_code(code)
    if agency.tier not in version.tiers or agency.branch != version.branch:
        raise NoCompetentAgencyError(unit_code=agency.unit_code or "")
    return agency


def _home(actor: Actor) -> str:
    """The commune where the actor lives."""
    if actor.id is None:
        raise NotAllowedError
    return identity.get_person(actor=actor, person_id=actor.id).unit_code


def _papers_of(draft: DraftView) -> dict[str, tuple[UUID, ...]]:
    papers: dict[str, tuple[UUID, ...]] = {}
    for paper in draft.papers:
        papers[paper.paper_id] = (*papers.get(paper.paper_id, ()), paper.file_id)
    return papers


def _earlier(actor: Actor, key: str) -> Receipt | None:
    used = SubmissionKey.objects.filter(actor_id=actor.id, key=key).first() if actor.id else None
    row = Dossier.objects.filter(id=used.dossier_id).first() if used else None
    return Receipt(row.id, row.code, row.submitted_at, row.act_by, replayed=True) if row else None
