"""Questions, their answers and what is wrong with them, drawn one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from motcua.forms.contracts import Answers, FieldType, Form, FormContext, Problem
from motcua.forms.domain.revealing import Drawn, Reveal
from motcua.forms.web.asked import Asked, Params, anchor
from motcua.forms.web.fields import MOST_RADIOS, draw
from motcua.forms.web.sources import told_of_editable
from motcua.forms.web.stated import STATED, stated
from motcua.kernel.languages import pick
from motcua.platform.ui.templatetags.ui import ui as component

NESTING = 3  # a question under an option under an option; deeper ones stand on their own


@dataclass(frozen=True, slots=True)
class DrawnField:
    """`component` and `params` for `{% ui %}`; those of this room have a template of their own: "stated" for what is
    told and not asked, "items" for the items of a group. `shown_by` and `shown_for` tell the browser when to show it:
    the name of a field of this page, and the values (joined by a space) that ask for it; "" when it always shows.
    """

    id: str
    component: str
    params: Params
    shown_by: str = ""
    shown_for: str = ""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """`title` is "" when the only question's own label is the heading. `errors` go into the frame's `error_summary`.

    `program`: what lets a browser answer at once (`forms.web.browser`); None when the plain `reveal.js` will do.
    """

    id: str
    title: str
    why: str
    fields: tuple[DrawnField, ...]
    errors: tuple[dict[str, str], ...]
    program: Mapping[str, Any] | None = None


def labels_of(form: Form, context: FormContext) -> dict[str, str]:
    return {field.id: pick(field.label, context.language) for field in form.fields.values()}


class Drawing:
    """Questions being drawn; nested ones are drawn into the option that shows them.

    `found`: the page's cleaned answers, for what is told and not asked; `labels`: what questions are called, by id.
    """

    def __init__(
        self,
        drawn: tuple[Drawn, ...],
        values: Mapping[str, Any],
        problems: tuple[Problem, ...],
        context: FormContext,
        *,
        heading: bool,
        found: Answers,
        labels: Mapping[str, str],
    ) -> None:
        self._drawn = {each.field.id: each for each in drawn}
        self._values = values
        self._problems = {problem.field: problem for problem in reversed(problems)}
        self._context = context
        self._heading = heading
        self._found = found
        self._labels = labels
        try:
            self._communes_url = reverse("forms:communes")
            self._old_urls = {"units": reverse("forms:old_units"), "parts": reverse("forms:old_parts")}
        except NoReverseMatch:  # an installation without these pages still has the buttons
            self._communes_url, self._old_urls = "", {}

    def fields(self) -> tuple[DrawnField, ...]:
        drawn = tuple(self._field(each, 0) for each in self._drawn.values() if not self._nested(each))
        return tuple(_told_once(each, after) for each, after in zip(drawn, (*drawn[1:], None), strict=False))

    def errors(self) -> tuple[dict[str, str], ...]:
        """In the order of the page, each leading to its box."""
        found = []
        for problem in sorted(self._problems.values(), key=lambda each: self._place(each.field)):
            drawn = self._drawn.get(problem.field)
            target = f"#{anchor(drawn.field, problem.code)}" if drawn else "#main-content"
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
            old_urls=self._old_urls,
        )
        name, params = stated(asked, self._found.get(each.field.id), self._labels) or draw(self._sourced(asked))
        by, values = (each.reveal.field, " ".join(each.reveal.values)) if each.reveal else ("", "")
        return DrawnField(each.field.id, name, params, by, values)

    def _sourced(self, asked: Asked) -> Asked:
        """The question with a word on where its answer came from, when a record gave one that may be changed."""
        fact = self._context.facts.get(asked.field.id)
        if fact is None:
            return asked
        told = told_of_editable(asked.field, fact, self._found.get(asked.field.id), self._context)
        hint = " ".join(part for part in (asked.say(asked.field.hint), told) if part)
        return replace(asked, field=replace(asked.field, hint=hint))

    def _reveals(self, field_id: str, depth: int) -> dict[str, SafeString]:
        """Markup by option; each question stands under one option only."""
        found: dict[str, SafeString] = {}
        for other in self._drawn.values():
            if other.reveal and other.reveal.field == field_id and self._nested(other) and depth < NESTING:
                drawn = self._field(other, depth + 1)
                value = other.reveal.values[0]
                markup = component(drawn.component, drawn.params)
                found[value] = mark_safe(found.get(value, "") + markup)  # noqa: S308 - both come from the kit
        return found

    def _nested(self, each: Drawn) -> bool:
        """Whether the question goes under an option: one option, of a question drawn as radios or tick boxes."""
        reveal: Reveal | None = each.reveal
        if reveal is None or len(reveal.values) != 1 or reveal.field not in self._drawn:
            return False
        fact = self._context.facts.get(each.field.id)
        if each.field.calculate or (fact and fact.locked):
            return False  # these are told by a template of this room
        field = self._drawn[reveal.field].field
        return field.type is not FieldType.CHOICE or len(field.options) <= MOST_RADIOS


def _told_once(each: DrawnField, after: DrawnField | None) -> DrawnField:
    """Of answers one after the other that come from the same record, only the last says so."""
    note = each.params.get("note")
    again = (
        after and STATED == each.component == after.component and not after.shown_by and note == after.params["note"]
    )
    return replace(each, params={**each.params, "note": "", "wrong": ""}) if again else each
