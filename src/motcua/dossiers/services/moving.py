"""Moving running dossiers to another version of their procedure: planned, rehearsed, lawful, and reversible.

A dossier is pinned to the version it was filed under, and stays there unless somebody says by which rule it moves. What
it held before is kept beside it; nothing moves that would not fit, and nothing that somebody acted on in between.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.contracts import Fit, MoveOutcome, MovePlan, State
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.errors import ActNotAllowedError, MoveNotFoundError, MoveRefusedError
from motcua.dossiers.families import family_of
from motcua.dossiers.feed.writing import Standing, write_change
from motcua.dossiers.flows import flow_of, flow_of_hash
from motcua.dossiers.models import OPEN_STATES, Dossier, MovedDossier, VersionMove
from motcua.dossiers.rules import day_of, reckoning_of
from motcua.dossiers.services.timing import set_alarm
from motcua.forms import api as forms
from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

BATCH = 200
DEADLINES = ("keep", "reckon")
_KEPT = ("version_hash", "family", "answers", "from_record", "previous_answers", "supplement", "fee_total")


def suggest_move(*, from_hash: str, to_hash: str, legal: str, renamed: Mapping[str, str] | None = None) -> MovePlan:
    """A plan to look at and to change: what `renames` declares, what is no longer asked, nothing given.

    Raises VersionNotFoundError, MoveRefusedError.
    """
    old, new = catalogue.get_version(from_hash), catalogue.get_version(to_hash)
    was, now = (set(forms.compile_form(version).fields) for version in (old, new))
    known = {one["from"]: one["to"] for one in new.form.get("renames", ())} | dict(renamed or {})
    plan = MovePlan(
        procedure=old.code,
        from_hash=from_hash,
        to_hash=to_hash,
        legal=legal,
        renamed={former: present for former, present in known.items() if former in was},
        given={},
        dropped=tuple(sorted(was - now - set(known))),
        papers={},
    )
    _require_sound(plan, old, new)
    return plan


def rehearse_move(*, actor: Actor, plan: MovePlan) -> tuple[tuple[Fit, ...], int]:
    """Each running dossier of the plan with what stands in its way, and the number of drafts. Changes nothing.

    Raises MoveRefusedError, ActNotAllowedError.
    """
    old, new = _sides(plan)
    _require(actor, plan, old, new)
    with acting(actor):
        rows = _running(plan.from_hash).prefetch_related("paper_rows")
        fits = tuple(_fit(row, plan, new) for row in rows)
    return fits, forms.count_drafts(actor=actor, version_hash=plan.from_hash)


def apply_move(*, actor: Actor, plan: MovePlan, expected: Mapping[str, int] | None = None) -> MoveOutcome:
    """Move what fits, a transaction for every 200 dossiers, then the drafts. `expected`: code to the version rehearsed.

    Raises MoveRefusedError, ActNotAllowedError.
    """
    old, new = _sides(plan)
    _require(actor, plan, old, new)
    with acting(actor):
        move = VersionMove.objects.create(
            procedure_code=plan.procedure,
            from_hash=plan.from_hash,
            to_hash=plan.to_hash,
            legal=plan.legal,
            plan=msgspec.to_builtins(plan),
            applied_at=clock.now(),
        )
        ids = list(_running(plan.from_hash).values_list("id", flat=True))
        ledger.record(
            actor=actor,
            action="dossiers.move_applied",
            record_id=move.id,
            why=plan.legal,
            facts={"from": plan.from_hash, "to": plan.to_hash},
        )
    skipped: list[str] = []
    for batch in _batches(ids):
        with acting(actor):
            if VersionMove.objects.select_for_update().get(id=move.id).reverted_at is not None:
                raise MoveNotFoundError(id=str(move.id))  # somebody took it back while it was under way
            for row in _locked(batch):
                rehearsed = expected is None or expected.get(row.code) == row.version
                if not rehearsed or not _moved(actor, row, move, plan, new):
                    skipped.append(row.code)
    drafts = forms.move_drafts(
        actor=actor,
        move_id=move.id,
        from_hash=plan.from_hash,
        to_hash=plan.to_hash,
        moving=_moving(plan),
        papers=plan.papers,
        legal=plan.legal,
    )
    return MoveOutcome(move.id, len(ids) - len(skipped), drafts.moved, tuple(skipped))


def revert_move(*, actor: Actor, move_id: UUID, legal: str) -> MoveOutcome:
    """Give back what was moved, except where somebody acted since. Raises MoveNotFoundError, ActNotAllowedError."""
    _only_the_system(actor)
    with acting(actor):
        move = VersionMove.objects.select_for_update().filter(id=move_id, reverted_at=None).first()
        if move is None:
            raise MoveNotFoundError(id=str(move_id))
        move.reverted_at = clock.now()
        move.save(update_fields=["reverted_at"])
        ledger.record(actor=actor, action="dossiers.move_reverted", record_id=move.id, why=legal, facts={})
        ids = list(move.dossier_rows.order_by("dossier_id").values_list("dossier_id", flat=True))
    skipped: list[str] = []
    for batch in _batches(ids):
        with acting(actor):
            skipped += [code for row in _locked(batch) if (code := _returned(actor, row, move, legal))]
    drafts = forms.return_drafts(actor=actor, move_id=move.id, legal=legal)
    return MoveOutcome(move.id, len(ids) - len(skipped), drafts.moved, tuple(skipped), drafts.skipped)


def _moved(actor: Actor, row: Dossier, move: VersionMove, plan: MovePlan, new: ProcedureVersion) -> bool:
    """Move one locked dossier; False when it stays where it is."""
    if row.version_hash != plan.from_hash or _fit(row, plan, new).why:
        return False
    stood = Standing.of(row)
    papers = {str(paper.id): paper.paper_id for paper in row.paper_rows.all() if paper.paper_id in plan.papers}
    before = {key: getattr(row, key) for key in _KEPT}
    before |= {
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "act_by": row.act_by.isoformat(),
        "papers": papers,
        "seats": {str(seat.id): seat.field for seat in row.seat_rows.filter(field__in=plan.renamed)},
    }
    for seat in row.seat_rows.filter(field__in=plan.renamed):
        seat.field = plan.renamed[seat.field]
        seat.save(update_fields=["field"])
    row.answers = forms.moved_answers(row.answers, _moving(plan))
    row.from_record = {plan.renamed.get(k, k): v for k, v in row.from_record.items() if k not in plan.dropped}
    if row.previous_answers is not None:
        row.previous_answers = forms.moved_answers(row.previous_answers, _moving(plan))
    if row.supplement:
        row.supplement = row.supplement | {
            "fields": [plan.renamed.get(name, name) for name in row.supplement.get("fields", ())],
            "papers": [plan.papers.get(name, name) for name in row.supplement.get("papers", ())],
        }
    for paper in row.paper_rows.all():
        if paper.paper_id in plan.papers:
            paper.paper_id = plan.papers[paper.paper_id]
            paper.save(update_fields=["paper_id"])
    row.version_hash, row.family = plan.to_hash, family_of(new)
    if plan.deadline == "reckon":
        _reckon(row)
    _write(actor, row, "moved_to_version", plan.legal, move, stood=stood)
    MovedDossier.objects.create(move=move, dossier=row, version_after=row.version, before=before)
    return True


def _returned(actor: Actor, row: Dossier, move: VersionMove, legal: str) -> str:
    kept = row.moved_rows.get(move=move)
    if kept.version_after != row.version:
        return row.code
    # What a move of an earlier release did not keep.
    unkept = {"from_record": {}, "family": family_of(catalogue.get_version(kept.before["version_hash"]))}
    stood, before = Standing.of(row), unkept | kept.before
    for key in _KEPT:
        setattr(row, key, before[key])
    row.due_at, row.act_by = before["due_at"], before["act_by"]
    for paper in row.paper_rows.filter(id__in=before["papers"]):
        paper.paper_id = before["papers"][str(paper.id)]
        paper.save(update_fields=["paper_id"])
    for seat in row.seat_rows.filter(id__in=before.get("seats", ())):
        seat.field = before["seats"][str(seat.id)]
        seat.save(update_fields=["field"])
    _write(actor, row, "moved_back", legal, move, stood=stood)
    return ""


def _write(actor: Actor, row: Dossier, action: str, legal: str, move: VersionMove, *, stood: Standing) -> None:
    row.version += 1
    row.save()
    write_change(row, stood, action)
    ledger.record(
        actor=actor,
        action=f"dossiers.{action}",
        record_id=row.id,
        subject_id=row.applicant_id,
        why=legal,
        facts={"version": row.version, "to": row.version_hash, "move": str(move.id)},
    )


def _fit(row: Dossier, plan: MovePlan, new: ProcedureVersion) -> Fit:
    """What stands in the way of this dossier, judged as it would stand after the move."""
    form, flow = forms.compile_form(new), flow_of(new)
    answers = forms.moved_answers(row.answers, _moving(plan))
    context = forms.form_context(channel=row.channel, on=day_of(row))
    why = [f"{problem.field}: {problem.code}" for problem in forms.validate_answers(form, answers, context).problems]
    kept = [plan.renamed.get(name, name) for name in row.seat_rows.values_list("field", flat=True)]
    why += [f"{name}: holds an appointment, and is asked no more" for name in kept if name not in form.fields]
    known = {paper.id for paper in new.papers}
    sent = {paper.paper_id for paper in row.paper_rows.all()}
    why += [f"paper {name}: not asked for" for name in sorted(sent) if plan.papers.get(name, name) not in known]
    asked = (row.supplement or {}).get("fields", ())
    why += [
        f"{name}: was asked for in the supplement" for name in asked if plan.renamed.get(name, name) not in form.fields
    ]
    filled = {str(field["id"]) for field in flow.result_fields}
    why += [f"{name}: filled in by the official, not asked for" for name in row.proposal if name not in filled]
    if State(row.state) not in flow.states:
        why.append(f"state {row.state}: not in the flow")
    steps = [[step.id for step in one.steps] for one in (flow_of(catalogue.get_version(plan.from_hash)), flow)]
    if steps[0] != steps[1] and row.received_at is not None:
        why.append("steps: other ones are asked for while it is being handled")
    return Fit(row.code, row.state, row.version, tuple(why))


def _reckon(row: Dossier) -> None:
    """The due date by the new version's time limit, from the same clock."""
    if row.received_at is None:
        return
    before = row.due_at
    reckoning = reckoning_of(row, clocks.from_json(row.clock))
    row.due_at = reckoning.due if reckoning else None
    row.act_by = row.due_at or row.act_by
    if row.due_at != before:
        row.rung = ""
    set_alarm(row, flow_of_hash(row.version_hash))


