"""A person asks why somebody looked; the head of that agency answers, in time; both are in the ledger."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import override

from motcua.agencies import api as agencies
from motcua.dossiers import api as dossiers
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.texts import clean_lines
from motcua.kernel.working_time import reckon
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking
from motcua.trust.errors import (
    AlreadyAnsweredError,
    AnswerInvalidError,
    NobodyToAskError,
    OwnLookError,
    QuestionNotFoundError,
)
from motcua.trust.models import Question
from motcua.trust.words import say_what

HEAD = "head"
LONGEST = 2000
PAGE = 100


@dataclass(frozen=True, slots=True)
class QuestionView:
    """`said` the person's own words, "" for the plain question; `late`: not answered, and its time is over; `mine`: about
    the reader's own look, so that somebody else has to answer."""

    id: UUID
    entry_id: UUID
    entry_at: datetime
    what: str
    why: str
    code: str
    person: str
    official: str
    said: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answered_by: str
    answer: str
    late: bool
    mine: bool


def ask_about_look(*, actor: Actor, entry_id: UUID, said: str = "") -> QuestionView:
    """Ask the agency whose official looked. Asking again gives the same question.

    Raises NotAllowedError, EntryNotFoundError, NobodyToAskError.
    """
    if not actor.is_person or actor.id is None:
        raise NotAllowedError
    with acting(actor):
        entry = ledger.get_entry(person_id=actor.id, entry_id=entry_id)
        if entry.actor_kind != "official" or entry.agency_id is None:
            raise NobodyToAskError
        mine = dossiers.names_of_mine(actor=actor, ids={entry.record_id} if entry.record_id else set())
        now = clock.now()
        with override("vi"):
            what = say_what(entry)
        row, new = Question.objects.get_or_create(
            person_id=actor.id,
            entry_id=entry_id,
            defaults={
                "person_name": actor.name,
                "entry_at": entry.at,
                "entry_what": what,
                "entry_why": entry.why,
                "dossier_code": mine.get(entry.record_id, ("", {}))[0] if entry.record_id else "",
                "official_id": entry.actor_id,
                "official_name": entry.actor_name,
                "agency_id": entry.agency_id,
                "said": clean_lines(said)[:LONGEST],
                "asked_at": now,
                "due_at": _due(entry.agency_id, now),
            },
        )
        if new:
            facts = {"entry": str(entry_id), "due": row.due_at.isoformat()}
            ledger.record(actor=actor, action="trust.asked", record_id=row.id, subject_id=actor.id, facts=facts)
        return _view(row, actor)


def question_about(*, actor: Actor, entry_id: UUID) -> QuestionView | None:
    """What the actor asked about a look of their own; None for nothing."""
    with looking(actor):
        row = Question.objects.filter(person_id=actor.id, entry_id=entry_id).first() if actor.id else None
        return _view(row, actor) if row else None


def list_questions(*, actor: Actor) -> tuple[QuestionView, ...]:
    """What people asked the actor's agencies: open ones by their time, then what was answered. A look at who asked.

    Raises NotAllowedError for anybody but a head.
    """
    _require_head(actor)
    with looking(actor):
        seen = Question.objects.filter(agency_id__in=actor.agency_ids)
        rows = [*seen.filter(answered_at=None).order_by("due_at", "id")[:PAGE]]
        rows += seen.exclude(answered_at=None).order_by("-answered_at", "-id")[: PAGE - len(rows)]
        if rows:
            facts = {"subjects": sorted({str(row.person_id) for row in rows})}
            ledger.record(actor=actor, action="trust.questions_seen", facts=facts)
        return tuple(_view(row, actor) for row in rows)


def answer_question(*, actor: Actor, question_id: UUID, answer: str) -> QuestionView:
    """Answer for the agency; once, and it stays. The words go to the person as they are.

    Raises NotAllowedError, QuestionNotFoundError, OwnLookError, AlreadyAnsweredError, AnswerInvalidError.
    """
    _require_head(actor)
    said = clean_lines(answer)
    with acting(actor):
        row = Question.objects.select_for_update().filter(id=question_id, agency_id__in=actor.agency_ids).first()
        if row is None:
            raise QuestionNotFoundError
        if row.official_id == actor.id:
            raise OwnLookError
        if row.answered_at is not None:
            raise AlreadyAnsweredError
        if not 3 <= len(said) <= LONGEST:
            raise AnswerInvalidError(fields={"answer": str(AnswerInvalidError.message)})
        row.answered_at, row.answered_by_id, row.answered_by = clock.now(), actor.id, actor.signed
        row.answer = said
        row.save(update_fields=["answered_at", "answered_by_id", "answered_by", "answer"])
        facts = {"entry": str(row.entry_id), "late": row.answered_at > row.due_at}
        ledger.record(
            actor=actor, action="trust.answered", record_id=row.id, subject_id=row.person_id, why=said, facts=facts
        )
        return _view(row, actor)


def _require_head(actor: Actor) -> None:
    if not actor.is_official or HEAD not in actor.roles:
        raise NotAllowedError


def _due(agency_id: UUID, now: datetime) -> datetime:
    """So many working days of the agency as this installation promises; no law sets them here."""
    calendar = agencies.calendar_of(agency_id)
    found = reckon(calendar, ((True, now),), int(settings.MOTCUA_LOOK_ANSWER_DAYS), "working_day")
    return found.due or now


def _view(row: Question, actor: Actor) -> QuestionView:
    return QuestionView(
        id=row.id,
        entry_id=row.entry_id,
        entry_at=row.entry_at,
        what=row.entry_what,
        why=row.entry_why,
        code=row.dossier_code,
        person=row.person_name,
        official=row.official_name,
        said=row.said,
        asked_at=row.asked_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        answer=row.answer,
        late=row.answered_at is None and row.due_at < clock.now(),
        mine=actor.is_official and row.official_id == actor.id,
    )
