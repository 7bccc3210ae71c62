"""A form made ready to run: each question with its cleaner, each condition compiled once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.forms.contracts import Check, FieldType, Form, FormField, Page
from motcua.forms.domain.cleaners import Cleaner, cleaner_for
from motcua.forms.domain.definition import Reading
from motcua.forms.domain.names import ITEM, item_names_in, names_in, speaks_of_null
from motcua.forms.errors import FormDefinitionError
from motcua.kernel.errors import InvalidInputError

Names = Mapping[str, Any]
"""What conditions see: every field id (None when absent), `channel`, `today`."""

CONTEXT_NAMES = frozenset({"channel", "today"})


Condition = Callable[[str], Callable[[Names], bool]]
"""Compiles an expression; handed in, so that these pure functions don't know which engine runs it."""

Calculation = Callable[[str, str], Callable[[Names], Any]]
"""The same for an expression that gives a value of a kind ("money", "date", …), None for none."""


def no_calculation(expression: str, kind: str) -> Callable[[Names], Any]:
    """For whoever brings no engine for sums."""
    raise InvalidInputError(f"nothing here reckons {kind} from {expression!r}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition. `reads`: the fields that it names; `minds_absence`: it says itself what an absent answer means.

    `items`: the fields of the item at hand that it names (`item.sex`), in a group.
    """

    holds: Callable[[Names], bool]
    reads: tuple[str, ...]
    minds_absence: bool
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """What a calculated field is worked out from."""

    value: Callable[[Names], Any]
    reads: tuple[str, ...]
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    field: FormField
    clean: Cleaner
    shown: Rule | None
    reckon: Sum | None = None
    group: "Group | None" = None


@dataclass(frozen=True, slots=True)
class Group:
    """What is asked of each item. `nothing`: every field of it with None, an item before anything is answered."""

    questions: tuple[Question, ...]
    checks: tuple[tuple[Check, Rule], ...]
    nothing: Mapping[str, None]


@dataclass(frozen=True, slots=True)
class Step:
    """A page to run. `checks` pair what the package says with its rule."""

    page: Page
    shown: Rule | None
    questions: tuple[Question, ...]
    checks: tuple[tuple[Check, Rule], ...]


@dataclass(frozen=True, slots=True)
class CompiledForm(Form):
    """`nothing`: every field id with None, what a condition sees before anything is answered. `groups`: those fields
    that are one: never null to a condition, but a list with nobody in it. `prefilled`: the questions outside groups that
    a record may answer, in their order.
    """

    steps: tuple[Step, ...] = ()
    nothing: Mapping[str, None] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    prefilled: tuple[Question, ...] = ()


def compiled(form: Form) -> CompiledForm:
    """The form as `compile_form` made it."""
    if not isinstance(form, CompiledForm):
        raise TypeError("a form comes from compile_form")
    return form


def compile_definition(
    version_hash: str, raw: Any, condition: Condition, calculation: Calculation = no_calculation
) -> CompiledForm:
    """Raises FormDefinitionError with every fault and its path."""
    reading = Reading()
    reading.read(raw)
    compiler = _Compiler(reading, condition, calculation)
    steps = () if reading.faults else tuple(compiler.step(page) for page in reading.pages)
    if reading.faults:
        raise FormDefinitionError(reading.faults)
    fields = {asked.id: asked for page in reading.pages for asked in page.fields}
    groups = tuple(name for name, asked in fields.items() if asked.is_group)
    return CompiledForm(
        version_hash,
        tuple(reading.sections),
        tuple(reading.pages),
        fields,
        tuple(reading.parties),
        steps,
        dict.fromkeys(fields),
        groups,
        tuple(question for step in steps for question in step.questions if question.field.prefill),
    )


class _Compiler:
    """Walks the pages in their order: a condition may read only what was asked before it."""

    def __init__(self, reading: Reading, condition: Condition, calculation: Calculation) -> None:
        self._reading = reading
        self._condition = condition
        self._calculation = calculation
        self._all = {field.id for page in reading.pages for field in page.fields}
        self._asked: set[str] = set()
        self._in_item: set[str] | None = None  # what was asked of the item so far, while in a group

    def step(self, page: Page) -> Step:
        path = self._reading.paths[page.id]
        shown = self._rule(page.show_if, f"{path}.show_if")
        questions = tuple(self._question(field, f"{path}.fields[{n}]") for n, field in enumerate(page.fields))
        return Step(page, shown, questions, self._checks(page.checks, path))

    def _question(self, field: FormField, path: str) -> Question:
        shown = self._rule(field.show_if, f"{path}.show_if")
        reckon = self._sum(field, f"{path}.calculate") if field.calculate else None
        group = self._group(field, path) if field.type is FieldType.GROUP else None
        (self._asked if self._in_item is None else self._in_item).add(field.id)
        return Question(field, cleaner_for(field), shown, reckon, group)

    def _group(self, field: FormField, path: str) -> Group:
        self._in_item = set()
        questions = tuple(self._question(inner, f"{path}.fields[{n}]") for n, inner in enumerate(field.fields))
        checks = self._checks(field.checks, path)
        self._in_item = None
        return Group(questions, checks, dict.fromkeys(inner.id for inner in field.fields))

    def _checks(self, checks: tuple[Check, ...], path: str) -> tuple[tuple[Check, Rule], ...]:
        return tuple(
            (check, rule)
            for n, check in enumerate(checks)
            if (rule := self._rule(check.rule, f"{path}.checks[{n}].rule"))
        )

    def _rule(self, expression: str, path: str) -> Rule | None:
        if not expression:
            return None
        reads, items = self._reads(expression, path)
        try:
            holds = self._condition(expression)
        except InvalidInputError as error:
            self._reading.fault(path, str(error))
            return None
        return Rule(holds, reads, speaks_of_null(expression), items)

    def _sum(self, field: FormField, path: str) -> Sum | None:
        reads, items = self._reads(field.calculate, path)
        try:
            return Sum(self._calculation(field.calculate, field.type.value), reads, items)
        except InvalidInputError as error:
            self._reading.fault(path, str(error))
            return None

    def _reads(self, expression: str, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Fields that it reads, and those of the item; every one must have been asked before."""
        reads, items = names_in(expression) - CONTEXT_NAMES, item_names_in(expression)
        if ITEM in reads and self._in_item is None:
            self._reading.fault(path, "reads `item`, which there is only inside a group")
        for name in sorted(reads - self._asked - {ITEM}):
            self._reading.fault(path, self._reason(name))
        for name in sorted(items - self._in_item) if self._in_item is not None else ():
            self._reading.fault(path, f"reads `item.{name}`, which the group doesn't ask before; name an earlier field")
        return tuple(sorted(reads - {ITEM})), tuple(sorted(items))

    def _reason(self, name: str) -> str:
        if self._in_item is not None and name in self._in_item:
            return f"names {name!r}, a field of this group; write item.{name}"
        if name not in self._all:
            return f"names {name!r}, which this form doesn't ask; name a field of an earlier page, channel or today"
        return f"depends on {name!r}, which is asked here or later; a condition may only read what came before"
