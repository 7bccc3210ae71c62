"""The items of a group on pages: a list with a page for each item, or, inside another page, all their boxes at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from motcua.forms.contracts import Answers, Form, FormContext, FormField, Page, Problem, ShownAnswer
from motcua.forms.domain.engine import answers_at, page_place
from motcua.forms.domain.faults import item_name
from motcua.forms.domain.revealing import drawn_item_fields, item_box
from motcua.forms.domain.showing import show_item, show_item_rows
from motcua.forms.web.browser import item_program
from motcua.forms.web.drawing import Drawing, DrawnField, DrawnPage
from motcua.kernel.languages import pick

ITEMS = "items"
"""The component's name: `templates/forms/items.html`."""

_PATH = re.compile(r"\w+\[(\d+)\](?:\.(\w+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """One item in the list of its group: what it is called, what was answered, what is wrong with it."""

    number: int  # from 1
    name: str
    summary: str
    rows: tuple[ShownAnswer, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """A page whose question is a group, as a list. `next_name`: what a further item is called, "" when there are as
    many as there may be (`most`). `errors` are those of the group as a whole and then of its items.
    """

    id: str
    title: str
    why: str
    hint: str
    item: str
    items: tuple[DrawnItem, ...]
    next_name: str
    most: int
    errors: tuple[dict[str, str], ...]


def group_of(page: Page) -> FormField | None:
    """The group that the page asks for; None for a page of ordinary questions."""
    return page.fields[0] if page.fields[0].is_group else None


def items_of(group: FormField, answers: Answers) -> list[Mapping[str, Any]]:
    """The items that a draft keeps, readable or not."""
    found = answers.get(group.id)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def draw_group(
    form: Form, page_id: str, answers: Answers, context: FormContext, problems: Iterable[Problem] = ()
) -> DrawnGroup:
    """Raises PageNotFoundError."""
    page = form.pages[page_place(form, page_id)]
    group, problems = page.fields[0], tuple(problems)
    items = items_of(group, answers)
    wrong = [(*_whose(problem), problem) for problem in problems]
    drawn = tuple(
        DrawnItem(
            number=place + 1,
            name=item_name(group, place, context),
            summary=show_item(group, item, context),
            rows=tuple(show_item_rows(group, page_id, place, item, context)),
            problems=tuple(_alone(problem, group, place, context) for at, _name, problem in wrong if at == place),
        )
        for place, item in enumerate(items)
    )
    return DrawnGroup(
        id=group.id,
        title=pick(page.title, context.language),
        why=pick(page.why, context.language),
        hint=pick(group.hint, context.language),
        item=pick(group.item, context.language),
        items=drawn,
        next_name=item_name(group, len(items), context) if len(items) < group.max else "",
        most=group.max,
        errors=tuple(
            {"text": problem.message, "href": f"#{group.id}" if at is None else f"#{item_box(group.id, at)}"}
            for at, _name, problem in wrong
        ),
    )


def draw_item(
    form: Form,
    page_id: str,
    place: int,
    answers: Answers,
    context: FormContext,
    *,
    raw: Mapping[str, Any] | None = None,
    problems: Iterable[Problem] = (),
) -> DrawnPage:
    """The page of the item at `place` (from 0), as the draft has it or as it was just typed. Raises PageNotFoundError."""
    page = form.pages[page_place(form, page_id)]
    items = items_of(page.fields[0], answers)
    values = raw if raw is not None else items[place] if place < len(items) else {}
    drawing = _item_drawing(form, page, place, answers, context, values=values, problems=problems)
    title = item_name(page.fields[0], place, context)
    drawn = drawn_item_fields(form, page_id, place, answers, context)
    program = item_program(form, page_id, place, drawn, answers=answers, context=context)
    return DrawnPage(page_id, title, pick(page.why, context.language), drawing.fields(), drawing.errors(), program)


def draw_inline(
    form: Form,
    page_id: str,
    answers: Answers,
    context: FormContext,
    *,
    typed: Answers,
    problems: Iterable[Problem] = (),
) -> tuple[DrawnField, tuple[dict[str, str], ...]]:
    """All items of `typed` with their boxes, and what is wrong, for the summary of errors."""
    page = form.pages[page_place(form, page_id)]
    group, problems = page.fields[0], tuple(problems)
    whole = [problem for problem in problems if _whose(problem)[0] is None]
    errors = [{"text": problem.message, "href": f"#{group.id}"} for problem in whole]
    items: list[dict[str, Any]] = []
    for place, values in enumerate(items_of(group, typed)):
        drawing = _item_drawing(form, page, place, answers, context, values=values, problems=problems)
        name = item_name(group, place, context)
        items.append({"place": place, "name": name, "fields": drawing.fields()})
        errors += [{**error, "text": f"{name}: {error['text']}"} for error in drawing.errors()]
    params = {
        "id": group.id,
        "label": pick(group.label, context.language),
        "hint": pick(group.hint, context.language),
        "items": items,
        "error": whole[0].message if whole else "",
        "next_name": item_name(group, len(items), context) if len(items) < group.max else "",
    }
    return DrawnField(group.id, ITEMS, params), tuple(errors)


def anchor_of(path: str) -> str:
    """The box of an answer: "children[1].birth_date" has "children-1-birth_date"."""
    return path.replace("[", "-").replace("].", "-").replace("]", "")


def _item_drawing(
    form: Form,
    page: Page,
    place: int,
    answers: Answers,
    context: FormContext,
    *,
    values: Mapping[str, Any],
    problems: Iterable[Problem],
) -> Drawing:
    group = page.fields[0]
    judged = answers_at(form, page.id, answers, {group.id: [values]}, context)[group.id]
    return Drawing(
        drawn_item_fields(form, page.id, place, answers, context),
        _boxed(group, place, values),
        tuple(_in_box(group, place, problem, context) for problem in problems if _whose(problem)[0] == place),
        context,
        heading=False,
        found=_boxed(group, place, judged[0] if judged else {}),
        labels={field.id: pick(field.label, context.language) for field in (*form.fields.values(), *group.fields)},
    )


def _boxed(group: FormField, place: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of an item by the names of its boxes."""
    return {item_box(group.id, place, field.id): values.get(field.id) for field in group.fields}


def _whose(problem: Problem) -> tuple[int | None, str]:
    """The item that the problem is about (None: the group as a whole) and which of its fields."""
    found = _PATH.fullmatch(problem.field)
    return (int(found[1]), found[2] or "") if found else (None, "")


def _in_box(group: FormField, place: int, problem: Problem, context: FormContext) -> Problem:
    """On the item's own page it need not be said which one it is."""
    name = _whose(problem)[1]
    return replace(problem, field=item_box(group.id, place, name), message=_alone(problem, group, place, context))


def _alone(problem: Problem, group: FormField, place: int, context: FormContext) -> str:
    return problem.message.removeprefix(f"{item_name(group, place, context)}: ")
