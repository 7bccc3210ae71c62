"""Submitting: check everything, then let the dossier be written down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language, gettext

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin, Paper, ProcedureVersion
from motcua.dossiers.contracts import Channel, State
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.errors import (
    AssuranceTooLowError,
    BeyondReachError,
    KeyReusedError,
    NotServedOnlineError,
    SubmissionInvalidError,
)
from motcua.dossiers.events import DossierSubmitted
from motcua.dossiers.families import family_of
from motcua.dossiers.flows import flow_of
from motcua.dossiers.services.receiving import resolving_route
from motcua.dossiers.services.seats import free_days_at, hold_seats
from motcua.dossiers.services.writing_down import Row, write_row, write_with_others
from motcua.dossiers.sharing.rights import reaches_all
from motcua.forms import api as forms
from motcua.forms.contracts import FromRecord, Party
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.ids import id_at, new_id
from motcua.kernel.languages import pick
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import SET_ACTOR_BY_NAME, prepared, setting_actor
from motcua.platform.outbox import api as outbox


@dataclass(frozen=True, slots=True)
class Applicant:
    """`record`: what the State knows of this person, which answers what only the record may."""

    id: UUID
    name: str
    record: PersonView | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A checked application, ready to be written. `unrouted`: who resolves it has still to be found out; `papers`: those of the papers sent that it needs; `from_record`: by
    field, where an answer came from."""

    version: ProcedureVersion
    flow: Flow
    applicant: Applicant
    channel: Channel
    receiving: AgencyView
    resolving: AgencyView
    unrouted: bool
    answers: Mapping[str, Any]
    papers: frozenset[str]
    fee_total: int
    from_record: Mapping[str, FromRecord]
    journey: "Place | None" = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dossier stands in a journey. `held`: it waits there until earlier ones are done."""

    journey_id: UUID
    part: str
    held: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """`replayed`: this key had been used for the same content; nothing was written now. `journey`: the code of the
    journey that was filed, "" for a dossier of its own."""

    id: UUID
    code: str
    submitted_at: datetime
    check_by: datetime
    replayed: bool = False
    journey: str = ""


def check_submission(
    *,
    actor: Actor,
    version: ProcedureVersion,
    applicant: Applicant,
    answers: Mapping[str, Any],
    paper_ids: Iterable[str],
    channel: Channel,
    receiving: AgencyView,
    refuse_needless: bool = True,
    awaited: frozenset[str] = frozenset(),
    agreed: frozenset[str] = frozenset(),
) -> Submission:
    """Everything the law and the form ask, at once. `refuse_needless`: a paper that the answers don't ask for is
    refused; else it is left out. `awaited`: answers that an earlier dossier will bring, so they may be missing now.
    `agreed`: the parties who agree to exactly this.

    Raises NotServedOnlineError, AssuranceTooLowError, SubmissionInvalidError (its `fields` name answers and papers).
    """
    if version.origin is Origin.LISTED or (channel is Channel.ONLINE and not version.online):
        raise NotServedOnlineError
    if actor.is_person and actor.assurance < version.assurance:
        raise AssuranceTooLowError(needed=version.assurance)
    calendar = agencies.calendar_of(receiving.id)
    today = clock.now().astimezone(calendar.zone).date()
    form = forms.compile_form(version)
    around = forms.form_context(
        channel=channel.value, on=today, free_days=free_days_at(receiving.id, version.code), applicant=applicant.record
    )
    facts = forms.facts_from(form, applicant.record, channel.value, around)
    context = replace(around, facts=facts)
    validation = forms.validate_answers(form, answers, context)
    sent = frozenset(paper_ids)
    asked = catalogue.asked_papers(version, validation.answers, channel.value, today)
    needed = sent.intersection(paper.id for paper in asked)
    wrong = missing_papers(asked, sent) | (_needless_papers(sent - needed) if refuse_needless else {})
    wrong |= missing_parties(forms.parties_asked(form, validation.answers, context), agreed)
    faults = [p for p in validation.problems if p.code != "required" or p.field not in awaited]
    if faults or wrong:
        found = {problem.field: problem.message for problem in faults}
        raise SubmissionInvalidError(fields=found | wrong)
    fees = catalogue.reckon_fees(version, validation.answers, channel.value, today)
    flow = flow_of(version)
    route = resolving_route(version, flow.place, receiving, validation.answers, today)
    return Submission(
        version=version,
        flow=flow,
        applicant=applicant,
        channel=channel,
        receiving=receiving,
        resolving=route.agency or receiving,
        unrouted=route.agency is None,
        answers=validation.answers,
        papers=needed,
        fee_total=sum(line.total for line in fees),
        from_record=forms.origins(facts, validation.answers),
    )


def applicant_of(actor: Actor, person_id: UUID) -> Applicant:
    """For whom a draft is. Raises PersonNotFoundError."""
    person = identity.get_person(actor=actor, person_id=person_id)
    return Applicant(person.id, person.full_name, person)


def own_applicant(actor: Actor, record: PersonView | None = None) -> Applicant:
    """Somebody who files for oneself by a program. `record`: what was read with the token; None: it is read here.

    Raises NotAllowedError for anyone but a person.
    """
    if not actor.is_person or actor.id is None:
        raise NotAllowedError
    return Applicant(actor.id, actor.name, record or forms.record_of(actor, actor.id))


def write_submission(*, actor: Actor, submission: Submission, key: str, body_hash: str) -> Receipt:
    """One statement, one round trip; in the caller's transaction when there is one, and there must be one for a form
    that makes an appointment: its seat is taken next. What persons file outside a transaction is written together with
    what others file in the same instant.

    Raises KeyReusedError when `key` came with other content before, BeyondReachError.
    """
    _require_reach(actor, submission)
    row = _row(actor, submission, key, body_hash)
    if actor.is_person and not connection.in_atomic_block:
        code = write_with_others(row)
    else:
        # The rows of a journey lie at several agencies, of which the official at the counter is of one.
        code = write_row(row, SYSTEM if submission.journey and actor.is_official else actor)
    if not code:
        earlier = find_replay(actor, key, body_hash)
        if earlier is None:
            raise KeyReusedError
        return earlier
    hold_seats(row["id"], submission.version, submission.receiving.id, submission.answers)
    catalogue.count_use(submission.version.code, "filed")
    return Receipt(row["id"], code, row["now"], row["act_by"])


def _require_reach(actor: Actor, submission: Submission) -> None:
    """Nobody files at the counter what they would not see. Raises BeyondReachError."""
    family, code = family_of(submission.version), submission.version.code
    if actor.reach and not reaches_all(
        list(actor.reach), family, code, submission.receiving.id, submission.resolving.id
    ):
        raise BeyondReachError


def missing_papers(asked: Iterable[Paper], sent: frozenset[str]) -> dict[str, str]:
    """A sentence for each paper that is asked for and was not sent."""
    wanted = [paper for paper in asked if paper.kind == "upload" and paper.required and paper.id not in sent]
    return {
        f"papers.{paper.id}": gettext("Còn thiếu: %s") % pick(paper.name, get_language() or "vi") for paper in wanted
    }


def missing_parties(asked: Iterable[Party], agreed: frozenset[str]) -> dict[str, str]:
    """Who still has to agree, on the pages of the draft: nobody signs for somebody else, no program either."""
    return {
        f"parties.{party.id}": gettext("Còn chờ đồng ý: %s") % pick(party.name, get_language() or "vi")
        for party in asked
        if party.id not in agreed
    }


def _needless_papers(needless: Iterable[str]) -> dict[str, str]:
    return {f"papers.{paper}": gettext("Hồ sơ này không cần giấy tờ đó.") for paper in needless}


def _row(actor: Actor, submission: Submission, key: str, body_hash: str) -> Row:
    now = clock.now()
    dossier_id = id_at(now)
    calendar = agencies.calendar_of(submission.receiving.id)
    act_by = clocks.act_by(now, submission.flow.act_within(submission.flow.start), calendar)
    place = submission.journey
    state = State.AWAITING_EARLIER if place and place.held else submission.flow.start
    day = now.astimezone(calendar.zone)
    event = DossierSubmitted(
        dossier_id=dossier_id,
        procedure_code=submission.version.code,
        receiving_agency_id=submission.receiving.id,
    )
    official = actor if actor.is_official else None
    return {
        "key": key,
        "body_hash": body_hash,
        "id": dossier_id,
        "change_id": new_id(),
        "now": now,
        "act_by": act_by,
        "scope": f"{submission.receiving.code}:dossier:{day:%y%m%d}",
        "code_prefix": f"{submission.receiving.code}-{day:%y%m%d}-",
        "procedure_code": submission.version.code,
        "family": family_of(submission.version),
        "version_hash": submission.version.hash,
        "channel": submission.channel.value,
        "state": state.value,
        "status": submission.flow.status(state),
        "applicant_id": submission.applicant.id,
        "applicant_name": submission.applicant.name,
        "filed_by_id": official.id if official else None,
        "filed_by_name": official.name if official else "",
        "receiving": submission.receiving.id,
        "resolving": submission.resolving.id,
        "unrouted": submission.unrouted,
        "answers": submission.answers,
        "from_record": forms.origins_to_json(submission.from_record),
        "fee_total": submission.fee_total,
        "journey_id": place.journey_id if place else None,
        "journey_part": place.part if place else "",
        "clock": clocks.to_json(clocks.turn((), submission.flow.clock(state), now)),
        **ledger.entry_values(
            actor=actor,
            action="dossiers.submitted",
            record_id=dossier_id,
            subject_id=submission.applicant.id,
            facts={"channel": submission.channel.value},
        ),
        **outbox.event_values(event),
    }


def find_replay(actor: Actor, key: str, body_hash: str) -> Receipt | None:
    """What `actor` submitted under `key` before; None when nothing was. Raises KeyReusedError for other content."""
    found = prepared(
        f"WITH actor AS MATERIALIZED (SELECT {SET_ACTOR_BY_NAME}) "
        "SELECT k.body_hash, d.id, d.code, d.submitted_at, d.act_by FROM actor, dossiers_submissionkey k "
        "JOIN dossiers_dossier d ON d.id = k.dossier_id WHERE k.actor_id = %(actor_id)s AND k.key = %(key)s",
        {
            "actor_id": actor.id,
            "key": key,
            **setting_actor(actor),
        },
    ).fetchone()
    if found is None:
        return None
    if found[0] != body_hash:
        raise KeyReusedError
    _hash, dossier_id, code, submitted_at, act_by = found
    return Receipt(dossier_id, code, submitted_at, act_by, replayed=True)
