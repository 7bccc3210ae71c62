"""Filing together: all dossiers of a journey or none; and handing over what waited for another's result."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import Channel, JourneyView, State
from motcua.dossiers.domain.clock import rule_day
from motcua.dossiers.errors import IsNoJourneyError, SubmissionInvalidError
from motcua.dossiers.events import JourneySubmitted
from motcua.dossiers.journeys import Application, Planned, brought, judge, pinned_versions
from motcua.dossiers.models import Dossier, Journey
from motcua.dossiers.queries import view_of_journey
from motcua.dossiers.services.co_signers import keep_co_signers
from motcua.dossiers.services.fingerprints import fingerprint
from motcua.dossiers.services.handling import handling
from motcua.dossiers.services.numbering import next_number
from motcua.dossiers.services.papers import attach_papers, copy_papers
from motcua.dossiers.services.receiving import home_of, named_agency, receiving_agency
from motcua.dossiers.services.submitting import (
    Place,
    Receipt,
    find_replay,
    own_applicant,
    write_submission,
)
from motcua.forms import api as forms
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotAllowedError
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files
from motcua.platform.outbox import api as outbox

DONE = frozenset({State.APPROVED, State.RETURNED})
FAILED = frozenset({State.REFUSED, State.WITHDRAWN, State.STOPPED})
NO_JOURNEY = UUID(int=0)  # of a key that filed a single dossier


def submit_journey(
    *,
    actor: Actor,
    procedure_code: str,
    answers: Mapping[str, Any],
    papers: Mapping[str, tuple[UUID, ...]],
    agency_code: str,
    key: str,
) -> tuple[JourneyView, bool]:
    """Submit all dossiers of a guided path for oneself in one go; True beside it when `key` had filed them before.

    Raises NotAllowedError for anyone but a person, IsNoJourneyError, KeyReusedError, SubmissionInvalidError.
    """
    if not actor.is_person or actor.id is None:
        raise NotAllowedError
    sent = {paper: sorted(map(str, ids)) for paper, ids in papers.items()}
    body = fingerprint([procedure_code, agency_code, answers, sent])
    with acting(actor):
        receipt = find_replay(actor, key, body)
        replayed = receipt is not None
        if receipt is None:
            version = catalogue.get_procedure(procedure_code)
            if not version.journey:
                raise IsNoJourneyError
            applicant = own_applicant(actor)
            application = Application(
                version=version,
                versions=pinned_versions(version),
                applicant=applicant,
                answers=answers,
                files=papers,
                channel=Channel.ONLINE,
                chosen=named_agency(version, agency_code)
                if agency_code
                else receiving_agency(version, None, home_of(applicant.record)),
                day=agencies.today(),
            )
            receipt = file_journey(actor=actor, application=application, key=key, body_hash=body, owner_id=actor.id)
        journey_id = Dossier.objects.values_list("journey_id", flat=True).get(id=receipt.id)
        return view_of_journey(actor, Journey.objects.get(id=journey_id or NO_JOURNEY)), replayed


def file_journey(
    *, actor: Actor, application: Application, key: str, body_hash: str = "", owner_id: UUID | None = None
) -> Receipt:
    """Write every dossier of `application`, in the caller's transaction; the receipt is of the first of them.

    `key` is claimed by the first, `<key>:<part>` by each of the others. `owner_id`: who must have uploaded the files.
    Raises SubmissionInvalidError, whose `fields` name questions and papers of the journey itself.
    """
    judged = judge(actor, application)
    if judged.problems:
        raise SubmissionInvalidError(fields=dict(judged.problems))
    journey = _write_journey(actor, application, judged.planned)
    receipts, used = [], set[UUID]()
    for number, planned in enumerate(judged.planned):
        receipts.append(
            _write_dossier(actor, journey, planned, key if number == 0 else f"{key}:{planned.part.id}", body_hash)
        )
        _attach(receipts[-1].id, planned, used, owner_id)
        keep_co_signers(actor, receipts[-1], planned.version, application.agreed)
    files.forget_files([file_id for ids in application.files.values() for file_id in ids if file_id not in used])
    return replace(receipts[0], journey=journey.code)


def pass_on(journey_id: UUID) -> None:
    """Hand over each waiting dossier whose earlier ones are done, with what they brought; stop it when one came to
    nothing. Doing it again changes nothing. For the worker.
    """
    with acting(SYSTEM):
        journey = Journey.objects.get(id=journey_id)
        rows = Dossier.objects.select_for_update().filter(journey_id=journey_id).order_by("id")
        by_part = {row.journey_part: row for row in rows}
        for part in catalogue.get_version(journey.version_hash).journey:
            row = by_part.get(part.id)
            if row is None or row.state != State.AWAITING_EARLIER:
                continue
            earlier = {name: by_part[name] for name in part.after if name in by_part}
            failed = [one for one in earlier.values() if one.state in FAILED]
            if failed:
                by_part[part.id] = _stop(row, failed[0])
            elif all(one.state in DONE for one in earlier.values()):
                _hand_over(row, brought(part, {name: one.proposal for name, one in earlier.items()}), earlier.values())


def _write_journey(actor: Actor, application: Application, planned: tuple[Planned, ...]) -> Journey:
    agency = application.chosen or planned[0].receiving
    if agency is None:
        raise ValueError("a journey without problems has agencies")
    now = clock.now()
    day = now.astimezone(agencies.calendar_of(agency.id).zone)
    number = next_number(f"{agency.code}:journey:{day:%y%m%d}")
    with acting(SYSTEM if actor.is_official else actor):
        journey = Journey.objects.create(
            code=f"{agency.code}-LT{day:%y%m%d}-{number:04d}",
            procedure_code=application.version.code,
            version_hash=application.version.hash,
            applicant_id=application.applicant.id,
            applicant_name=application.applicant.name,
            submitted_at=now,
        )
    ledger.record(
        actor=actor,
        action="dossiers.journey_submitted",
        record_id=journey.id,
        subject_id=journey.applicant_id,
        facts={"code": journey.code, "dossiers": [one.version.code for one in planned]},
    )
    outbox.announce(JourneySubmitted(journey_id=journey.id, procedure_code=journey.procedure_code))
    return journey


def _write_dossier(actor: Actor, journey: Journey, planned: Planned, key: str, body_hash: str) -> Receipt:
    if planned.submission is None:
        raise ValueError("a dossier without problems has been checked")
    place = Place(journey.id, planned.part.id, held=bool(planned.waits))
    return write_submission(
        actor=actor, submission=replace(planned.submission, journey=place), key=key, body_hash=body_hash
    )


def _attach(dossier_id: UUID, planned: Planned, used: set[UUID], owner_id: UUID | None) -> None:
    """Each file goes to the first dossier that needs it; the others get a copy."""
    needed = planned.submission.papers if planned.submission else frozenset()
    mine = {paper: ids for paper, ids in planned.files.items() if paper in needed}
    fresh = {paper: tuple(one for one in ids if one not in used) for paper, ids in mine.items()}
    again = {paper: tuple(one for one in ids if one in used) for paper, ids in mine.items()}
    attach_papers(dossier_id, fresh, owner_id=owner_id)
    copy_papers(dossier_id, again)
    used.update(one for ids in mine.values() for one in ids)


def _hand_over(row: Dossier, answers: Mapping[str, Any], earlier: Iterable[Dossier]) -> None:
    """Answers that were brought are judged with all the others; what still doesn't fit, the official asks for."""
    with handling(actor=SYSTEM, dossier_id=row.id, expected_version=row.version, action="hand_over") as work:
        merged = {**work.row.answers, **answers}
        context = forms.form_context(
            channel=row.channel, on=rule_day(row.submitted_at, agencies.calendar_of(row.receiving_agency_id))
        )
        form = forms.compile_form(catalogue.get_version(row.version_hash))
        validation = forms.validate_answers(form, merged, context)
        work.row.answers = merged if validation.problems else validation.answers
        work.facts = {"fields": sorted(answers), "after": [one.code for one in earlier]}


def _stop(row: Dossier, failed: Dossier) -> Dossier:
    name = catalogue.get_version(failed.version_hash).name["vi"]
    with handling(actor=SYSTEM, dossier_id=row.id, expected_version=row.version, action="stop_with_earlier") as work:
        work.note = _("Hồ sơ này cần kết quả của “%(name)s” (%(code)s), mà hồ sơ đó không có kết quả.") % {
            "name": name,
            "code": failed.code,
        }
        work.facts = {"after": [failed.code]}
    return work.row
