"""A person uses a right over data about her; the agency answers by the day that the law of that day sets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierSummary
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.languages import LocalText
from motcua.kernel.texts import clean_lines
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking
from motcua.trust.errors import (
    ExtendedAlreadyError,
    NoRightsRuleError,
    RequestChangedError,
    RequestEndedError,
    RequestInvalidError,
    RequestNotFoundError,
    TooManyRequestsError,
)
from motcua.trust.models import DataRequest
from motcua.trust.questions import HEAD, LONGEST, PAGE
from motcua.trust.rights import RightsRule, Span, rule_on
from motcua.trust.words import (
    ANSWER_MISSING,
    BASIS_MISSING,
    CHOOSE_AGENCY,
    CHOOSE_KIND,
    NOT_YOUR_DOSSIER,
    SAY_WHAT,
    TOO_LONG,
    WHY_MISSING,
)

MOST_OPEN = 5  # of one person at one agency, so that nobody buries what others ask
MOST_WAITING = 500  # on the page of the head


@dataclass(frozen=True, slots=True)
class DataRequestView:
    """`state`: asked, acknowledged, done, refused, withdrawn. `name`, `law` as the list said on the day it was asked;
    `verified`: somebody had read that in the official text. `late`: not over, and its time is; `slow`: nobody has
    said by the promised day that it came."""

    id: UUID
    kind: str
    name: LocalText
    law: LocalText
    verified: bool
    agency_id: UUID
    person: str
    code: str
    said: str
    state: str
    version: int
    asked_at: datetime
    acknowledge_by: datetime
    due_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    extended_at: datetime | None
    extended_why: str
    ended_at: datetime | None
    ended_by: str
    answer: str
    basis: str
    late: bool
    slow: bool


def agencies_to_ask(*, actor: Actor) -> tuple[AgencyView, ...]:
    """Who may keep data about the person here: the agencies of her dossiers, and those that run the installation."""
    return _agencies_of(dossiers.list_my_dossiers(actor=actor, limit=PAGE))


def _agencies_of(own: Iterable[DossierSummary]) -> tuple[AgencyView, ...]:
    found = {one: agencies.get_agency(one) for one in dict.fromkeys(row.receiving_agency_id for row in own)}
    for one in agencies.list_operating_agencies():
        found.setdefault(one.id, one)
    return tuple(found.values())


def ask_about_data(*, actor: Actor, key: UUID, kind: str, agency_id: UUID | None, said: str, code: str = "") -> UUID:
    """Ask. The same `key` again is the same request. Returns its id.

    Raises NotAllowedError, NoRightsRuleError, RequestInvalidError, TooManyRequestsError.
    """
    person = _require_person(actor)
    rule, now = _rule_today(), clock.now()
    words = clean_lines(said)
    with acting(actor):
        known = DataRequest.objects.filter(person_id=person, key=key).first()
        if known:
            return known.id
        chosen, own = rule.kind(kind), dossiers.list_my_dossiers(actor=actor, limit=PAGE)
        problems: dict[str, object] = {}
        if chosen is None:
            problems["kind"] = CHOOSE_KIND
        if agency_id not in {one.id for one in _agencies_of(own)}:
            problems["agency"] = CHOOSE_AGENCY
        if code and code not in {one.code for one in own}:
            problems["code"] = NOT_YOUR_DOSSIER
        if not 3 <= len(words) <= LONGEST:
            problems["said"] = TOO_LONG if words else SAY_WHAT
        if problems or chosen is None or agency_id is None:
            raise RequestInvalidError(fields=problems)
        if DataRequest.objects.filter(person_id=person, agency_id=agency_id, ended_at=None).count() >= MOST_OPEN:
            raise TooManyRequestsError(limit=MOST_OPEN)
        row, new = DataRequest.objects.get_or_create(
            person_id=person,
            key=key,
            defaults={
                "person_name": actor.name,
                "kind": chosen.code,
                "rule": {
                    "name": dict(chosen.name),
                    "law": dict(rule.law),
                    "verified": rule.verified,
                    "extend": [rule.extend.amount, rule.extend.unit],
                },
                "agency_id": agency_id,
                "dossier_code": code,
                "said": words,
                "asked_at": now,
                "acknowledge_by": rule.acknowledge.after(now, agency_id),
                "due_at": chosen.carry_out.after(now, agency_id),
            },
        )
        if new:
            facts = {"kind": row.kind, "agency": str(agency_id), "due": row.due_at.isoformat()}
            ledger.record(actor=actor, action="trust.data_asked", record_id=row.id, subject_id=person, facts=facts)
        return row.id


def list_own_requests(*, actor: Actor) -> tuple[DataRequestView, ...]:
    """The person's own, the newest first. Raises NotAllowedError for who is no person."""
    person = _require_person(actor)
    with looking(actor):
        rows = DataRequest.objects.filter(person_id=person).order_by("-id")[:PAGE]
        return tuple(_view(row) for row in rows)


def get_own_request(*, actor: Actor, request_id: UUID) -> DataRequestView:
    """Raises NotAllowedError, RequestNotFoundError."""
    person = _require_person(actor)
    with looking(actor):
        row = DataRequest.objects.filter(id=request_id, person_id=person).first()
        if row is None:
            raise RequestNotFoundError
        return _view(row)


def withdraw_request(*, actor: Actor, request_id: UUID) -> None:
    """Take back what is not over. Raises NotAllowedError, RequestNotFoundError, RequestEndedError."""
    person = _require_person(actor)
    with acting(actor):
        row = DataRequest.objects.select_for_update().filter(id=request_id, person_id=person).first()
        _end(actor, row, "withdrawn", actor.name)


