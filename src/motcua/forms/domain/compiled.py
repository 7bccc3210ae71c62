"""A form made ready to run: each question with its cleaner, each condition compiled once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.forms.contracts import Check, Form, FormField, Page
from motcua.forms.domain.cleaners import Cleaner, cleaner_for
from motcua.forms.domain.definition import Reading
from motcua.forms.domain.names import names_in, speaks_of_null
from motcua.forms.errors import FormDefinitionError
from motcua.kernel.errors import InvalidInputError

Names = Mapping[str, Any]
"""What conditions see: every field id (None when absent), `channel`, `today`."""

CONTEXT_NAMES = frozenset({"channel", "today"})


Condition = Callable[[str], Callable[[Names], bool]]
"""Compiles an expression; handed in, so that these pure functions don't know which engine runs it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition. `reads`: the fields that it names; `minds_absence`: it says itself what an absent answer means."""

    holds: Callable[[Names], bool]
    reads: tuple[str, ...]
    minds_absence: bool


@dataclass(frozen=True, slots=True)
class Question:
    field: FormField
    clean: Cleaner
    shown: Rule | None


@dataclass(frozen=True, slots=True)
class Step:
    """A page to run. `checks` pair what the package says with its rule."""

    page: Page
    shown: Rule | None
    questions: tuple[Question, ...]
    checks: tuple[tuple[Check, Rule], ...]


@dataclass(frozen=True, slots=True)
class CompiledForm(Form):
    """`nothing`: every field id with None, what a condition sees before anything is answered."""

    steps: tuple[Step, ...] = ()
    nothing: Mapping[str, None] = field(default_factory=dict)


def compiled(form: Form) -> CompiledForm:
    """The form as `compile_form` made it."""
    if not isinstance(form, CompiledForm):
        raise TypeError("a form comes from compile_form")
    return form


def compile_definition(version_hash: str, raw: Any, condition: Condition) -> CompiledForm:
    """Raises FormDefinitionError with every fault and its path."""
    reading = Reading()
    reading.read(raw)
    compiler = _Compiler(reading, condition)
    steps = () if reading.faults else tuple(compiler.step(page) for page in reading.pages)
    if reading.faults:
        raise FormDefinitionError(reading.faults)
    fields = {asked.id: asked for page in reading.pages for asked in page.fields}
    return CompiledForm(
        version_hash, tuple(reading.sections), tuple(reading.pages), fields, steps, dict.fromkeys(fields)
    )


class _Compiler:
    """Walks the pages in their order: a condition may read only what was asked before it."""

    def __init__(self, reading: Reading, condition: Condition) -> None:
        self._reading = reading
        self._condition = condition
        self._all = {field.id for page in reading.pages for field in page.fields}
        self._asked: set[str] = set()

    def step(self, page: Page) -> Step:
        path = self._reading.paths[page.id]
        shown = self._rule(page.show_if, f"{path}.show_if")
        questions = tuple(self._question(field, f"{path}.fields[{n}]") for n, field in enumerate(page.fields))
        checks = tuple(
            (check, rule)
            for n, check in enumerate(page.checks)
            if (rule := self._rule(check.rule, f"{path}.checks[{n}].rule"))
        )
        return Step(page, shown, questions, checks)

    def _question(self, field: FormField, path: str) -> Question:
        question = Question(field, cleaner_for(field), self._rule(field.show_if, f"{path}.show_if"))
        self._asked.add(field.id)
        return question

    def _rule(self, expression: str, path: str) -> Rule | None:
        if not expression:
            return None
        reads = names_in(expression) - CONTEXT_NAMES
        for name in sorted(reads - self._asked):
            self._reading.fault(path, self._reason(name))
        try:
            holds = self._condition(expression)
        except InvalidInputError as error:
            self._reading.fault(path, str(error))
            return None
        return Rule(holds, tuple(sorted(reads)), speaks_of_null(expression))

    def _reason(self, name: str) -> str:
        if name not in self._all:
            return f"names {name!r}, which this form doesn't ask; name a field of an earlier page, channel or today"
        return f"depends on {name!r}, which is asked here or later; a condition may only read what came before"
