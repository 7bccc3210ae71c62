"""Drawing lots over all dossiers that wait for it: the list is closed and published before the deciding number is known."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import DrawView, Lot, State, StepKind, StepState, WaitingDraw
from motcua.dossiers.domain import draws
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.domain.steps import RECORD_STEP, Step
from motcua.dossiers.errors import (
    ActNotAllowedError,
    DrawNotFoundError,
    DrawOutOfTurnError,
    NothingToDrawError,
    SubmissionInvalidError,
)
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Dossier, DossierStep, Draw
from motcua.dossiers.policies import may_record
from motcua.dossiers.services.handling import handling
from motcua.dossiers.services.steps import write_record
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInputError
from motcua.kernel.texts import clean
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking, prepared

IN_THE_DRAW = (State.IN_PROCESS.value, State.AWAITING_SUPPLEMENT.value)
LONGEST = 200
MOST_PLACES = 100_000
_ALONE = "SELECT pg_advisory_xact_lock(hashtext(%s))"  # two lists that were closed at once would hold the same dossiers
NOWHERE = UUID(int=0)  # the agency of somebody who holds no position


def announce_draw(*, actor: Actor, procedure_code: str, step: str, source: str, places: int) -> DrawView:
    """Close the list of the dossiers that wait for this draw at the actor's agency, and publish it.

    `source` says in words which public number will decide, one that nobody can know yet; `places`: how many win.
    Dossiers accepted later wait for another draw. Raises NothingToDrawError, ActNotAllowedError,
    SubmissionInvalidError.
    """
    _require(source=source, places=places)
    if "\x00" in procedure_code + step:  # PostgreSQL's text holds no NUL
        raise NothingToDrawError
    with acting(actor):
        prepared(_ALONE, (f"dossiers.draws:{actor.agency_id}",))
        rows = list(_waiting(actor).filter(dossier__procedure_code=procedure_code, step_id=step))
        taken = {code for open_draw in _open_draws(actor) for code in open_draw.codes}
        rows = [row for row in rows if row.dossier.code not in taken]
        if not rows:
            raise NothingToDrawError
        _require_recorder(actor, rows[0])
        row = Draw.objects.create(
            agency_id=rows[0].agency_id,
            procedure_code=procedure_code,
            step_id=step,
            source=clean(source),
            places=places,
            codes=sorted(each.dossier.code for each in rows),
            announced_at=clock.now(),
            announced_by=actor.signed,
        )
        facts = {"draw": str(row.id), "codes": len(row.codes), "sha256": draws.fingerprint(row.codes)}
        ledger.record(actor=actor, action="dossiers.draw_announced", record_id=row.id, why=row.source, facts=facts)
        return _view(row)


def hold_draw(*, actor: Actor, draw_id: UUID, seed: str) -> DrawView:
    """Draw with the number that has become known, once, and record each dossier's place in it.

    Whoever withdrew or was refused since keeps a place in the order but takes none of the places that are given.
    Raises DrawNotFoundError, DrawOutOfTurnError, ActNotAllowedError, SubmissionInvalidError.
    """
    with acting(actor):
        row = Draw.objects.filter(id=draw_id).first()
        if row is None:
            raise DrawNotFoundError
        _require_holder(actor, row)
        row = Draw.objects.select_for_update().get(id=draw_id)
        if row.held_at is not None:
            raise DrawOutOfTurnError
        waiting = {step.dossier.code: step for step in _waiting(actor).filter(dossier__code__in=row.codes)}
        for step in waiting.values():
            _require_recorder(actor, step)
        row.seed = _required("seed", seed)
        row.drawn = _lots(draws.draw(row.seed, row.codes), waiting.keys(), row.places)
        row.held_at, row.held_by = clock.now(), actor.signed
        row.save()
        for place, lot in enumerate(row.drawn, 1):
            if lot["code"] in waiting:
                _write_down(actor, row, waiting[lot["code"]].dossier, place, won=lot["won"])
        ledger.record(
            actor=actor, action="dossiers.draw_held", record_id=row.id, facts={"draw": str(row.id), "seed": row.seed}
        )
        return _view(row)


def get_draw(*, draw_id: UUID) -> DrawView:
    """The protocol, for anybody. Raises DrawNotFoundError."""
    row = Draw.objects.filter(id=draw_id).first()
    if row is None:
        raise DrawNotFoundError
    return _view(row)


def list_draws(*, actor: Actor, limit: int = 50) -> tuple[DrawView, ...]:
    """Those of the actor's agency, newest first."""
    rows = Draw.objects.filter(agency_id=actor.agency_id or NOWHERE).order_by("-id")[:limit]
    return tuple(_view(row) for row in rows)


