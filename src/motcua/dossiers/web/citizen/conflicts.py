"""Two tabs or two devices wrote the same page: both versions are shown, and the person says which one stays."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.dossiers.web.citizen.words import language, say
from motcua.dossiers.web.citizen.writing import Writing
from motcua.forms import api as forms
from motcua.forms.contracts import Page, ShownAnswer

_NOT_TYPED = {"csrfmiddlewaretoken", "revision", "seen", "later", "item", "count"}


def page(request: HttpRequest, writing: Writing, page: Page, raw: Mapping[str, Any], *, item: str = "") -> HttpResponse:
    """`writing` is the draft as the other one left it; `raw` is what was typed here, carried on in the form.

    `item`: of a group, which of its items keeping this one replaces.
    """
    judged = forms.validate_page(writing.form, page.id, raw, writing.draft.answers, writing.context)
    here = _shown(writing, page, {**raw, **judged.answers})
    there = _shown(writing, page, writing.draft.answers)
    labels = {row.field: row.label for row in (*here.values(), *there.values())}
    order = [field.id for field in page.fields]
    rows = [
        {
            "label": label,
            "here": here[name].value if name in here else "",
            "there": there[name].value if name in there else "",
        }
        for name, label in sorted(labels.items(), key=lambda pair: order.index(pair[0].partition("[")[0]))
        if here.get(name) != there.get(name)
    ]
    context = {
        **writing.frame(),
        "title": say(page.title),
        "rows": rows,
        "item": item,
        "count": len(writing.draft.answers.get(page.fields[0].id) or ()) if item else "",
        "typed": [(name, value) for name, values in request.POST.lists() if name not in _NOT_TYPED for value in values],
        "keep_url": writing.after(writing.question_url(page.id)),
    }
    return render(request, "dossiers/citizen/conflict.html", context, status=409)


def _shown(writing: Writing, page: Page, answers: Mapping[str, Any]) -> dict[str, ShownAnswer]:
    """Answers of the page as people read them, by field and, in a group, by item."""
    sections = forms.show_answers(writing.form, answers, language(), writing.context.units)
    return {row.field: row for section in sections for row in section.rows if row.page == page.id}
