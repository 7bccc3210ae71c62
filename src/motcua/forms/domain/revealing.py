"""Which questions of a page stand under another one's option, so that they appear when it is picked."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from motcua.forms.contracts import Answers, FieldType, Form, FormContext, FormField
from motcua.forms.domain.compiled import Question, Rule, compiled
from motcua.forms.domain.engine import names_before, page_place
from motcua.forms.domain.names import ITEM
from motcua.kernel.errors import InvalidInputError

_QUOTED = r"""(?:'([^']*)'|"([^"]*)")"""
_IS = re.compile(rf"(\w+)\s*==\s*{_QUOTED}")
_IS_BOOL = re.compile(r"(\w+)\s*==\s*(true|false)")
_HAS = re.compile(rf"{_QUOTED}\s+in\s+(\w+)")
_ONE_OF = re.compile(rf"(\w+)\s+in\s+\[\s*({_QUOTED}(?:\s*,\s*{_QUOTED})*)\s*\]")


@dataclass(frozen=True, slots=True)
class Reveal:
    """`field` of the same page shows the question when one of `values` is picked (as a browser sends them)."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question to draw. `reveal` None: it always stands there."""

    field: FormField
    reveal: Reveal | None = None


def drawn_fields(form: Form, page_id: str, answers: Answers, context: FormContext) -> tuple[Drawn, ...]:
    """The page's questions, less those that earlier pages rule out.

    A condition on this very page is left to the browser; without scripts the question always stands there, and what is
    typed into one that turns out not to be asked is ignored.
    """
    step = compiled(form).steps[page_place(form, page_id)]
    names = names_before(form, page_id, answers, context)
    here = {question.field.id: question.field for question in step.questions}
    return tuple(_drawn(step.questions, names, lambda rule: any(name in here for name in rule.reads)))


def drawn_item_fields(
    form: Form, page_id: str, place: int, answers: Answers, context: FormContext
) -> tuple[Drawn, ...]:
    """The same for the questions of one item of the page's group, each under the name of its box."""
    group = compiled(form).steps[page_place(form, page_id)].questions[0]
    if group.group is None:
        return ()
    names = names_before(form, page_id, answers, context)
    drawn = _drawn(group.group.questions, names, lambda rule: bool(rule.items), prefix=f"{ITEM}.")
    return tuple(in_box(each, group.field.id, place) for each in drawn)


def in_box(each: Drawn, group: str, place: int) -> Drawn:
    reveal = each.reveal and replace(each.reveal, field=item_box(group, place, each.reveal.field))
    return replace(each, field=replace(each.field, id=item_box(group, place, each.field.id)), reveal=reveal)


def item_box(group: str, place: int, field: str = "") -> str:
    """The name of an item's box on a page: "children-1-birth_date" (no id has a dash)."""
    return f"{group}-{place}-{field}" if field else f"{group}-{place}"


def _drawn(
    questions: tuple[Question, ...], names: Mapping[str, Any], is_here: Callable[[Rule], bool], prefix: str = ""
) -> Iterator[Drawn]:
    here = {question.field.id: question.field for question in questions}
    for question in questions:
        if question.shown is None:
            yield Drawn(question.field)
        elif is_here(question.shown):
            yield Drawn(question.field, _reveal(question.field.show_if.replace(prefix, ""), here))
        elif _holds(question.shown, names):
            yield Drawn(question.field)


def _holds(rule: Rule, names: Mapping[str, Any]) -> bool:
    try:
        return rule.holds(names)
    except InvalidInputError:
        return False


def _reveal(condition: str, here: Mapping[str, FormField]) -> Reveal | None:
    """The condition as options of one question of the page, when it is as simple as that."""
    found = _read(condition.strip())
    if found is None or found.field not in here:
        return None
    other = here[found.field]
    values = {option.value for option in other.options} if other.options else {"yes", "no"}
    pickable = other.type in {FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO}
    return found if pickable and set(found.values) <= values else None


def _read(condition: str) -> Reveal | None:
    if found := _IS.fullmatch(condition):
        return Reveal(found[1], (found[2] or found[3],))
    if found := _IS_BOOL.fullmatch(condition):
        return Reveal(found[1], ("yes" if found[2] == "true" else "no",))
    if found := _HAS.fullmatch(condition):
        return Reveal(found[3], (found[1] or found[2],))
    if found := _ONE_OF.fullmatch(condition):
        return Reveal(found[1], tuple(one or other for one, other in re.findall(_QUOTED, found[2])))
    return None
