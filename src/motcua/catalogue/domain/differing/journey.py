"""The dossiers that two versions of a guided path file, and where each has its answers and papers from."""

from collections.abc import Mapping
from typing import Any

from motcua.catalogue.contracts import DifferenceKind, Given, JourneyPart, ProcedureVersion
from motcua.catalogue.domain import wording
from motcua.catalogue.domain.differing.collecting import NEW, About, Found


def compare_journey(found: Found, old: ProcedureVersion, new: ProcedureVersion) -> None:
    was, now = ({part.id: part for part in version.journey} for version in (old, new))
    for known in dict.fromkeys([*was, *now]):
        before, after = was.get(known), now.get(known)
        if before and after:
            _compare_part(found, before, after)
        else:
            procedures = [side.procedure if side else None for side in (before, after)]
            found.came_or_went(_about(known, after or before), procedures[0], procedures[1], NEW)
    found.moved(_about, was, now)


def _compare_part(found: Found, before: JourneyPart, after: JourneyPart) -> None:
    for part in ("name", "procedure", "when", "place", "after"):
        found.value(_about(after.id, after), part, (getattr(before, part), getattr(after, part)))
    answers = [{name: _source(given) for name, given in side.answers.items()} for side in (before, after)]
    for noun, sides in (("given", answers), ("sent", [before.papers, after.papers])):
        _compare_sources(found, after, noun, *sides)


def _compare_sources(
    found: Found, part: JourneyPart, noun: str, was: Mapping[str, Any], now: Mapping[str, Any]
) -> None:
    for name in dict.fromkeys([*was, *now]):
        about = _inside(part, noun, name)
        if name in was and name in now:
            found.value(about, "taken_from", (was[name], now[name]))
        else:
            found.came_or_went(about, was.get(name), now.get(name), NEW)


def _about(known: str, _part: JourneyPart | None) -> About:
    return About(DifferenceKind.JOURNEY, known, wording.thing("part", known))


def _inside(part: JourneyPart, noun: str, name: str) -> About:
    dossier, thing = wording.thing("part", part.id), wording.thing(noun, name)
    return About(DifferenceKind.JOURNEY, f"{part.id}.{name}", lambda to: f"{dossier(to)}, {thing(to)}")


def _source(given: Given) -> str:
    """As the file says it."""
    if given.field:
        return given.field
    if given.cel or given.result:
        return f"cel: {given.cel}" if given.cel else f"result: {given.result}"
    return f"value: {given.value}"
