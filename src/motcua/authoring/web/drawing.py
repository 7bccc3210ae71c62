"""A sheet as boxes of the kit, each with what is wrong with it right beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.authoring.domain import conditions
from motcua.authoring.domain.models import Path, value_at
from motcua.authoring.web import sheets, words
from motcua.authoring.web.problems import say_problem
from motcua.authoring.web.sheets import Box, Sheet
from motcua.authoring.web.typing_in import say_day
from motcua.catalogue.contracts import PackageProblem
from motcua.kernel.languages import pick
from motcua.kernel.money import say_money

Params = dict[str, Any]
LANGUAGES = ("vi", "en")
MOST_CHOICES = 150  # questions before this one that a condition can be put together from


@dataclass(frozen=True)
class Around:
    """What boxes need to know besides the thing itself. `locked`: ids that were published and never change."""

    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    laws: Sequence[Mapping[str, Any]] = ()
    problems: Sequence[PackageProblem] = ()
    locked: bool = False
    readonly: bool = False
    kind: str = ""
    """The question's type: boxes of other types are left out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One box on the page. `html` names the template part; `params` are for the kit's component, or for the part."""

    key: str
    part: str
    component: str
    params: Params
    error: str = ""
    label: str = ""


def draw_sheet(sheet: Sheet, node: Any, around: Around, path: Path = (), prefix: str = "") -> list[Row]:
    """Rows of the sheet for the thing at `path` of its file."""
    rows = []
    for box in sheet.boxes:
        there = value_at(node, box.path) if box.key else node
        if box.only and around.kind not in box.only and there is None:
            continue
        error = _error(around.problems, (*path, *(box.path if box.key else ())), box)
        drawn = _row(box, there, around, f"{prefix}{box.key}", error)
        rows.append(replace(drawn, label=str(box.label)))
    return rows


def errors_of(rows: Iterable[Row]) -> list[dict[str, str]]:
    """For the summary at the top: each leads to its box."""
    return [{"text": f"{row.label}: {row.error}", "href": f"#{_anchor(row)}"} for row in rows if row.error]


def _anchor(row: Row) -> str:
    return (
        f"{row.params['id']}-vi"
        if row.part in {"pair", "lists"}
        else str(row.params.get("idPrefix") or row.params["id"])
    )


def _error(problems: Sequence[PackageProblem], path: Path, box: Box) -> str:
    """What is wrong with the value or something in it; a problem of a key that is missing lies with what lacks it."""
    mine = [problem for problem in problems if problem.path[: len(path)] == path]
    if not box.key:
        mine = [problem for problem in mine if len(problem.path) <= len(path) + 1]
    if not mine and box.required and box.key:
        mine = [p for p in problems if p.path == path[:-1] and f"lacks `{path[-1]}`" in p.what]
    return " ".join(dict.fromkeys(say_problem(problem) for problem in mine))


def _row(box: Box, value: Any, around: Around, name: str, error: str) -> Row:  # noqa: PLR0911 - a kind of box each
    identity = "f-" + name.replace(".", "-").replace(":", "-")
    common: Params = {"id": identity, "name": name, "hint": {"text": str(box.hint)} if box.hint else None}
    common["errorMessage"] = {"text": error} if error else None
    locked = around.readonly or (box.fixed and around.locked)
    attributes = {"disabled": ""} if locked else {}
    label = _label(box)
    match box.kind:
        case sheets.PAIR | sheets.LONG_PAIR:
            return Row(box.key, "pair", "", _pair(box, value, common, label, locked=locked), error)
        case sheets.WORD_LISTS:
            said = value if isinstance(value, dict) else {}
            lines = {lang: "\n".join(map(str, said.get(lang) or ())) for lang in LANGUAGES}
            return Row(box.key, "pair", "", _pair(box, lines, common, label, locked=locked), error)
        case sheets.CONDITION:
            return Row(box.key, "condition", "", _condition(box, value, around, common, label), error)
        case sheets.CHOICES | sheets.LAWS:
            params = _ticks(box, value, around, common, label)
            return Row(box.key, "ticks", "checkboxes", params, error)
        case sheets.FLAG:
            ticked = value if isinstance(value, bool) else bool(box.usual)
            items = [{"value": "yes", "text": label, "checked": ticked, "disabled": locked}]
            params = {"idPrefix": identity, "name": name, "items": items, "classes": "govuk-checkboxes--small"}
            return Row(box.key, "ticks", "checkboxes", params | {"errorMessage": common["errorMessage"]}, error)
        case sheets.CHOICE | sheets.FIELD:
            items = _choices(box, value, around)
            chosen = str(value if value is not None else (box.usual if box.usual is not None else ""))
            params = common | {"label": {"text": label}, "items": items, "value": chosen, "attributes": attributes}
            return Row(box.key, "one", "select", params, error)
    shown = {sheets.DAY: say_day, sheets.MONEY: _money}.get(box.kind, _plain)(value)
    width = {sheets.WHOLE: 5, sheets.DAY: 10, sheets.MONEY: 10, sheets.BOUND: 10}.get(box.kind, 0)
    params = common | {"label": {"text": label}, "value": shown, "spellcheck": False, "attributes": attributes}
    params["classes"] = f"govuk-input--width-{width}" if width else None
    if box.kind == sheets.MONEY:
        params["suffix"] = {"text": _("đồng")}
    if box.kind in {sheets.WHOLE, sheets.MONEY}:
        params["inputmode"] = "numeric"
    return Row(box.key, "one", "input", params, error)


def _label(box: Box) -> str:
    return (
        str(box.label)
        if box.required or box.kind == sheets.FLAG
        else _("%(label)s (không bắt buộc)") % {"label": box.label}
    )


def _pair(box: Box, value: Any, common: Params, label: str, *, locked: bool) -> Params:
    """Vietnamese beside English, each with a label of its own."""
    said = value if isinstance(value, dict) else {"vi": value if isinstance(value, str) else ""}
    component = "input" if box.kind == sheets.PAIR else "textarea"
    sides = []
    for language, language_name in (("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))):
        params: Params = {
            "id": f"{common['id']}-{language}",
            "name": f"{common['name']}-{language}",
            "label": {"text": language_name, "classes": "edit-pair__language"},
            "value": str(said.get(language) or ""),
            "attributes": {"lang": language} | ({"disabled": ""} if locked else {}),
            "describedBy": f"{common['id']}-error" if common["errorMessage"] else None,
        }
        if component == "textarea":
            lines = max(2, min(8, len(params["value"]) // 60 + params["value"].count("\n") + 1))
            params["rows"] = str(max(4, lines) if box.kind == sheets.WORD_LISTS else lines)
        if common["errorMessage"]:
            params["classes"] = f"govuk-{component}--error"
        sides.append({"component": component, "params": params})
    hint = common["hint"]["text"] if common["hint"] else ""
    error = common["errorMessage"]["text"] if common["errorMessage"] else ""
    return {"id": common["id"], "label": label, "hint": hint, "error": error, "sides": sides}


def _ticks(box: Box, value: Any, around: Around, common: Params, label: str) -> Params:
    known: list[tuple[str, str]] = [(str(key), str(said)) for key, said in box.options]
    if box.kind == sheets.LAWS:
        known = [(str(law.get("id", "")), say_law(law)) for law in around.laws if isinstance(law, dict)]
    ticked = [str(one) for one in value] if isinstance(value, list) else []
    known += [(one, one) for one in ticked if one not in dict(known)]
    items = [{"value": key, "text": said, "checked": key in ticked, "disabled": around.readonly} for key, said in known]
    legend = {"text": label, "classes": "govuk-fieldset__legend--s"}
    return {
        "idPrefix": common["id"], "name": common["name"], "items": items, "hint": common["hint"],
        "errorMessage": common["errorMessage"], "fieldset": {"legend": legend}, "classes": "govuk-checkboxes--small",
    }  # fmt: skip


def _choices(box: Box, value: Any, around: Around) -> list[Params]:
    if box.kind == sheets.FIELD:
        first = (
            [("submission", _("Không nhân: một lần cho mỗi hồ sơ"))]
            if box.usual == "submission"
            else [("", _("Chọn câu hỏi"))]
        )
        fit = {
            name: raw for name, raw in around.fields.items() if box.usual != "submission" or raw.get("type") == "number"
        }
        known = [*first, *((name, say_field(name, raw)) for name, raw in fit.items())]
    else:
        known = [(str(key), str(said)) for key, said in box.options]
    now = "" if value is None else str(value)
    if now and now not in dict(known):
        known.append((now, now))
    return [{"value": key, "text": said} for key, said in known]


def _condition(box: Box, value: Any, around: Around, common: Params, label: str) -> Params:
    expression = value if isinstance(value, str) else ""
    fields = {**around.fields, **words.GIVEN}
    simple = conditions.read_simple(expression, fields) if expression else None
    how = "always" if not expression and not box.required else "built" if simple else "cel"
    terms = simple.terms if simple else ()
    groups = _answers(fields)
    rows = []
    for number in range(max(2, min(len(terms) + 1, conditions.MOST_TERMS))):
        term = terms[number] if number < len(terms) else None
        chosen = f"{term.field}={term.value}" if term else ""
        rows.append({"number": number, "chosen": chosen, "negated": bool(term and term.negated)})
    return {
        "id": common["id"], "name": common["name"], "label": label, "hint": common["hint"]["text"] if common["hint"] else "",
        "error": common["errorMessage"]["text"] if common["errorMessage"] else "", "how": how, "expression": expression,
        "rows": rows, "any": bool(simple and not simple.every), "groups": groups, "required": box.required,
        "readonly": around.readonly, "said": say_simple(simple, fields) if simple else "",
    }  # fmt: skip


def _answers(fields: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every answer that can be picked, under its question."""
    found = []
    for name, raw in list(fields.items())[-MOST_CHOICES:]:
        values = conditions.answers_of(raw)
        if values:
            said = [{"value": f"{name}={value}", "text": say_answer(raw, value)} for value in values]
            found.append({"label": say_field(name, raw), "answers": said})
    return found


