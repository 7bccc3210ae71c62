"""What is allowed by the format and still wrong, or likely to be: the second look at a package whose shape holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from motcua.catalogue.domain.fields import fields_by_id
from motcua.catalogue.packages.checks import check_legal
from motcua.catalogue.packages.literals import literal_faults
from motcua.catalogue.packages.reaching import Reach
from motcua.catalogue.packages.source import SourceFile, Where

CONDITIONS = frozenset({"when", "show_if", "rule"})
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàáãèéìíòóõùúýĩũ]", re.IGNORECASE)
# Which kinds of question a fact of the applicant's record can answer.
_PREFILLS = {
    "full_name": {"name", "text"},
    "personal_id": {"personal_id"},
    "birth_date": {"date"},
    "sex": {"choice"},
    "phone": {"phone"},
    "email": {"email"},
    "address": {"address", "text", "long_text"},
    "nationality": {"text", "choice"},
    "ethnicity": {"text", "choice"},
}


def lint(sources: Mapping[str, SourceFile], documents: Mapping[str, str]) -> None:
    """Report errors and warnings on `sources` ("procedure", "form", …), whose shape and ids are known to hold."""
    procedure, form = sources["procedure"], sources["form"]
    fields = fields_by_id(form.content)
    for source in sources.values():
        _conditions(source, {name: place.raw for name, place in fields.items()})
        _translations(source)
    for place in fields.values():
        _prefill(form, place.path, place.raw)
    check_legal(form, [(place.path, dict(place.raw)) for place in fields.values()], procedure.content)
    _renames(form, fields)
    _limits(procedure)
    _references(procedure)
    if "fees" in sources:
        _fees(sources["fees"], procedure.content["effective"])
    _unused_laws(sources)
    _unused_templates(procedure, documents)
    _unreachable(procedure, form)


def _conditions(source: SourceFile, fields: Mapping[str, Mapping[str, Any]]) -> None:
    for path, value in walk(source.content):
        if path and path[-1] in CONDITIONS and isinstance(value, str):
            for what, instead in dict.fromkeys(literal_faults(value, fields)):
                source.report(path, f"{what} The condition can never come out as meant.", instead)


def _translations(source: SourceFile) -> None:
    for path, value in walk(source.content):
        if isinstance(value, Mapping) and isinstance(value.get("vi"), str) and isinstance(value.get("en"), str):
            untranslated = (
                value["vi"] == value["en"] and len(value["vi"].split()) > 2 and _VIETNAMESE.search(value["vi"])
            )
            if untranslated:
                source.warn((*path, "en"), "The English text is the Vietnamese one.", "Write it in English.")


def _prefill(form: SourceFile, path: Where, field: Mapping[str, Any]) -> None:
    fact = str(field.get("prefill", "")).removeprefix("applicant.")
    kinds = _PREFILLS.get(fact)
    if kinds and field["type"] not in kinds:
        what = f"`{field['id']}` is of type {field['type']} and can't be answered by applicant.{fact}."
        form.report((*path, "prefill"), what, f"Give it the type {' or '.join(sorted(kinds))}, or take `prefill` out.")
    _editable(form, path, field)


def _editable(form: SourceFile, path: Where, field: Mapping[str, Any]) -> None:
    """What a record answers may be changed only for a reason that is written down."""
    name, editable = field["id"], field.get("editable", False)
    if "editable" in field and not field.get("prefill"):
        what = f"`{name}` says whether it may be changed, but nothing fills it in."
        form.report((*path, "editable"), what, "Write `prefill:`, or delete `editable`.")
    elif editable and not field.get("legal") and not field.get("why_editable"):
        what = f"`{name}` may be changed, but nothing says why."
        instead = "Write `legal:` with an id of legal_basis, or `why_editable:` with a sentence for the citizen."
        form.report((*path, "editable"), what, instead)
    elif field.get("why_editable") and not editable:
        what = f"`{name}` says why it may be changed, but it is locked."
        form.report((*path, "why_editable"), what, "Write `editable: true`, or delete `why_editable`.")


def _renames(form: SourceFile, fields: Mapping[str, Any]) -> None:
    for index, one in enumerate(form.content.get("renames", ())):
        path: Where = ("renames", index)
        if one["to"] not in fields:
            form.report((*path, "to"), f"No question has the id `{one['to']}`.", "Name the id that it has now.")
        if one["from"] in fields:
            form.report((*path, "from"), f"`{one['from']}` is still asked.", "Name the id that it had before.")


def _limits(procedure: SourceFile) -> None:
    """Time limits in order: without an end and a beginning that overlap, without days that have none."""
    limits = list(enumerate(procedure.content.get("time_limits", ())))
    for index, limit in limits:
        path: Where = ("time_limits", index)
        if "amount" in limit and "from" not in limit:
            what = "The time limit does not say from which day it holds."
            procedure.warn(path, what, "Write `from:` with the day on which its rule took effect.")
        if not limit.get("legal"):
            procedure.warn(path, "The time limit names no rule.", "Write `legal:` with an id of legal_basis.")
    for channels in {tuple(limit.get("channels", ())) for _, limit in limits}:
        alike = [
            (("time_limits", index), limit) for index, limit in limits if tuple(limit.get("channels", ())) == channels
        ]
        for before, after in _neighbours(alike):
            if _overlap(before[1], after[1]):
                what = f"Two time limits hold from {after[1].get('from', 'the beginning')}; only the first is used."
                procedure.report((*after[0], "from"), what, "Give the earlier one a `to:`, its last day.")
            elif gap := _gap(before[1], after[1]):
                what = f"No time limit holds from {gap[0]} to {gap[1]}."
                procedure.warn((*after[0], "from"), what, "Let it begin on the day after the earlier one's last day.")


def _fees(source: SourceFile, effective: Mapping[str, str]) -> None:
    fees = [(("fees", index), fee) for index, fee in enumerate(source.content.get("fees", ()))]
    for path, fee in fees:
        if not fee["legal"]:
            source.warn((*path, "legal"), f"The fee `{fee['id']}` names no rule.", "Write an id of legal_basis.")
        if effective.get("to") and fee["from"] > effective["to"]:
            what = f"The fee begins on {fee['from']}, after the procedure ends on {effective['to']}."
            source.warn((*path, "from"), what, "It is never charged: mend one of the days.")
    alike: dict[Any, list[tuple[Where, Any]]] = {}
    for path, fee in fees:
        key = (fee["name"]["vi"], fee.get("when"), tuple(fee.get("channels", ())), fee.get("per"))
        alike.setdefault(key, []).append((path, fee))
    for same in alike.values():
        for before, after in _neighbours(same):
            if _overlap(before[1], after[1]):
                what = f"`{before[1]['id']}` and `{after[1]['id']}` are both charged from {after[1]['from']}."
                source.report((*after[0], "from"), what, "Give the earlier one a `to:`, its last day.")
            elif gap := _gap(before[1], after[1]):
                what = (
                    f"Nothing is charged from {gap[0]} to {gap[1]}, between `{before[1]['id']}` and `{after[1]['id']}`."
                )
                source.warn((*after[0], "from"), what, "If that is the law, leave it; else mend the days.")


def _neighbours(rules: Sequence[tuple[Where, Any]]) -> Iterator[tuple[tuple[Where, Any], tuple[Where, Any]]]:
    return pairwise(sorted(rules, key=lambda rule: rule[1].get("from", "")))


def _overlap(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    return "to" not in before or before["to"] >= after.get("from", "")


def _gap(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, str] | None:
    day = timedelta(days=1)
    first, last = date.fromisoformat(before["to"]) + day, date.fromisoformat(after["from"]) - day
    return (first.isoformat(), last.isoformat()) if first <= last else None


def _references(procedure: SourceFile) -> None:
    for index, paper in enumerate(procedure.content.get("papers", ())):
        if paper.get("kind") != "info" and not paper.get("legal"):
            what = f"The paper `{paper['id']}` names no rule that asks for it."
            procedure.warn(("papers", index), what, "Write `legal:` with an id of legal_basis.")


def _unused_laws(sources: Mapping[str, SourceFile]) -> None:
    used = {
        law
        for source in sources.values()
        for path, value in walk(source.content)
        if path and path[-1] == "legal" and isinstance(value, list)
        for law in value
    }
    procedure = sources["procedure"]
    for index, law in enumerate(procedure.content["legal_basis"]):
        if law["id"] not in used:
            what = f"Nothing refers to `{law['id']}`."
            procedure.warn(("legal_basis", index, "id"), what, "Name it under `legal:` where it is the reason.")


def _unused_templates(procedure: SourceFile, documents: Mapping[str, str]) -> None:
    used = {f"{result.get('template', 'result')}.typ" for result in procedure.content["results"]}
    for name in sorted(set(documents) - used):
        what = f"No result is printed by documents/{name}."
        procedure.warn(("results",), what, f"Write `template: {name.removesuffix('.typ')}` at a result, or delete it.")


def _unreachable(procedure: SourceFile, form: SourceFile) -> None:
    reach = Reach(form.content, tuple(procedure.content["channels"]))
    for s, section in enumerate(form.content["sections"]):
        for p, page in enumerate(section["pages"]):
            path: Where = ("sections", s, "pages", p)
            if reach.never_holds(page.get("show_if", "")):
                form.warn((*path, "show_if"), f"Nobody ever reaches the page `{page['id']}`.", "Mend its condition.")
                continue
            for f, field in enumerate(page["fields"]):
                if reach.never_holds(page.get("show_if", ""), field.get("show_if", "")):
                    what = f"Nobody is ever asked `{field['id']}`."
                    form.warn((*path, "fields", f, "show_if"), what, "Mend its condition.")
    for part in ("papers", "results"):
        for index, piece in enumerate(procedure.content.get(part, ())):
            if reach.never_holds(piece.get("when", "")):
                what = (
                    f"`{piece['id']}` is never asked for." if part == "papers" else f"`{piece['id']}` never comes out."
                )
                procedure.warn((part, index, "when"), what, "Mend its condition.")


def walk(value: Any, path: Where = ()) -> Iterator[tuple[Where, Any]]:
    """Every value of a document with its path, the document itself first."""
    yield path, value
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from walk(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, (*path, index))
