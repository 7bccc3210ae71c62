"""The two ways in: a draft that somebody wrote on the pages, and a program that sends everything at once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.contracts import Channel
from motcua.dossiers.errors import IsJourneyError
from motcua.dossiers.journeys import Application, Judged, judge
from motcua.dossiers.models import Dossier, Journey, SubmissionKey
from motcua.dossiers.services.co_signers import keep_co_signers
from motcua.dossiers.services.fingerprints import fingerprint
from motcua.dossiers.services.journeying import file_journey
from motcua.dossiers.services.papers import attach_papers
from motcua.dossiers.services.receiving import home_of, named_agency, receiving_agency
from motcua.dossiers.services.seats import appointments_of
from motcua.dossiers.services.submitting import (
    Receipt,
    applicant_of,
    check_submission,
    find_replay,
    own_applicant,
    write_submission,
)
from motcua.forms import api as forms
from motcua.forms.contracts import DraftView
from motcua.forms.errors import DraftNotFoundError
from motcua.identity.contracts import PersonView
from motcua.kernel.actors import Actor
from motcua.kernel.errors import MotCuaError, NotAllowedError
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files


def submit_draft(*, actor: Actor, draft_id: UUID) -> Receipt:
    """Turn a draft into a dossier; the draft is gone when this returns. Sent twice, it answers the same dossier.

    A journey's draft becomes all its dossiers or none; the receipt is of the first, and names the journey.

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
        if version.journey:
            return file_journey(actor=actor, application=_together(actor, draft, version, papers), key=key)
        submission = check_submission(
            actor=actor,
            version=version,
            applicant=applicant_of(actor, draft.owner_id),
            answers=draft.answers,
            paper_ids=papers,
            channel=Channel.IN_PERSON if draft.filed_by else Channel.ONLINE,
            receiving=receiving_agency(version, draft.receiving_agency_id, ""),
            refuse_needless=False,
            agreed=frozenset(one.party.id for one in forms.signed_parties(draft)),
        )
        receipt = write_submission(
            actor=actor, submission=submission, key=key, body_hash=fingerprint([str(draft_id), draft.revision])
        )
        needed = {paper: ids for paper, ids in papers.items() if paper in submission.papers}
        attach_papers(receipt.id, needed, owner_id=None)
        keep_co_signers(actor, receipt, version, forms.signed_parties(draft))
        # What an earlier answer had asked for is not sent along, and not kept.
        files.forget_files([file_id for paper, ids in papers.items() if paper not in needed for file_id in ids])
        return receipt


def judge_draft(*, actor: Actor, draft: DraftView) -> Judged:
    """What a journey's draft would file now, and what is still to mend; nothing is written."""
    with acting(actor):
        return judge(actor, _together(actor, draft, catalogue.get_version(draft.version_hash), _papers_of(draft)))


def submit_dossier(
    *,
    actor: Actor,
    procedure_code: str,
    answers: Mapping[str, Any],
    papers: Mapping[str, tuple[UUID, ...]],
    agency_code: str,
    key: str,
    record: PersonView | None = None,
) -> Receipt:
    """Submit for oneself in one go. Without papers it is a single statement; `agency_code` "" means the competent one;
    `record`: what the State knows of the actor, where it was read with the token.

    What was submitted once is answered again whatever has changed since: the law, the day, where one lives.
    Raises NotAllowedError for anyone but a person, and what `check_submission` and `write_submission` raise.
    """
    if not actor.is_person or actor.id is None:
        raise NotAllowedError
    body = fingerprint(
        [procedure_code, agency_code, answers, {paper: sorted(map(str, ids)) for paper, ids in papers.items()}]
    )
    try:
        applicant = own_applicant(actor, record)
        version = catalogue.get_procedure(procedure_code)
        if version.journey:
            raise IsJourneyError
        submission = check_submission(
            actor=actor,
            version=version,
            applicant=applicant,
            answers=answers,
            paper_ids=papers,
            channel=Channel.ONLINE,
            receiving=named_agency(version, agency_code)
            if agency_code
            else receiving_agency(version, None, home_of(applicant.record)),
        )
    except MotCuaError:
        earlier = find_replay(actor, key, body)
        if earlier is None:
            raise
        return earlier
    if not papers and not appointments_of(version):
        return write_submission(actor=actor, submission=submission, key=key, body_hash=body)
    with acting(actor):
        receipt = write_submission(actor=actor, submission=submission, key=key, body_hash=body)
        if not receipt.replayed:
            attach_papers(receipt.id, papers, owner_id=actor.id)
        return receipt


def _together(
    actor: Actor, draft: DraftView, version: ProcedureVersion, papers: Mapping[str, tuple[UUID, ...]]
) -> Application:
    return Application(
        version=version,
        versions=draft.facts["versions"],
        applicant=applicant_of(actor, draft.owner_id),
        answers=draft.answers,
        files=papers,
        channel=Channel.IN_PERSON if draft.filed_by else Channel.ONLINE,
        chosen=agencies.get_agency(draft.receiving_agency_id) if draft.receiving_agency_id else None,
        day=agencies.today(),
        agreed=forms.signed_parties(draft),
    )


def _papers_of(draft: DraftView) -> dict[str, tuple[UUID, ...]]:
    papers: dict[str, tuple[UUID, ...]] = {}
    for paper in draft.papers:
        papers[paper.paper_id] = (*papers.get(paper.paper_id, ()), paper.file_id)
    return papers


def _earlier(actor: Actor, key: str) -> Receipt | None:
    used = SubmissionKey.objects.filter(actor_id=actor.id, key=key).first() if actor.id else None
    row = Dossier.objects.filter(id=used.dossier_id).first() if used else None
    if row is None:
        return None
    together = Journey.objects.filter(id=row.journey_id).first() if row.journey_id else None
    return Receipt(
        row.id,
        row.code,
        row.submitted_at,
        row.act_by,
        replayed=True,
        journey=together.code if together else "",
    )