def waiting_draws(*, actor: Actor) -> tuple[WaitingDraw, ...]:
    """What could be announced now at the actor's agency, with how many dossiers are in it."""
    with looking(actor):
        taken = {code for open_draw in _open_draws(actor) for code in open_draw.codes}
        found: dict[tuple[str, str], WaitingDraw] = {}
        for row in _waiting(actor):
            rule = _rule(row)
            if row.dossier.code in taken or rule is None or not may_record(actor, row, rule):
                continue
            key = (row.dossier.procedure_code, row.step_id)
            version = catalogue.get_version(row.dossier.version_hash)
            many = found[key].dossiers + 1 if key in found else 1
            found[key] = WaitingDraw(*key, procedure_name=version.name, step_name=rule.name, dossiers=many)
        return tuple(found[key] for key in sorted(found))


def _lots(order: Iterable[str], present: Iterable[str], places: int) -> list[dict[str, object]]:
    left, there = places, set(present)
    lots: list[dict[str, object]] = []
    for code in order:
        won = code in there and left > 0
        left -= won
        lots.append({"code": code, "won": won, "gone": code not in there})
    return lots


def _write_down(actor: Actor, row: Draw, dossier: Dossier, place: int, *, won: bool) -> None:
    with handling(
        actor=actor, dossier_id=dossier.id, expected_version=dossier.version, action=RECORD_STEP, step=row.step_id
    ) as work:
        record = {
            "draw": str(row.id),
            "place": str(place),
            "among": str(len(row.codes)),
            "won": "yes" if won else "no",
        }
        write_record(work.step.row, actor, record)
        work.facts = {"step": row.step_id, "draw": str(row.id)}


def _waiting(actor: Actor) -> "QuerySet[DossierStep]":
    steps = DossierStep.objects.filter(agency_id=actor.agency_id or NOWHERE, kind=StepKind.DRAW.value)
    waiting = steps.filter(state=StepState.OPEN.value, dossier__state__in=IN_THE_DRAW)
    return waiting.select_related("dossier").order_by("dossier_id")


def _open_draws(actor: Actor) -> "QuerySet[Draw]":
    return Draw.objects.filter(agency_id=actor.agency_id or NOWHERE, held_at=None)


def _rule(row: DossierStep) -> Step | None:
    flow: Flow = flow_of_hash(row.dossier.version_hash)
    return flow.step(row.step_id)


def _require_holder(actor: Actor, row: Draw) -> None:
    """Also when nobody is left to be drawn: whoever holds it writes the number into a public protocol."""
    versions = Dossier.objects.filter(code__in=row.codes).values_list("version_hash", flat=True).distinct()
    rules = (flow_of_hash(version).step(row.step_id) for version in versions)
    roles = {rule.role for rule in rules if rule is not None}
    if not actor.is_official or actor.agency_id != row.agency_id or not roles & actor.roles:
        raise ActNotAllowedError(action="hold_draw")


def _require_recorder(actor: Actor, row: DossierStep) -> None:
    rule = _rule(row)
    if rule is None or not may_record(actor, row, rule):
        raise ActNotAllowedError(action=RECORD_STEP)


def _require(*, source: str, places: int) -> None:
    problems = {}
    if len(source.strip()) < 10:
        problems["source"] = _("Hãy ghi rõ nguồn công khai, ví dụ: giải đặc biệt xổ số kiến thiết mở ngày 01/08/2026.")
    if not 0 < places <= MOST_PLACES:
        problems["places"] = _("Hãy ghi số suất, là một số từ 1.")
    if problems:
        raise SubmissionInvalidError(fields=problems)
    _required("source", source, 500)


def _required(box: str, text: str, longest: int = LONGEST) -> str:
    try:
        tidy = clean(text)
    except InvalidInputError as error:
        raise SubmissionInvalidError(fields={box: error.message}) from error
    if not tidy or len(tidy) > longest:
        raise SubmissionInvalidError(fields={box: _("Hãy điền ô này, nhiều nhất %(n)s ký tự.") % {"n": longest}})
    return tidy


def _view(row: Draw) -> DrawView:
    version = catalogue.get_procedure(row.procedure_code)
    lots = tuple(
        Lot(place, lot["code"], draws.lot(row.seed, lot["code"]), won=lot["won"], gone=lot["gone"])
        for place, lot in enumerate(row.drawn, 1)
    )
    return DrawView(
        id=row.id,
        agency_id=row.agency_id,
        procedure_code=row.procedure_code,
        procedure_name=version.name,
        source=row.source,
        places=row.places,
        codes=tuple(row.codes),
        fingerprint=draws.fingerprint(row.codes),
        announced_at=row.announced_at,
        announced_by=row.announced_by,
        seed=row.seed,
        lots=lots,
        held_at=row.held_at,
        held_by=row.held_by,
    )
