"""Through whose hands a dossier went, when, and whether each of them was in time: the lines of form 06. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from motcua.dossiers.contracts.books import Hand, Handover, Outcome

APPLICANT, NOBODY = "applicant", "nobody"
TAKEN, GIVEN, LET_GO = "claim", "assign", "release"
HANDED_ON = "forward"
RESOLVING = frozenset({"specialist", "head"})
# Ends that somebody hands to the applicant; a withdrawal is the applicant's own.
HANDED_OUT = frozenset({"return", "refuse", "stop"})


@dataclass(frozen=True, slots=True)
class Told:
    """What the ledger tells of one act: by whom, at which agency in which position, and its facts."""

    action: str
    at: datetime
    name: str
    agency_id: UUID | None
    facts: Mapping[str, Any]
    note: str = ""
    position: str = ""


def handovers(
    told: Iterable[Told],
    held_by: Mapping[str, str],
    agency_of: Mapping[str, UUID],
    *,
    decided: Collection[str] = (),
    start: str,
    check_by: datetime | None,
) -> tuple[Handover, ...]:
    """The lines that `told`, the acts in order, make. `held_by`: role by state; `agency_of`: where a role sits now;
    `decided`: states in which the legal clock has stopped, so that no hand is measured any more;
    `start`: the state of a new dossier, to be checked by `check_by`."""
    lines: list[Handover] = []
    for one in told:
        action = one.action
        if not lines:
            role = held_by.get(start, "")
            giver = Hand(APPLICANT, None, one.name)
            lines.append(Handover(giver, Hand(role, agency_of.get(role)), action, one.at, check_by))
        elif action in {TAKEN, GIVEN, LET_GO}:
            _taken(lines, one)
        elif action == HANDED_ON:
            _handed_on(lines, one)
        else:
            _moved(lines, one, held_by, agency_of, decided)
    return tuple(lines)


def _handed_on(lines: list[Handover], one: Told) -> None:
    """Between agencies: until then it was with the one before. At the desk that receives nobody else takes it yet."""
    before, after = (_agency(one.facts.get(key)) for key in ("resolving_before", "resolving"))
    last = lines[-1]
    if last.taker.role not in RESOLVING:
        return
    giver = Hand(last.taker.role, before, one.name, one.position)
    lines[:-1] = [_was_with(line, before) for line in lines[:-1]]
    lines[-1] = _closed(_was_with(last, before), one.at, giver)
    lines.append(Handover(giver, Hand(last.taker.role, after), one.action, one.at, last.due_at, note=one.note))


def _was_with(line: Handover, agency_id: UUID | None) -> Handover:
    if line.taker.role not in RESOLVING or line.action == HANDED_ON:
        return line
    return replace(line, taker=replace(line.taker, agency_id=agency_id))


def _agency(said: Any) -> UUID | None:
    return UUID(said) if isinstance(said, str) and said else None


def _taken(lines: list[Handover], one: Told) -> None:
    """Within one role: whoever comes first is the taker of the line that stands; every other hand is a line."""
    last, name = lines[-1], str(one.facts.get("assignee_name", ""))
    if name and not last.taker.name:
        lines[-1] = replace(last, taker=_named(last.taker, name, one))
    elif name != last.taker.name:
        lines[-1] = _closed(last, one.at, last.taker)
        giver = Hand(last.taker.role, one.agency_id or last.taker.agency_id, one.name, one.position)
        taker = _named(last.taker, name, one)
        lines.append(Handover(giver, taker, one.action, one.at, last.due_at, note=one.note))


def _moved(
    lines: list[Handover],
    one: Told,
    held_by: Mapping[str, str],
    agency_of: Mapping[str, UUID],
    decided: Collection[str],
) -> None:
    """What goes to another role is a line; what stays with its role may get another date."""
    before, after = (held_by.get(str(one.facts.get(key, "")), "") for key in ("from", "to"))
    due = _moment(one.facts.get("act_by"))
    if not after or before == after:
        if due and after:
            lines[-1] = replace(lines[-1], due_at=due)
        return
    giver = Hand(before, one.agency_id or lines[-1].taker.agency_id, one.name, one.position)
    own = not one.facts.get("step")  # whoever has a step of it at another agency was not the taker of the dossier
    lines[-1] = _closed(lines[-1], one.at, giver) if own else replace(lines[-1], done_at=one.at)
    role = APPLICANT if after == NOBODY and one.action in HANDED_OUT else after
    if role == NOBODY:
        return
    ends = one.facts.get("to") in decided
    taker = Hand(role, agency_of.get(role), "" if role == APPLICANT else str(one.facts.get("assignee_name", "")))
    lines.append(Handover(giver, taker, one.action, one.at, None if ends else due, note=one.note))


def _closed(line: Handover, at: datetime, giver: Hand) -> Handover:
    """Who hands it on was its taker, whoever that was thought to be."""
    if not giver.name or line.taker.role != giver.role:
        return replace(line, done_at=at)
    known = replace(giver, agency_id=giver.agency_id or line.taker.agency_id)
    return replace(line, taker=known, done_at=at)


def _named(hand: Hand, name: str, one: Told) -> Hand:
    """Of somebody who takes it the ledger says the position, of somebody who is given it only the name."""
    return replace(hand, name=name, position=one.position if name == one.name else "")


def judged(lines: Iterable[Handover], zone: tzinfo, now: datetime) -> tuple[Handover, ...]:
    """The same with their outcomes, by the days of `zone`. The applicant is not judged."""
    return tuple(replace(line, outcome=_outcome(line, zone, now)) for line in lines)


def _outcome(line: Handover, zone: tzinfo, now: datetime) -> Outcome | None:
    if line.due_at is None or line.taker.role == APPLICANT:
        return None
    done = line.done_at or now
    if done > line.due_at:
        return Outcome.LATE
    if line.done_at is None:
        return None
    same = done.astimezone(zone).date() == line.due_at.astimezone(zone).date()
    return Outcome.ON_TIME if same else Outcome.AHEAD


def _moment(said: Any) -> datetime | None:
    return datetime.fromisoformat(said) if isinstance(said, str) and said else None
