"""The panels for issuing a result anew: what is wrong in it and what is right, and what the head signs."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import DossierView
from motcua.dossiers.domain.steps import NO, YES, said
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.web.desk import words
from motcua.forms import api as forms
from motcua.forms.contracts import FieldType, FormField
from motcua.kernel.languages import pick

ROWS = 2  # wrong answers that the panel corrects; a page of its own corrects any number
_WRITTEN = frozenset(
    {
        FieldType.TEXT,
        FieldType.LONG_TEXT,
        FieldType.NAME,
        FieldType.PERSONAL_ID,
        FieldType.TAX_CODE,
        FieldType.PHONE,
        FieldType.EMAIL,
        FieldType.DATE,
        FieldType.NUMBER,
        FieldType.MONEY,
        FieldType.DECIMAL,
    }
)
_CHOSEN = frozenset({FieldType.CHOICE, FieldType.YES_NO})


def answer_rows(view: DossierView, values: Mapping[str, str], problem: str) -> list[dict[str, Any]]:
    """For each answer that may be corrected: which one, and what is right."""
    language = get_language() or "vi"
    form = forms.compile_form(catalogue.get_version(view.version_hash))
    shown = [row for section in forms.show_answers(form, view.answers, language) for row in section.rows]
    may = _fields(view)
    known = [(row.field, row.label, row.value) for row in shown if row.field in may and not row.item and row.value]
    return [
        {
            "n": n,
            "items": [
                {"value": "", "text": _("Không sửa câu nào")},
                *(
                    {"value": key, "text": f"{label}: {now[:60]}", "selected": values.get(f"answer-{n}") == key}
                    for key, label, now in known
                ),
            ],
            "right": values.get(f"right-{n}", ""),
            "error": {"text": problem} if problem and n == 1 else None,
        }
        for n in range(1, ROWS + 1)
    ]


def read_correction(view: DossierView, sent: QueryDict) -> dict[str, Any]:
    """What `propose_correction` takes, from the panel's boxes; a choice may be written as people read it."""
    fields, language = _fields(view), get_language() or "vi"
    answers = {
        key: _value(fields[key], sent.get(f"right-{n}", "").strip(), language)
        for n in range(1, ROWS + 1)
        if (key := sent.get(f"answer-{n}", "")) in fields
    }
    return {
        "reason": sent.get("reason", ""),
        "proposal": read_result(view, sent) or None,
        "answers": answers or None,
        "on_request": sent.get("on_request") == "yes",
    }


def read_result(view: DossierView, sent: QueryDict) -> dict[str, str]:
    """The boxes of the result. A day that was left as it was shown is left as it was written."""
    issued = shown_result(view)
    return {
        key: view.proposal.get(key, "") if value == issued[key] else str(value)
        for key, value in sent.items()
        if key in issued
    }


def shown_result(view: DossierView) -> dict[str, str]:
    """What the issued result says, by field, as it stands in its box: a day as people write it."""
    fields = flow_of_hash(view.version_hash).result_fields
    said_now = {str(each["id"]): str(view.proposal.get(each["id"], "")) for each in fields}
    days = {str(each["id"]) for each in fields if each.get("type") == "date"}
    return {key: _written(text) if key in days else text for key, text in said_now.items()}


def _written(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def asked(view: DossierView) -> dict[str, Any]:
    """What the head reads before signing: which paper, by whom and why, and each line as it was and as it will be."""
    new = view.new_issue
    if new is None:
        return {}
    return {
        "number": new.number,
        "by": new.by,
        "when": words.moment(new.at),
        "reason": new.reason,
        "on_request": new.on_request,
        "lines": lines(view, new.result, new.answers),
    }


def said_wrong(view: DossierView) -> dict[str, Any]:
    """What the applicant says is wrong: in her own words, which answers, and when; {} where she said nothing."""
    asked = view.correction_asked
    if asked is None:
        return {}
    form, language = forms.compile_form(catalogue.get_version(view.version_hash)), get_language() or "vi"
    names = [pick(form.fields[key].label, language) for key in asked.fields if key in form.fields]
    return {"reason": asked.reason, "names": names, "when": words.moment(asked.at)}


def page_of(view: DossierView) -> str:
    """Where any number of answers is corrected; what the applicant named is picked there already."""
    named = [("field", key) for key in view.correction_asked.fields] if view.correction_asked else []
    here = reverse("dossiers:desk_correction", args=[view.code])
    return f"{here}?{urlencode(named)}" if named else here


def lines(view: DossierView, new: Mapping[str, str], new_answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Each line that is corrected: what it is, as it was, and as it will be."""
    language = get_language() or "vi"
    result = flow_of_hash(view.version_hash).result_fields
    found = [
        (
            pick(each["label"], language),
            pick(said(each, str(view.proposal.get(each["id"], ""))), language),
            pick(said(each, new[each["id"]]), language),
        )
        for each in result
        if each["id"] in new
    ]
    form = forms.compile_form(catalogue.get_version(view.version_hash))
    was, then = (
        {row.field: row for section in forms.show_answers(form, given, language) for row in section.rows}
        for given in (view.answers, {**view.answers, **new_answers})
    )
    here = [key for key in {**was, **then} if key.partition("[")[0] in new_answers]  # of a group, each of its lines
    for key in here:
        said_before, said_now = (shown[key].value if key in shown else "" for shown in (was, then))
        if said_before != said_now:
            found.append(((then.get(key) or was[key]).label, said_before, said_now))
    return found


def _fields(view: DossierView) -> dict[str, FormField]:
    form = forms.compile_form(catalogue.get_version(view.version_hash))
    return {key: one for key, one in form.fields.items() if one.type in _WRITTEN | _CHOSEN and not one.calculate}


def _options(field: FormField) -> list[tuple[Any, Any]]:
    if field.type is FieldType.YES_NO:
        return [(True, YES), (False, NO)]
    return [(option.value, option.label) for option in field.options]


def _value(field: FormField, text: str, language: str) -> Any:
    if field.type not in _CHOSEN:
        return text
    folded = text.casefold()
    return next((value for value, label in _options(field) if pick(label, language).casefold() == folded), text)