def _sides(plan: MovePlan) -> tuple[ProcedureVersion, ProcedureVersion]:
    return catalogue.get_version(plan.from_hash), catalogue.get_version(plan.to_hash)


def _require(actor: Actor, plan: MovePlan, old: ProcedureVersion, new: ProcedureVersion) -> None:
    _only_the_system(actor)
    _require_sound(plan, old, new)


def _require_sound(plan: MovePlan, old: ProcedureVersion, new: ProcedureVersion) -> None:
    was, now = (set(forms.compile_form(version).fields) for version in (old, new))
    papers = {paper.id for paper in new.papers}
    faults = [
        "both versions are the same" if old.hash == new.hash else "",
        "the versions are of two procedures" if not old.code == new.code == plan.procedure else "",
        "the plan names no legal basis; write by which rule running dossiers move" if not plan.legal.strip() else "",
        f"deadline is {plan.deadline!r}; write keep or reckon" if plan.deadline not in DEADLINES else "",
        *(f"{name!r} was no question of the old form" for name in _outer(plan.renamed) if name not in was),
        *(f"{name!r} is no question of the new form" for name in _outer(plan.renamed.values()) if name not in now),
        *(f"{name!r} is given but is no question of the new form" for name in _outer(plan.given) if name not in now),
        *(f"{name!r} is no paper of the new version" for name in plan.papers.values() if name not in papers),
        *(
            f"{name!r} is no longer asked: rename it with --map {name}=…, or drop it"
            for name in sorted(was - now - set(plan.renamed) - set(plan.dropped))
        ),
    ]
    told = [fault for fault in faults if fault]
    if told:
        raise MoveRefusedError("; ".join(told), faults=told)


def _outer(names: Iterable[str]) -> list[str]:
    """Ids of the form itself; those inside a repeated group are the group's own."""
    return [name for name in names if "." not in name]


def _moving(plan: MovePlan) -> forms.Moving:
    return forms.Moving(plan.renamed, plan.given, frozenset(plan.dropped))


def _running(version_hash: str) -> Any:
    return Dossier.objects.filter(version_hash=version_hash, state__in=OPEN_STATES, source="").order_by("id")


def _locked(ids: Sequence[UUID]) -> list[Dossier]:
    return list(Dossier.objects.select_for_update().filter(id__in=ids).order_by("id"))


def _batches(ids: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def _only_the_system(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM:
        raise ActNotAllowedError(action="move_dossiers")