def list_requests(*, actor: Actor) -> tuple[DataRequestView, ...]:
    """What people asked the actor's agencies: open ones by their day, then what is over. A look at who asked.

    Raises NotAllowedError for anybody but a head.
    """
    _require_head(actor)
    with looking(actor):
        seen = DataRequest.objects.filter(agency_id__in=actor.agency_ids)
        rows = [*seen.filter(ended_at=None).order_by("due_at", "id")[:MOST_WAITING]]
        rows += seen.exclude(ended_at=None).order_by("-ended_at", "-id")[: max(PAGE - len(rows), 0)]
        if rows:
            facts = {"subjects": sorted({str(row.person_id) for row in rows})}
            ledger.record(actor=actor, action="trust.data_requests_seen", facts=facts)
        return tuple(_view(row) for row in rows)


def acknowledge_request(*, actor: Actor, request_id: UUID, expected_version: int) -> None:
    """Say that it came, and who deals with it.

    Raises NotAllowedError, RequestNotFoundError, RequestEndedError, RequestChangedError.
    """
    with acting(actor):
        row = _for_head(actor, request_id, expected_version)
        if row.acknowledged_at is None:
            row.state, row.acknowledged_at, row.acknowledged_by = "acknowledged", clock.now(), actor.signed
            _keep(actor, row, "trust.data_acknowledged")


def extend_request(*, actor: Actor, request_id: UUID, expected_version: int, why: str) -> None:
    """Take the one extension that the law of its day allows; the person reads why.

    Raises NotAllowedError, RequestNotFoundError, RequestEndedError, RequestChangedError, ExtendedAlreadyError,
    RequestInvalidError.
    """
    with acting(actor):
        row = _for_head(actor, request_id, expected_version)
        if row.extended_at is not None or row.due_at < clock.now():
            raise ExtendedAlreadyError
        row.extended_why = _words(why, "why", WHY_MISSING)
        row.extended_at = clock.now()
        row.due_at = Span(*row.rule["extend"]).after(row.due_at, row.agency_id)
        _keep(actor, row, "trust.data_extended", row.extended_why)


def finish_request(*, actor: Actor, request_id: UUID, expected_version: int, answer: str) -> None:
    """Say what was done. Raises NotAllowedError, RequestNotFoundError, RequestEndedError, RequestChangedError,
    RequestInvalidError."""
    with acting(actor):
        row = _for_head(actor, request_id, expected_version)
        row.answer = _words(answer, "answer", ANSWER_MISSING)
        _end(actor, row, "done", actor.signed, row.answer)


def refuse_request(*, actor: Actor, request_id: UUID, expected_version: int, answer: str, basis: str) -> None:
    """Say why it is not done, and by which rule. Raises NotAllowedError, RequestNotFoundError, RequestEndedError,
    RequestChangedError, RequestInvalidError."""
    with acting(actor):
        row = _for_head(actor, request_id, expected_version)
        row.answer = _words(answer, "answer", ANSWER_MISSING)
        row.basis = _words(basis, "basis", BASIS_MISSING)
        _end(actor, row, "refused", actor.signed, f"{row.answer} ({row.basis})")


def rights_today() -> RightsRule:
    """Raises NoRightsRuleError."""
    return _rule_today()


def _rule_today() -> RightsRule:
    rule = rule_on(agencies.today())
    if rule is None:
        raise NoRightsRuleError
    return rule


def _require_person(actor: Actor) -> UUID:
    if not actor.is_person or actor.id is None:
        raise NotAllowedError
    return actor.id


def _require_head(actor: Actor) -> None:
    if not actor.is_official or HEAD not in actor.roles:
        raise NotAllowedError


def _for_head(actor: Actor, request_id: UUID, expected_version: int) -> DataRequest:
    _require_head(actor)
    row = DataRequest.objects.select_for_update().filter(id=request_id, agency_id__in=actor.agency_ids).first()
    if row is None:
        raise RequestNotFoundError
    if row.ended_at is not None:
        raise RequestEndedError
    if row.version != expected_version:
        raise RequestChangedError
    return row


def _words(given: str, field: str, missing: object) -> str:
    said = clean_lines(given)
    if not 3 <= len(said) <= LONGEST:
        raise RequestInvalidError(fields={field: TOO_LONG if len(said) > LONGEST else missing})
    return said


def _end(actor: Actor, row: DataRequest | None, state: str, by: str, why: str = "") -> None:
    if row is None:
        raise RequestNotFoundError
    if row.ended_at is not None:
        raise RequestEndedError
    row.state, row.ended_at, row.ended_by = state, clock.now(), by
    _keep(actor, row, f"trust.data_{state}", why)


def _keep(actor: Actor, row: DataRequest, action: str, why: str = "") -> None:
    row.version += 1
    row.save()
    late = row.ended_at is not None and row.ended_at > row.due_at
    facts = {"kind": row.kind, "due": row.due_at.isoformat()} | ({"late": True} if late else {})
    ledger.record(actor=actor, action=action, record_id=row.id, subject_id=row.person_id, why=why, facts=facts)


def _view(row: DataRequest) -> DataRequestView:
    now, open_ = clock.now(), row.ended_at is None
    return DataRequestView(
        id=row.id,
        kind=row.kind,
        name=row.rule["name"],
        law=row.rule["law"],
        verified=row.rule["verified"],
        agency_id=row.agency_id,
        person=row.person_name,
        code=row.dossier_code,
        said=row.said,
        state=row.state,
        version=row.version,
        asked_at=row.asked_at,
        acknowledge_by=row.acknowledge_by,
        due_at=row.due_at,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
        extended_at=row.extended_at,
        extended_why=row.extended_why,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        answer=row.answer,
        basis=row.basis,
        late=open_ and row.due_at < now,
        slow=open_ and row.acknowledged_at is None and row.acknowledge_by < now,
    )
