"""Questions, options, pages and checks of two forms."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from motcua.catalogue.contracts import Change, DifferenceKind, ProcedureVersion, Severity
from motcua.catalogue.domain import wording
from motcua.catalogue.domain.differing.collecting import HARMLESS, NEW, QUIET, RUNNING, WORDS, About, Found
from motcua.catalogue.domain.fields import FieldPlace, fields_by_id, renames_of

Raw = Mapping[str, Any]


def compare_form(found: Found, old: ProcedureVersion, new: ProcedureVersion) -> None:
    renamed = {key: to for key, to in renames_of(new.form).items() if key in fields_by_id(old.form)}
    was = {renamed.get(known, known): place for known, place in fields_by_id(old.form).items()}
    now = fields_by_id(new.form)
    for before, after in renamed.items():
        if after in now:
            found.value(_field(now[after]), "id", (before, after), RUNNING)
    _came_and_went(found, was, now)
    both = [known for known in now if known in was]
    for known in both:
        _compare_field(found, _field(now[known]), was[known].raw, now[known].raw)
        if was[known].page != now[known].page:
            about, pages = _field(now[known]), {"before": was[known].page, "after": now[known].page}
            found.add(
                about, Change.MOVED, HARMLESS, wording.happened(about.subject, Change.MOVED), part="page", **pages
            )
    stayed = {known for known in both if was[known].page == now[known].page}
    found.moved(
        lambda _known, place: _field(place),
        {known: place for known, place in was.items() if known in stayed},
        {known: place for known, place in now.items() if known in stayed},
    )
    _compare_pages(found, old.form, new.form)
    _compare_parties(found, old.form, new.form)
    for key in dict.fromkeys([*old.form, *new.form]):
        if key not in {"sections", "renames", "parties"}:
            about = About(DifferenceKind.QUESTION, "", wording.thing("form"))
            found.value(about, key, (old.form.get(key), new.form.get(key)))


def _came_and_went(found: Found, was: Mapping[str, FieldPlace], now: Mapping[str, FieldPlace]) -> None:
    for known, place in now.items():
        if known not in was:
            asked_of_all = place.raw.get("required", True) and not place.conditional and "calculate" not in place.raw
            found.came_or_went(_field(place), None, dict(place.raw), RUNNING if asked_of_all else NEW)
    for known, place in was.items():
        if known not in now:
            found.came_or_went(_field(place), dict(place.raw), None, RUNNING)


def _field(place: FieldPlace) -> About:
    return About(DifferenceKind.QUESTION, place.id, wording.thing("field", place.raw["label"]))


def _compare_field(found: Found, about: About, before: Raw, after: Raw) -> None:
    for part in dict.fromkeys([*before, *after]):
        if part == "options":
            _compare_options(found, about, before.get(part, ()), after.get(part, ()))
        elif part not in {"id", "fields", "checks"}:
            usual = True if part == "required" else None
            values = before.get(part, usual), after.get(part, usual)
            found.value(about, part, values, _severity(part, *values))


def _severity(part: str, before: Any, after: Any) -> Severity:
    if part in WORDS | QUIET:
        return HARMLESS
    shorter = isinstance(after, int) and (before is None or after < before)
    harder = {
        "type": True,
        "calculate": True,
        "required": bool(after),
        "max_length": shorter,
        "min": after is not None,
        "max": after is not None,
    }
    return RUNNING if harder.get(part) else NEW


def _compare_options(found: Found, field: About, old: Sequence[Raw], new: Sequence[Raw]) -> None:
    was, now = ({str(option["value"]): option for option in options} for options in (old, new))

    def about(value: str, option: Raw) -> About:
        chosen = wording.thing("option", option["label"])
        return About(
            DifferenceKind.OPTION,
            f"{field.id}.{value}",
            lambda to: f"{field.subject(to)}, {chosen(to)[:1].lower()}{chosen(to)[1:]}",
        )

    for value, option in now.items():
        if value in was:
            for part in ("label", "hint"):
                found.value(about(value, option), part, (was[value].get(part), option.get(part)))
        else:
            found.came_or_went(about(value, option), None, dict(option), NEW)
    for value, option in was.items():
        if value not in now:
            found.came_or_went(about(value, option), dict(option), None, RUNNING)
    found.moved(about, was, now)


def _compare_pages(found: Found, old: Raw, new: Raw) -> None:
    """Pages and sections come and go with their questions, so only what stays is compared."""
    for noun, sides in (
        ("section", [{one["id"]: one for one in form.get("sections", ())} for form in (old, new)]),
        ("page", [{page["id"]: page for page in _pages(form)} for form in (old, new)]),
    ):
        was, now = sides

        def about(known: str, piece: Raw, noun: str = noun) -> About:
            return About(DifferenceKind.QUESTION, known, wording.thing(noun, piece["title"]))

        for known in [known for known in now if known in was]:
            for part in ("title", "why", "show_if", "party"):
                found.value(about(known, now[known]), part, (was[known].get(part), now[known].get(part)))
        found.moved(about, was, now)
    _compare_checks(found, old, new)


def _compare_checks(found: Found, old: Raw, new: Raw) -> None:
    was, now = ({(one["field"], one["rule"]): one for one in _checks(form)} for form in (old, new))
    for key in dict.fromkeys([*was, *now]):
        before, after = was.get(key), now.get(key)
        about = About(DifferenceKind.CONDITION, key[0], wording.thing("check", (after or before or {})["message"]))
        if before and after:
            found.value(about, "message", (before["message"], after["message"]))
        else:
            change, severity = (Change.ADDED, RUNNING) if after else (Change.REMOVED, NEW)
            said = wording.happened(about.subject, change, _quoted(key[1]))
            found.add(about, change, severity, said, part="rule", before=before, after=after)


def _compare_parties(found: Found, old: Raw, new: Raw) -> None:
    """Whoever is asked of everybody stops a running draft until that person agrees."""
    was, now = ({one["id"]: one for one in form.get("parties", ())} for form in (old, new))

    def about(known: str, party: Raw) -> About:
        return About(DifferenceKind.PARTY, known, wording.thing("party", party["name"]))

    for known in dict.fromkeys([*was, *now]):
        before, after = was.get(known), now.get(known)
        if before and after:
            for part in ("name", "when", "binds", "must"):
                found.value(about(known, after), part, (before.get(part), after.get(part)))
        else:
            severity = RUNNING if after and not after.get("when") else NEW
            found.came_or_went(about(known, after or before or {}), before, after, severity)
    found.moved(about, was, now)


def _quoted(rule: str) -> wording.Said:
    return lambda _to: rule


def _pages(form: Raw) -> Iterator[Raw]:
    for section in form.get("sections", ()):
        yield from section["pages"]


def _checks(form: Raw) -> Iterator[Raw]:
    for page in _pages(form):
        yield from page.get("checks", ())
        for field in page["fields"]:
            yield from field.get("checks", ())
