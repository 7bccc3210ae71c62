"""What differs between two versions of a procedure, told by stable ids: typed for machines, in words for people."""

from collections.abc import Mapping
from typing import Any

from motcua.catalogue.contracts import Change, Difference, DifferenceKind, Paper, ProcedureVersion, Severity
from motcua.catalogue.domain import wording
from motcua.catalogue.domain.differing.collecting import HARMLESS, NEW, QUIET, RUNNING, WORDS, About, Found
from motcua.catalogue.domain.differing.form import compare_form
from motcua.catalogue.domain.differing.journey import compare_journey
from motcua.catalogue.domain.differing.rules import compare_fees, compare_limits

_TEXTS = ("name", "summary", "field", "agency", "everyday_names", "requirements", "steps")
_SETTINGS = ("code", "tiers", "branch", "subjects", "channels", "assurance", "estimated_minutes", "life_events")
_HARMLESS_SETTINGS = frozenset({"estimated_minutes", "life_events"})
_PAPER = ("name", "hint", "group", "kind", "required", "when", "originals", "copies", "accept", "legal")


def differences(old: ProcedureVersion, new: ProcedureVersion) -> tuple[Difference, ...]:
    """Everything that `new` says otherwise than `old`, in the order of a package's files; nothing for equal content."""
    found = Found()
    for file, compare in (
        ("procedure.yaml", _procedure),
        ("form.yaml", compare_form),
        ("fees.yaml", compare_fees),
        ("flow.yaml", _flow),
        ("journey.yaml", compare_journey),
        ("documents", _documents),
    ):
        found.file = file
        compare(found, old, new)
    return tuple(found.items)


def _procedure(found: Found, old: ProcedureVersion, new: ProcedureVersion) -> None:
    subject = wording.thing("procedure")
    for part in _TEXTS:
        found.value(About(DifferenceKind.TEXT, "", subject), part, (getattr(old, part), getattr(new, part)), HARMLESS)
    setting = About(DifferenceKind.SETTING, "", subject)
    for part in _SETTINGS:
        severity = HARMLESS if part in _HARMLESS_SETTINGS else NEW
        found.value(setting, part, (getattr(old, part), getattr(new, part)), severity)
    _validity(found, setting, old, new)
    source = About(DifferenceKind.LEGAL, "", subject)
    found.value(source, "source", (dict(old.source), dict(new.source)), HARMLESS)
    _laws_and_results(found, old, new)
    compare_limits(found, old.time_limits, new.time_limits)
    _papers(found, {paper.id: paper for paper in old.papers}, {paper.id: paper for paper in new.papers})


def _validity(found: Found, about: About, old: ProcedureVersion, new: ProcedureVersion) -> None:
    was, now = ((version.effective_from, version.effective_to) for version in (old, new))
    if was == now:
        return

    def said(to: str) -> str:
        span = wording.since(new.effective_from, to) + wording.until(new.effective_to, to)
        return f"{about.subject(to)}: {wording.word(wording.PARTS, 'effective', to)}{span}"

    days = [[day.isoformat() if day else None for day in bounds] for bounds in (was, now)]
    found.add(about, Change.CHANGED, NEW, wording.both(said), part="effective", before=days[0], after=days[1])


def _laws_and_results(found: Found, old: ProcedureVersion, new: ProcedureVersion) -> None:
    laws = [{law.id: law for law in version.legal_basis} for version in (old, new)]
    results = [{result.id: result for result in version.results} for version in (old, new)]
    for kind, noun, name, (was, now), parts in (
        (DifferenceKind.LEGAL, "law", "title", laws, ("number", "title", "article", "url")),
        (DifferenceKind.DOCUMENT, "result", "name", results, ("name", "code", "template", "when")),
    ):
        sides: tuple[Mapping[str, Any], Mapping[str, Any]] = (was, now)
        for known in dict.fromkeys([*was, *now]):
            before, after = sides[0].get(known), sides[1].get(known)
            about = About(kind, known, wording.thing(noun, getattr(after or before, name)))
            if before and after:
                for part in parts:
                    found.value(about, part, (getattr(before, part), getattr(after, part)))
            else:
                called = [getattr(side, name) if side else None for side in (before, after)]
                severity = HARMLESS if kind is DifferenceKind.LEGAL else NEW
                found.came_or_went(about, called[0], called[1], severity)


def _papers(found: Found, was: Mapping[str, Paper], now: Mapping[str, Paper]) -> None:
    def about(known: str, paper: Paper) -> About:
        return About(DifferenceKind.PAPER, known, wording.thing("paper", paper.name))

    for known, paper in now.items():
        if known not in was:
            asked_of_all = paper.required and paper.kind == "upload" and not paper.when
            found.came_or_went(about(known, paper), None, paper.name, RUNNING if asked_of_all else NEW)
    for known, paper in was.items():
        if known not in now:
            found.came_or_went(about(known, paper), paper.name, None, RUNNING if paper.kind == "upload" else NEW)
    for known in [known for known in now if known in was]:
        for part in _PAPER:
            values = getattr(was[known], part), getattr(now[known], part)
            found.value(about(known, now[known]), part, values, _paper_severity(part, was[known], now[known]))
    found.moved(about, was, now)


def _paper_severity(part: str, before: Paper, after: Paper) -> Severity:
    if part in WORDS | QUIET:
        return HARMLESS
    harder = {"required": after.required and not before.required, "kind": after.kind == "upload" and after.required}
    return RUNNING if harder.get(part) and not after.when else NEW


def _flow(found: Found, old: ProcedureVersion, new: ProcedureVersion) -> None:
    flow = About(DifferenceKind.FLOW, "", wording.thing("flow"))
    supplement = About(DifferenceKind.FLOW, "supplement", wording.thing("flow"))
    asked = [version.flow.get("supplement", {}) for version in (old, new)]
    for part in ("times", "days"):
        found.value(supplement, part, (asked[0].get(part), asked[1].get(part)))
    for noun, sides in (
        ("result_field", [version.flow.get("result", {}).get("fields", ()) for version in (old, new)]),
        ("step", [version.flow.get("steps", ()) for version in (old, new)]),
    ):
        _raw_pieces(found, noun, *({str(one["id"]): one for one in side} for side in sides))
    for key in dict.fromkeys([*old.flow, *new.flow]):
        if key not in {"supplement", "result", "steps"}:
            found.value(flow, key, (old.flow.get(key), new.flow.get(key)))


def _raw_pieces(found: Found, noun: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    def about(known: str, piece: Mapping[str, Any]) -> About:
        return About(DifferenceKind.FLOW, known, wording.thing(noun, piece.get("label") or piece.get("name") or known))

    for known in dict.fromkeys([*was, *now]):
        before, after = was.get(known), now.get(known)
        if before and after:
            for part in dict.fromkeys([*before, *after]):
                found.value(about(known, after), part, (before.get(part), after.get(part)))
        else:
            found.came_or_went(about(known, after or before or {}), before, after, NEW)
    found.moved(about, was, now)


def _documents(found: Found, old: ProcedureVersion, new: ProcedureVersion) -> None:
    was, now = old.document_templates, new.document_templates
    for name in dict.fromkeys([*was, *now]):
        about = About(DifferenceKind.DOCUMENT, name, wording.thing("template", name))
        if name in was and name in now and was[name] != now[name]:
            said = wording.happened(about.subject, Change.CHANGED)
            found.add(about, Change.CHANGED, NEW, said, before=was[name], after=now[name])
        elif (name in was) != (name in now):
            found.came_or_went(about, was.get(name), now.get(name), NEW)