def say_simple(simple: conditions.Simple, fields: Mapping[str, Mapping[str, Any]]) -> str:
    """The condition in words: "Đang đi học: Có, và …"."""
    joined = _(" và ") if simple.every else _(" hoặc ")
    return joined.join(
        (_("%(question)s không phải là “%(answer)s”") if term.negated else _("%(question)s là “%(answer)s”"))
        % {"question": say_field(term.field, fields[term.field]), "answer": say_answer(fields[term.field], term.value)}
        for term in simple.terms
    )


def say_field(name: str, raw: Mapping[str, Any]) -> str:
    return say(raw.get("label")) or name


def say_answer(raw: Mapping[str, Any], value: str) -> str:
    if raw.get("type") == "yes_no":
        return _("Có") if value == "true" else _("Không")
    options = raw.get("options") or ()
    return next(
        (say(one.get("label")) for one in options if isinstance(one, dict) and str(one.get("value")) == value), value
    )


def say_law(law: Mapping[str, Any]) -> str:
    """A reference as people cite it: "Điều 16, 60/2014/QH13 – Luật Hộ tịch"."""
    number = f"{law['article']}, {law.get('number', '')}" if law.get("article") else str(law.get("number", ""))
    title = say(law.get("title"))
    return f"{number} – {title}" if title else number


def say(text: Any) -> str:
    """A text of the package in the reader's language, whatever shape it is in."""
    if isinstance(text, dict):
        return str(pick({key: str(value) for key, value in text.items() if value}, get_language() or "vi") or "")
    return text if isinstance(text, str) else ""


def say_type(kind: Any) -> str:
    return str(words.TYPES.get(str(kind), kind or ""))


def _money(value: Any) -> str:
    return say_money(value, get_language() or "vi").partition(" ")[0] if type(value) is int else _plain(value)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
