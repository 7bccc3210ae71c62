"""Fees and time limits: dated rules, of which one often ends so that the next can begin."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from motcua.catalogue.contracts import Change, DifferenceKind, Fee, ProcedureVersion, TimeLimit
from motcua.catalogue.domain import wording
from motcua.catalogue.domain.differing.collecting import NEW, About, Found
from motcua.kernel.languages import pick
from motcua.kernel.money import say_money

_LIMIT = wording.thing("limit")


def compare_fees(found: Found, old: ProcedureVersion, new: ProcedureVersion) -> None:
    was, now = {fee.id: fee for fee in old.fees}, {fee.id: fee for fee in new.fees}
    ended = set()  # ids of fees that were given a last day because another one follows
    for fee in [fee for fee in new.fees if fee.id not in was]:
        before = _followed_by(fee, was, now)
        if before:
            ended.add(before.id)
            _amount(found, before, fee)
        else:
            said = wording.both(partial(_fee_and, fee, Change.ADDED))
            found.add(_about(fee), Change.ADDED, NEW, said, after=_fee_raw(fee))
    for fee in [fee for fee in old.fees if fee.id not in now]:
        said = wording.both(partial(_fee_and, fee, Change.REMOVED))
        found.add(_about(fee), Change.REMOVED, NEW, said, before=_fee_raw(fee))
    for known in [known for known in now if known in was]:
        _fee(found, was[known], now[known], ended=known in ended)
    about = About(DifferenceKind.TEXT, "", wording.thing("fees"))
    found.value(about, "note", (old.fee_note, new.fee_note))


def compare_limits(found: Found, old: Sequence[TimeLimit], new: Sequence[TimeLimit]) -> None:
    """Time limits have no ids: those of the same channels, in their order, are one history."""
    for channels in dict.fromkeys(limit.channels for limit in (*old, *new)):
        sides = [[limit for limit in limits if limit.channels == channels] for limits in (old, new)]
        _limit_history(found, About(DifferenceKind.TIME_LIMIT, ",".join(channels), _LIMIT), *sides)


def _limit_history(found: Found, about: About, old: list[TimeLimit], new: list[TimeLimit]) -> None:
    fresh = [limit for limit in new if limit not in old]
    gone = [limit for limit in old if limit not in new]
    for limit in fresh:
        before = _limit_before(limit, gone, old, new)
        if before is None:
            said = wording.both(partial(_limit_holds, limit))
            found.add(about, Change.ADDED, NEW, said, after=_limit_raw(limit))
        elif _amount_of(before) != _amount_of(limit):
            said = wording.both(partial(_limit_became, before, limit))
            found.add(
                about, Change.CHANGED, NEW, said, part="amount", before=_limit_raw(before), after=_limit_raw(limit)
            )
        elif _bounds(before) != _bounds(limit) and not _is_followed(limit, fresh):
            said = wording.both(partial(_limit_holds, limit))
            found.add(about, Change.CHANGED, NEW, said, part="from", before=_raw(before), after=_raw(limit))
        if before:
            for part in ("note", "legal"):
                found.value(about, part, (getattr(before, part), getattr(limit, part)))
    if not fresh:
        for limit in gone:
            said = wording.happened(about.subject, Change.REMOVED, partial(wording.say_limit, limit))
            found.add(about, Change.REMOVED, NEW, said, before=_limit_raw(limit))


def _limit_before(
    limit: TimeLimit, gone: list[TimeLimit], old: list[TimeLimit], new: list[TimeLimit]
) -> TimeLimit | None:
    """What `limit` takes the place of: the one with its first day, the one that ends on its eve, or the only one."""
    same_day = next((before for before in gone if before.valid_from == limit.valid_from), None)
    eve = limit.valid_from - timedelta(days=1) if limit.valid_from else None
    ends = next((before for before in new if eve and before.valid_to == eve), None)
    return same_day or ends or (gone[0] if len(old) == len(new) == 1 else None)


def _is_followed(limit: TimeLimit, fresh: list[TimeLimit]) -> bool:
    following = limit.valid_to + timedelta(days=1) if limit.valid_to else None
    return following is not None and any(other.valid_from == following for other in fresh)


def _limit_became(before: TimeLimit, after: TimeLimit, to: str) -> str:
    told = f"{wording.say_limit(before, to)} → {wording.say_limit(after, to)}"
    return f"{_LIMIT(to)}: {told}{wording.since(after.valid_from, to)}"


def _limit_holds(limit: TimeLimit, to: str) -> str:
    return f"{_LIMIT(to)}: {wording.say_limit(limit, to)}{_span(limit, to)}"


def _fee(found: Found, before: Fee, after: Fee, *, ended: bool) -> None:
    about = _about(after)
    if before.amount != after.amount:
        _amount(found, before, after)
    elif _bounds(before) != _bounds(after) and not ended:
        said = wording.both(lambda to: f"{about.subject(to)}: {say_money(after.amount, to)}{_span(after, to)}")
        found.add(about, Change.CHANGED, NEW, said, part="from", before=_raw(before), after=_raw(after))
    for part in ("name", "per", "when", "channels", "note", "legal"):
        found.value(about, part, (getattr(before, part), getattr(after, part)))


def _amount(found: Found, before: Fee, after: Fee) -> None:
    about = _about(after)

    def said(to: str) -> str:
        amounts = f"{say_money(before.amount, to)} → {say_money(after.amount, to)}"
        return f"{about.subject(to)}: {amounts}{wording.since(after.valid_from, to)}"

    facts = {"before": _fee_raw(before), "after": _fee_raw(after)}
    found.add(about, Change.CHANGED, NEW, wording.both(said), part="amount", **facts)


def _fee_and(fee: Fee, change: Change, to: str) -> str:
    begun = wording.since(fee.valid_from, to) if change is Change.ADDED else ""
    return wording.happened(_about(fee).subject, change, lambda _to: f"{say_money(fee.amount, to)}{begun}")[to]


def _followed_by(fee: Fee, was: Mapping[str, Fee], now: Mapping[str, Fee]) -> Fee | None:
    """The fee of before that was ended on the eve of `fee`: one amount of the law that changes."""
    eve = fee.valid_from - timedelta(days=1) if fee.valid_from else None
    for before in was.values():
        ends = now[before.id].valid_to if before.id in now else None
        alike = (before.when, before.channels, before.per) == (fee.when, fee.channels, fee.per)
        if alike and eve and ends == eve and before.valid_to != ends:
            return before
    return None


def _about(fee: Fee) -> About:
    return About(DifferenceKind.FEE, fee.id, lambda to: pick(fee.name, to))


def _fee_raw(fee: Fee) -> dict[str, Any]:
    return {"amount": fee.amount, "per": fee.per, **_raw(fee)}


def _limit_raw(limit: TimeLimit) -> dict[str, Any]:
    return {"amount": limit.amount, "unit": limit.unit.value if limit.unit else None, **_raw(limit)}


def _amount_of(limit: TimeLimit) -> tuple[Any, ...]:
    return limit.amount, limit.unit


def _bounds(rule: Fee | TimeLimit) -> tuple[date | None, date | None]:
    return rule.valid_from, rule.valid_to


def _raw(rule: Fee | TimeLimit) -> dict[str, str | None]:
    return {key: day.isoformat() if day else None for key, day in zip(("from", "to"), _bounds(rule), strict=True)}


def _span(rule: Fee | TimeLimit, to: str) -> str:
    return wording.since(rule.valid_from, to) + wording.until(rule.valid_to, to)
