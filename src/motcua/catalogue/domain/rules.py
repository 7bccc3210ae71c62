"""What the rule was on a day, and how it came about: dated fees and time limits over all versions of a procedure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from motcua.catalogue.contracts import Fee, LegalReference, ProcedureVersion, RulesOn, RuleSpan, TimeLimit, in_force

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reign:
    """A version and the days on which it was the one in force; None: without an end on that side."""

    version: ProcedureVersion
    first: date | None
    last: date | None


def reigns_of(versions: Sequence[ProcedureVersion]) -> tuple[Reign, ...]:
    """`versions` of one procedure and origin, in order of their first day, at most one a first day.

    A version rules until its last day, or the eve of the next one.
    """
    found = []
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        ends = [day for day in (version.effective_to, following and following.effective_from - _DAY) if day]
        first = None if version.effective_from == date.min else version.effective_from
        found.append(Reign(version, first, min(ends) if ends else None))
    return tuple(found)


def rules_of(code: str, day: date, reigns: Sequence[Reign], ruling: ProcedureVersion | None) -> RulesOn:
    """What held on `day`. `ruling` is the version in force then; without one the nearest later one is asked for what it
    still records of that day.
    """
    version = ruling or next(
        (reign.version for reign in reigns if reign.first and reign.first > day), reigns[-1].version
    )
    fees = tuple(fee for fee in version.fees if in_force(fee.valid_from, fee.valid_to, day) and _known(fee, ruling))
    limits = tuple(
        limit
        for limit in version.time_limits
        if in_force(limit.valid_from, limit.valid_to, day) and _known(limit, ruling)
    )
    dated: tuple[Fee | TimeLimit, ...] = (*fees, *limits)
    used = {law for rule in dated for law in rule.legal}
    return RulesOn(
        code=code,
        day=day,
        version=version,
        in_force=ruling is not None,
        fees=fees,
        time_limits=limits,
        papers=version.papers if ruling else (),
        legal_basis=tuple(law for law in version.legal_basis if ruling or law.id in used),
        source=version.source,
        history=history_of(reigns),
    )


def _known(rule: Fee | TimeLimit, ruling: ProcedureVersion | None) -> bool:
    """Of a day before the first version only rules that name their own first day are known."""
    return ruling is not None or rule.valid_from is not None


def history_of(reigns: Sequence[Reign]) -> tuple[RuleSpan, ...]:
    """Every fee and time limit as long as it held, fees first, each thing's spans in order of days."""
    spans = [span for number, reign in enumerate(reigns) for span in _spans(reign, oldest=number == 0)]
    joined: list[RuleSpan] = []
    for span in sorted(spans, key=lambda one: (one.kind, _what(one), one.valid_from or date.min)):
        if joined and _goes_on(joined[-1], span):
            joined[-1] = replace(joined[-1], valid_to=span.valid_to, version_hash=span.version_hash)
        else:
            joined.append(span)
    return tuple(joined)


def _spans(reign: Reign, *, oldest: bool) -> Iterator[RuleSpan]:
    laws = {law.id: law for law in reign.version.legal_basis}
    for kind, rules in (("fee", reign.version.fees), ("time_limit", reign.version.time_limits)):
        for rule in rules:
            # What the oldest version knows of the days before it, it knows by the rule's own first day.
            first = rule.valid_from if oldest and rule.valid_from else _latest(reign.first, rule.valid_from)
            last = _earliest(reign.last, rule.valid_to)
            if first is None or last is None or first <= last:
                yield RuleSpan(kind, rule, _references(rule.legal, laws), first, last, reign.version.hash)


def _what(span: RuleSpan) -> str:
    rule = span.rule
    name = rule.name.get("vi", "") if isinstance(rule, Fee) else ""
    condition = rule.when if isinstance(rule, Fee) else ""
    return f"{name}|{condition}|{','.join(rule.channels)}"


def _goes_on(before: RuleSpan, after: RuleSpan) -> bool:
    """Whether a later version says of the same thing the same as before."""
    same = (before.kind, _what(before), _says(before.rule)) == (after.kind, _what(after), _says(after.rule))
    return same and before.valid_to is not None and after.valid_from == before.valid_to + _DAY


def _says(rule: Fee | TimeLimit) -> tuple[object, ...]:
    if isinstance(rule, Fee):
        return rule.amount, rule.per
    return rule.amount, rule.unit, tuple(sorted(rule.note.items()))


def _references(ids: Iterable[str], laws: dict[str, LegalReference]) -> tuple[LegalReference, ...]:
    return tuple(laws[law] for law in ids if law in laws)


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)
