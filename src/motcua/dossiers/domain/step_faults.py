"""What is wrong with the order of a flow's steps and with their shares of the time. Pure."""

from collections.abc import Sequence
from functools import cache

from motcua.catalogue.contracts import TimeLimit
from motcua.dossiers.contracts import StepKind
from motcua.dossiers.domain.steps import Step

Fault = tuple[tuple[str | int, ...], str, str]

# Units that can be compared: opening hours of a working day of eight hours, and days on the wall. Of a month in a limit
# the longest counts, of one in a share the shortest: what is refused is too much whatever the month.
_HOURS = {"hour": 1, "working_day": 8}
_DAYS_OF_LIMIT = {"day": 1, "month": 31}
_DAYS_OF_SHARE = {"day": 1, "month": 28, "working_day": 1}  # so many working days take as many days at least
_SAID = {"hour": "hours", "working_day": "working days", "day": "days", "month": "months"}


def step_faults(steps: Sequence[Step], limits: Sequence[TimeLimit]) -> list[Fault]:
    """Every fault; empty when each step can begin and the longest way through them fits into the time limit."""
    faults = [fault for index, step in enumerate(steps) for fault in _of_step(index, step, steps)]
    circle = () if faults else circle_of(steps)
    if circle:
        at = next(index for index, step in enumerate(steps) if step.id == circle[0])
        way = " → ".join((*circle, circle[0]))
        return [
            (("steps", at, "after"), f"These steps wait for each other: {way}.", "Take one of them out of `after`.")
        ]
    return faults or _shares(steps, limits)


def circle_of(steps: Sequence[Step]) -> tuple[str, ...]:
    """Steps that wait for each other, so that none of them can ever begin; () when there are none."""
    left = {step.id: step for step in steps}
    while left:
        free = [one for one, step in left.items() if not any(before in left for before in step.after)]
        if not free:
            return _walk_round(left)
        for one in free:
            del left[one]
    return ()


def _walk_round(left: dict[str, Step]) -> tuple[str, ...]:
    seen: list[str] = []
    here = next(iter(left))
    while here not in seen:
        seen.append(here)
        here = next(before for before in left[here].after if before in left)
    return tuple(reversed(seen[seen.index(here) :]))


def _of_step(index: int, step: Step, steps: Sequence[Step]) -> list[Fault]:
    known = sorted(one.id for one in steps if one.id != step.id)
    faults: list[Fault] = [
        (
            ("steps", index, "after", place),
            f"There is no step `{before}` that `{step.id}` could come after."
            if before != step.id
            else f"`{step.id}` can't come after itself.",
            f"Write one of: {', '.join(known)}." if known else "Take `after` out.",
        )
        for place, before in enumerate(step.after)
        if before not in known
    ]
    if step.pauses_case and step.kind is not StepKind.TASK:
        what = f"`{step.id}` is no task of another agency, so its clock never stands still."
        faults.append((("steps", index, "pauses"), what, "Take `pauses` out."))
    elif step.pauses_case and not step.legal:
        what = f"`{step.id}` stops the clock of the whole dossier without saying by which law."
        faults.append((("steps", index, "pauses"), what, "Name the article in `legal`, or write pauses: task."))
    return faults


def _shares(steps: Sequence[Step], limits: Sequence[TimeLimit]) -> list[Fault]:
    """The shares along the longest way, against the longest of the limits: parts of a whole are never more than it."""
    whole = [limit for limit in limits if limit.amount is not None and limit.unit is not None]
    if not whole or len(whole) < len(limits):
        return []
    found = [_too_long(steps, limit) for limit in whole]
    if not all(found):
        return []
    way, limit = found[0], whole[0]
    last = way[-1]
    at = next(index for index, step in enumerate(steps) if step.id == last)
    unit = _SAID[limit.unit.value] if limit.unit else ""
    what = f"The shares of {' → '.join(way)} are longer than the whole time limit of {limit.amount} {unit}."
    return [(("steps", at, "within"), what, "Shorten a share, or let steps run side by side.")]


def _too_long(steps: Sequence[Step], limit: TimeLimit) -> tuple[str, ...]:
    """The way whose shares exceed `limit`; () when there is none, or when the units say nothing of each other."""
    unit = limit.unit.value if limit.unit else ""
    amount = limit.amount or 0
    by_hours = unit in _HOURS
    room = amount * (_HOURS[unit] if by_hours else _DAYS_OF_LIMIT[unit])
    worth = _HOURS if by_hours else _DAYS_OF_SHARE
    known: dict[str, Step] = {step.id: step for step in steps}

    @cache
    def longest(one: str) -> tuple[float, tuple[str, ...]]:
        step = known[one]
        before: tuple[float, tuple[str, ...]] = max((longest(other) for other in step.after), default=(0.0, ()))
        share = step.within[0] * worth.get(step.within[1], 0) if step.within else 0
        return before[0] + share, (*before[1], one)

    total, way = max((longest(step.id) for step in steps), default=(0.0, ()))
    return way if total > room else ()


def in_order(steps: Sequence[Step]) -> list[tuple[int, Step]]:
    """Steps with how many rounds come before each: 0 for those that begin at once. Of steps that form no circle."""
    depth: dict[str, int] = {}
    known = {step.id: step for step in steps}

    def reach(step: Step) -> int:
        if step.id not in depth:
            depth[step.id] = 1 + max((reach(known[one]) for one in step.after if one in known), default=-1)
        return depth[step.id]

    return sorted(((reach(step), step) for step in steps), key=lambda pair: pair[0])
