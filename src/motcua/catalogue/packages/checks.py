"""What a schema cannot see: ids that are used and exist, conditions that compile, dates in order."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from motcua.catalogue.domain.expressions import KINDS, calculation, condition, unknown_names
from motcua.catalogue.errors import ExpressionError
from motcua.catalogue.packages.source import SourceFile, Where

_TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
_OF_ITEM = re.compile(r"(?<![\w.])item\s*\.\s*([A-Za-z_]\w*)")

Pieces = Iterator[tuple[Where, dict[str, Any]]]


def check_procedure(source: SourceFile, fields: Mapping[str, dict[str, Any]]) -> None:
    """`fields` are the form's fields by id: what a paper's condition may read."""
    content = source.content
    check_legal(source, _items(content, "papers"), content)
    check_legal(source, _items(content, "time_limits"), content)
    for part in ("legal_basis", "papers", "results"):
        check_unique(source, _items(content, part))
    check_dates(source, [(("effective",), content["effective"]), *_items(content, "time_limits")])
    for part in ("papers", "results"):
        check_conditions(source, _items(content, part), ("when",), frozenset(fields))


def check_fees(source: SourceFile, procedure: dict[str, Any], fields: Mapping[str, dict[str, Any]]) -> None:
    fees = list(_items(source.content, "fees"))
    check_unique(source, fees)
    check_legal(source, fees, procedure)
    check_dates(source, fees)
    check_conditions(source, fees, ("when",), frozenset(fields))
    for path, fee in fees:
        multiplier = fee.get("per", "submission")
        if multiplier != "submission" and fields.get(multiplier, {}).get("type") != "number":
            what = f"`{multiplier}` multiplies the fee but is no number field of form.yaml."
            source.report((*path, "per"), what, "Write submission, or the id of a field of type number.")


def check_flow(source: SourceFile, procedure: dict[str, Any], fields: Mapping[str, dict[str, Any]]) -> None:
    steps = list(_items(source.content, "steps"))
    check_unique(source, steps)
    check_legal(source, steps, procedure)
    check_conditions(source, steps, ("when",), frozenset(fields))
    for path, step in steps:
        check_unique(source, list(_items(step.get("record", {}), "fields", (*path, "record"))))
        place = step.get("agency", {}).get("place")
        if place and fields.get(place, {}).get("type") != "address":
            what = f"`{place}` says where the agency is asked but is no address field of form.yaml."
            source.report((*path, "agency", "place"), what, "Name a field of type address, or leave `place` out.")


def check_form(source: SourceFile) -> None:
    sections = list(_items(source.content, "sections"))
    pages = [page for path, section in sections for page in _items(section, "pages", path)]
    fields = [field for path, page in pages for field in _items(page, "fields", path)]
    checks = [check for path, page in pages for check in _items(page, "checks", path)]
    for pieces in (sections, pages, fields):
        check_unique(source, pieces)
    known = frozenset(field["id"] for _, field in fields)
    check_conditions(source, [*pages, *fields, *checks], ("show_if", "rule"), known)
    check_sums(source, fields, known)
    _check_targets(source, checks, known)
    _check_parties(source, sections, {field["id"]: field for _, field in fields})
    for path, field in fields:
        check_unique(source, list(_items(field, "options", path)), key="value")
        if field["type"] == "group":
            _check_group(source, path, field, known)


def _check_parties(
    source: SourceFile, sections: list[tuple[Where, dict[str, Any]]], fields: Mapping[str, dict[str, Any]]
) -> None:
    """Each is bound to a person by a question that asks for the personal number."""
    parties = list(_items(source.content, "parties"))
    check_unique(source, parties)
    check_conditions(source, parties, ("when",), frozenset(fields))
    known = frozenset(party["id"] for _, party in parties)
    for path, party in parties:
        if fields.get(party["binds"], {}).get("type") != "personal_id":
            what = f"`{party['binds']}` is no question of type personal_id."
            numbers = [name for name, field in fields.items() if field["type"] == "personal_id"]
            source.report((*path, "binds"), what, near(party["binds"], frozenset(numbers)) or _one_of(numbers))
    for path, section in sections:
        if section.get("party", next(iter(known), "")) not in known and "party" in section:
            what = f"`{section['party']}` is none of the parties."
            source.report((*path, "party"), what, near(section["party"], known) or "Write it under `parties`.")


def _one_of(names: list[str]) -> str:
    return f"Write one of: {', '.join(names)}." if names else "Ask for one."


def _check_group(source: SourceFile, path: Where, group: dict[str, Any], known: frozenset[str]) -> None:
    """Rules of a group read the item at hand as `item`, and everything else as everywhere."""
    fields, checks = list(_items(group, "fields", path)), list(_items(group, "checks", path))
    own = frozenset(field["id"] for _, field in fields)
    check_unique(source, fields)
    check_conditions(source, [*fields, *checks], ("show_if", "rule"), known | {"item"})
    check_sums(source, fields, known | {"item"})
    _check_targets(source, checks, own)
    for where, piece in [*fields, *checks]:
        for key in ("show_if", "rule", "calculate"):
            for name in sorted(set(_OF_ITEM.findall(_TEXT.sub("''", piece.get(key, "")))) - own):
                what = f"It reads `item.{name}`, but the group `{group['id']}` has no such field."
                source.report((*where, key), what, near(name, own))
    for where, field in fields:
        check_unique(source, list(_items(field, "options", where)), key="value")


def check_sums(source: SourceFile, fields: Iterable[tuple[Where, dict[str, Any]]], known: frozenset[str]) -> None:
    """What calculated fields read; whether it can be reckoned is told when the form is compiled."""
    for path, field in fields:
        if "calculate" in field:
            _check_names(source, (*path, "calculate"), field["calculate"], known)


def _check_targets(source: SourceFile, checks: Iterable[tuple[Where, dict[str, Any]]], known: frozenset[str]) -> None:
    for path, check in checks:
        if check["field"] not in known:
            source.report((*path, "field"), f"No field has the id `{check['field']}`.", near(check["field"], known))


def fields_of(form: Any) -> dict[str, dict[str, Any]]:
    """The fields of a form whose shape holds, by id."""
    return {
        field["id"]: field
        for section in (form or {}).get("sections", ())
        for page in section["pages"]
        for field in page["fields"]
    }


def check_unique(source: SourceFile, pieces: Iterable[tuple[Where, dict[str, Any]]], key: str = "id") -> None:
    seen: set[str] = set()
    for path, piece in pieces:
        if piece[key] in seen:
            source.report((*path, key), f"The {key} `{piece[key]}` is used twice.", "Each needs its own.")
        seen.add(piece[key])


def check_legal(source: SourceFile, pieces: Iterable[tuple[Where, dict[str, Any]]], procedure: dict[str, Any]) -> None:
    known = frozenset(law["id"] for law in procedure["legal_basis"])
    for path, piece in pieces:
        for index, law in enumerate(piece.get("legal", ())):
            if law not in known:
                what = f"`{law}` is not in legal_basis of procedure.yaml."
                source.report((*path, "legal", index), what, f"Add it there. {near(law, known)}".strip())


def check_dates(source: SourceFile, pieces: Iterable[tuple[Where, dict[str, Any]]]) -> None:
    for path, piece in pieces:
        start, end = piece.get("from"), piece.get("to")
        if start and end and end < start:
            source.report(
                (*path, "to"), f"It ends on {end}, before it begins on {start}.", "`to` is the last day it holds."
            )


def check_conditions(
    source: SourceFile, pieces: Iterable[tuple[Where, dict[str, Any]]], keys: tuple[str, ...], known: frozenset[str]
) -> None:
    for path, piece in pieces:
        for key in keys:
            if key in piece:
                _check_condition(source, (*path, key), piece[key], known)


def _check_condition(source: SourceFile, path: Where, expression: str, known: frozenset[str]) -> None:
    try:
        condition(expression)
    except ExpressionError as error:
        source.report(path, str(error))
        return
    _check_names(source, path, expression, known)


def _check_names(source: SourceFile, path: Where, expression: str, known: frozenset[str]) -> None:
    for name in unknown_names(expression, known):
        what = f"The condition reads `{name}`, but no field of form.yaml has this id."
        source.report(path, what, f"Besides fields there are `channel` and `today`. {near(name, known)}".strip())


def check_calculation(source: SourceFile, path: Where, expression: str, kind: str, known: frozenset[str]) -> None:
    """An expression that answers a question of type `kind`: it must be CEL and read only what is there."""
    try:
        names = unknown_names(expression, known)
        calculation(expression, kind if kind in KINDS else "text")
    except ExpressionError as error:
        source.report(path, str(error))
        return
    for name in names:
        what = f"The expression reads `{name}`, but no field of form.yaml has this id."
        source.report(path, what, near(name, known))


def near(name: str, known: frozenset[str]) -> str:
    """A hint at the id that was meant; "" when none is near."""
    close = get_close_matches(name, sorted(known), n=1)
    return f"Did you mean `{close[0]}`?" if close else ""


def _items(content: dict[str, Any], key: str, path: Where = ()) -> Pieces:
    for index, item in enumerate(content.get(key, ())):
        yield (*path, key, index), item
