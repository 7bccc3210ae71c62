"""A page of questions, ready for `{% include "forms/page.html" with page=drawn %}`; answers, for checking them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.forms.contracts import Answers, Form, FormContext, Problem, ShownAnswer, ShownSection
from motcua.forms.domain.engine import answers_at, page_place
from motcua.forms.domain.revealing import drawn_fields
from motcua.forms.web.asked import Params
from motcua.forms.web.browser import page_program
from motcua.forms.web.drawing import Drawing, DrawnPage, labels_of
from motcua.forms.web.groups import anchor_of, draw_inline, group_of
from motcua.forms.web.stated import STATED
from motcua.kernel.languages import pick


def draw_page(
    form: Form,
    page_id: str,
    answers: Answers,
    context: FormContext,
    *,
    raw: Mapping[str, Any] | None = None,
    problems: Iterable[Problem] = (),
) -> DrawnPage:
    """The page with the draft's `answers`, or with what was just typed (`raw`) and what is wrong with it.

    A page that asks for a group has the boxes of all its items: `draw_group` and `draw_item` give it more room.
    Raises PageNotFoundError.
    """
    page = form.pages[page_place(form, page_id)]
    values = answers if raw is None else raw
    if group_of(page):
        field, errors = draw_inline(form, page_id, answers, context, typed=values, problems=problems)
        return DrawnPage(
            page_id, pick(page.title, context.language), pick(page.why, context.language), (field,), errors
        )
    drawn = drawn_fields(form, page_id, answers, context)
    title = pick(page.title, context.language)
    alone = len(drawn) == 1 and drawn[0].field.required and pick(drawn[0].field.label, context.language) == title
    found = answers_at(form, page_id, answers, values, context)
    drawing = Drawing(
        drawn, values, tuple(problems), context, heading=alone, found=found, labels=labels_of(form, context)
    )
    fields = drawing.fields()
    alone = alone and bool(fields) and fields[0].component != STATED
    return DrawnPage(
        id=page_id,
        title="" if alone else title,
        why=pick(page.why, context.language),
        fields=fields,
        errors=drawing.errors(),
        program=page_program(form, page_id, drawn, answers, context),
    )


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """Rows of one summary list: of a section, or of one item of a group in it, which `title` names."""

    title: str
    rows: tuple[Params, ...]


def summary_parts(section: ShownSection, change_url: str) -> tuple[SummaryPart, ...]:
    """`change_url` holds "PAGE" where the page's id goes, "" for no links; an item's page is PAGE/2."""
    parts: list[tuple[str, list[Params]]] = []
    for row in section.rows:
        if not parts or parts[-1][0] != row.item:
            parts.append((row.item, []))
        parts[-1][1].append(_row(row, change_url))
    return tuple(SummaryPart(title, tuple(rows)) for title, rows in parts)


def _row(row: ShownAnswer, change_url: str) -> Params:
    number = int(row.field.partition("[")[2].partition("]")[0]) + 1 if row.item else 0
    page = f"{row.page}/{number}" if number else row.page
    link = {
        "href": f"{change_url.replace('PAGE', page)}#{anchor_of(row.field)}",
        "text": _("Xem") if row.fixed else _("Sửa"),
        "visuallyHiddenText": row.label.lower(),
    }
    return {
        "key": {"text": row.own_label or row.label},
        "value": {"html": _with_note(row)},
        "actions": {"items": [link]} if change_url else None,
    }


def _with_note(row: ShownAnswer) -> SafeString:
    value = linebreaksbr(row.value)
    return format_html('{}<br><span class="govuk-hint">{}</span>', value, row.note) if row.note else value
