"""A page of questions, ready for `{% include "forms/page.html" with page=drawn %}`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from motcua.forms.contracts import Answers, FieldType, Form, FormContext, Problem, ShownSection
from motcua.forms.domain.engine import page_place
from motcua.forms.domain.revealing import Drawn, Reveal, drawn_fields
from motcua.forms.web.fields import MOST_RADIOS, Asked, Params, anchor, draw
from motcua.kernel.languages import pick
from motcua.platform.ui.templatetags.ui import ui as component

NESTING = 3  # a question under an option under an option; deeper ones stand on their own


@dataclass(frozen=True, slots=True)
class DrawnField:
    """`component` and `params` for `{% ui %}`. `shown_by` and `shown_for` tell the browser when to show it: the name of
    a field of this page, and the values (joined by a space) that ask for it; "" when it always shows.
    """

    id: str
    component: str
    params: Params
    shown_by: str = ""
    shown_for: str = ""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """`title` is "" when the only question's own label is the heading. `errors` go into the frame's `error_summary`."""

    id: str
    title: str
    why: str
    fields: tuple[DrawnField, ...]
    errors: tuple[dict[str, str], ...]


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

    Raises PageNotFoundError.
    """
    page = form.pages[page_place(form, page_id)]
    drawn = drawn_fields(form, page_id, answers, context)
    title = pick(page.title, context.language)
    alone = len(drawn) == 1 and drawn[0].field.required and pick(drawn[0].field.label, context.language) == title
    drawing = _Drawing(drawn, answers if raw is None else raw, tuple(problems), context, heading=alone)
    return DrawnPage(
        id=page_id,
        title="" if alone else title,
        why=pick(page.why, context.language),
        fields=drawing.fields(),
        errors=drawing.errors(form),
    )


def summary_rows(section: ShownSection, change_url: str) -> list[Params]:
    """Rows of a summary list for one section; `change_url` holds "PAGE" where the page's id goes, "" for no links."""
    return [_row(row.label, row.value, row.page, row.field, change_url) for row in section.rows]


def _row(label: str, value: str, page: str, field: str, change_url: str) -> Params:
    link = {
        "href": f"{change_url.replace('PAGE', page)}#{field}",
        "text": _("Sửa"),
        "visuallyHiddenText": label.lower(),
    }
    return {
        "key": {"text": label},
        "value": {"html": linebreaksbr(value)},
        "actions": {"items": [link]} if change_url else None,
    }


class _Drawing:
    """One page being drawn; nested questions are drawn into the option that shows them."""

    def __init__(
        self,
        drawn: tuple[Drawn, ...],
        values: Mapping[str, Any],
        problems: tuple[Problem, ...],
        context: FormContext,
        *,
        heading: bool,
    ) -> None:
        self._drawn = {each.field.id: each for each in drawn}
        self._values = values
        self._problems = {problem.field: problem for problem in reversed(problems)}
        self._context = context
        self._heading = heading
        try:
            self._communes_url = reverse("forms:communes")
        except NoReverseMatch:  # an installation without these pages still has the button
            self._communes_url = ""

    def fields(self) -> tuple[DrawnField, ...]:
        return tuple(self._field(each, 0) for each in self._drawn.values() if not self._nested(each.reveal))

    def errors(self, form: Form) -> tuple[dict[str, str], ...]:
        """In the order of the page, each leading to its box."""
        found = []
        for problem in sorted(self._problems.values(), key=lambda each: self._place(each.field)):
            field = form.fields.get(problem.field)
            target = f"#{anchor(field, problem.code)}" if field and problem.field in self._drawn else "#main-content"
            found.append({"text": problem.message, "href": target})
        return tuple(found)

    def _place(self, field_id: str) -> int:
        return list(self._drawn).index(field_id) if field_id in self._drawn else len(self._drawn)

    def _field(self, each: Drawn, depth: int) -> DrawnField:
        problem = self._problems.get(each.field.id)
        asked = Asked(
            field=each.field,
            value=self._values.get(each.field.id),
            context=self._context,
            error=problem.message if problem else "",
            error_code=problem.code if problem else "",
            heading=self._heading,
            reveals=self._reveals(each.field.id, depth),
            communes_url=self._communes_url,
        )
        name, params = draw(asked)
        by, values = (each.reveal.field, " ".join(each.reveal.values)) if each.reveal else ("", "")
        return DrawnField(each.field.id, name, params, by, values)

    def _reveals(self, field_id: str, depth: int) -> dict[str, SafeString]:
        """Markup by option; each question stands under one option only."""
        found: dict[str, SafeString] = {}
        for other in self._drawn.values():
            if other.reveal and other.reveal.field == field_id and self._nested(other.reveal) and depth < NESTING:
                drawn = self._field(other, depth + 1)
                value = other.reveal.values[0]
                markup = component(drawn.component, drawn.params)
                found[value] = mark_safe(found.get(value, "") + markup)  # noqa: S308 - both come from the kit
        return found

    def _nested(self, reveal: Reveal | None) -> bool:
        """Whether the question goes under an option: one option, of a question drawn as radios or tick boxes."""
        if reveal is None or len(reveal.values) != 1 or reveal.field not in self._drawn:
            return False
        field = self._drawn[reveal.field].field
        return field.type is not FieldType.CHOICE or len(field.options) <= MOST_RADIOS
