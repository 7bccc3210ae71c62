"""Runs a form over answers: which pages are asked, what each answer becomes, what is wrong with it.

Pages and fields are judged in their order. A field that isn't asked, isn't answered or can't be read is absent: later
conditions see null. So hidden fields never come out, and validating what came out changes nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from motcua.forms.contracts import Answers, FieldType, Form, FormContext, Page, Problem, Validation
from motcua.forms.domain.compiled import CompiledForm, Question, Rule, Step, compiled
from motcua.forms.domain.faults import Fault, plain_problem, problem
from motcua.forms.errors import PageNotFoundError
from motcua.kernel.errors import InvalidInputError
from motcua.kernel.languages import pick

SPARE_ANSWERS = 50  # unknown keys that are still named one by one; more than this is no mistake
_LONGEST_ID = 64
_PICKED = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO})


def asked_pages(form: Form, answers: Answers, context: FormContext) -> tuple[Page, ...]:
    """The pages that are asked, in order, given `answers`. A page of which no field is asked is not asked."""
    run = Run(compiled(form), context)
    return tuple(step.page for step in run.whole(_mapping(answers)))


def clean_answers(form: Form, answers: Answers, context: FormContext) -> dict[str, Any]:
    """The readable answers of the fields that are asked; everything else left out."""
    return validate_answers(form, answers, context).answers


def validate_answers(form: Form, answers: Any, context: FormContext) -> Validation:
    """Judge all answers, typed JSON or browsers' text. Never raises for what `answers` holds."""
    ready = compiled(form)
    if (outside := _outside(ready, answers, context)) and outside[0].code != "unknown_field":
        return Validation({}, outside)
    run = Run(ready, context)
    for _step in run.whole(_mapping(answers)):
        pass
    return Validation(run.answers, (*outside, *run.problems))


def validate_page(form: Form, page_id: str, raw: Any, answers: Answers, context: FormContext) -> Validation:
    """Judge one page's `raw` answers; `answers` are those of the pages before. Raises PageNotFoundError.

    What comes back holds only this page's answers and problems.
    """
    ready = compiled(form)
    place = page_place(ready, page_id)
    outside = _outside(ready, raw, context, frozenset(field.id for field in ready.pages[place].fields))
    run = Run(ready, context)
    for step in ready.steps[:place]:
        run.step(step, _mapping(answers))
    run.answers, run.problems = {}, []
    run.step(ready.steps[place], _mapping(raw))
    return Validation(run.answers, (*outside, *run.problems))


def page_place(form: Form, page_id: str) -> int:
    """The page's place among all pages. Raises PageNotFoundError."""
    for place, page in enumerate(form.pages):
        if page.id == page_id:
            return place
    raise PageNotFoundError(page=page_id[:_LONGEST_ID])


def first_open_page(form: Form, answers: Answers, context: FormContext) -> str | None:
    """The id of the first asked page with something still to mend or to answer; None when all is well."""
    run = Run(compiled(form), context)
    for step in run.whole(_mapping(answers)):
        if run.problems:
            return step.page.id
    return None


def names_before(form: Form, page_id: str, answers: Answers, context: FormContext) -> dict[str, Any]:
    """What the conditions of a page see before it is answered. Raises PageNotFoundError."""
    ready = compiled(form)
    run = Run(ready, context)
    for step in ready.steps[: page_place(ready, page_id)]:
        run.step(step, _mapping(answers))
    return run.names


class Run:
    """One walk over the form."""

    def __init__(self, form: CompiledForm, context: FormContext) -> None:
        self._form = form
        self._context = context
        self.names: dict[str, Any] = {
            **form.nothing,
            "channel": context.channel,
            "today": context.today.isoformat(),
        }
        self.answers: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self._decided: dict[Any, bool] = {}

    def go_back(self, names: Mapping[str, Any], answers: Mapping[str, Any]) -> None:
        """Return to where the walk had these, to try a page again."""
        self.names, self.answers, self.problems, self._decided = dict(names), dict(answers), [], {}

    def whole(self, raw: Mapping[str, Any]) -> Iterator[Step]:
        """Walk all pages; yields each that is asked, after it was judged."""
        for step in self._form.steps:
            if self.step(step, raw):
                yield step

    def step(self, step: Step, raw: Mapping[str, Any]) -> bool:
        """Judge one page; returns whether it is asked."""
        if step.shown is not None and not self._shown(step.shown, step.page.fields[0].id):
            return False
        asked = {question.field.id for question in step.questions if self._asked(question, raw)}
        for check, rule in step.checks:
            if check.field in asked:
                self._check(check.field, rule, check.message)
        return bool(asked)

    def _asked(self, question: Question, raw: Mapping[str, Any]) -> bool:
        field = question.field
        if question.shown is not None and not self._shown(question.shown, field.id):
            return False
        given = raw.get(field.id)
        try:
            value = None if given is None else question.clean(given, self._context)
        except Fault as fault:
            self.problems.append(problem(field, fault, self._context))
            return True
        if value is not None:
            self.answers[field.id] = self.names[field.id] = value
        elif field.required:
            missing = Fault("required", "required_choice" if field.type in _PICKED else "required")
            self.problems.append(problem(field, missing, self._context))
        return True

    def _shown(self, rule: Rule, field_id: str) -> bool:
        """Whether the condition holds. One that breaks never holds; it breaks silently only for want of an answer.

        What it reads is settled before it is first asked, so questions that share a condition decide it once.
        """
        decided = self._decided.get(rule.holds)
        if decided is not None:
            return decided
        try:
            decided = rule.holds(self.names)
        except InvalidInputError:
            if self._all_known(rule):
                self.problems.append(plain_problem(field_id, "broken_rule", self._context))
            return False
        self._decided[rule.holds] = decided
        return decided

    def _check(self, field_id: str, rule: Rule, message: Any) -> None:
        """A check waits until its fields are answered, unless it speaks of null itself."""
        if not rule.minds_absence and not self._all_known(rule):
            return
        if any(found.field == field_id for found in self.problems):
            return
        try:
            if not rule.holds(self.names):
                self.problems.append(Problem(field_id, "check", pick(message, self._context.language)))
        except InvalidInputError:
            self.problems.append(plain_problem(field_id, "broken_rule", self._context))

    def _all_known(self, rule: Rule) -> bool:
        return all(self.names[name] is not None for name in rule.reads)


def _mapping(answers: Any) -> Mapping[str, Any]:
    return answers if isinstance(answers, Mapping) else {}


def _outside(
    form: CompiledForm, answers: Any, context: FormContext, known: frozenset[str] | None = None
) -> tuple[Problem, ...]:
    """Problems of what was sent as a whole: no object, too much of it, fields that aren't asked for here."""
    if not isinstance(answers, Mapping):
        return (plain_problem("", "not_an_object", context),)
    expected = form.nothing.keys() if known is None else known
    if answers.keys() <= expected:
        return ()
    if len(answers) > len(expected) + SPARE_ANSWERS:
        return (plain_problem("", "too_many_answers", context),)
    strange = [key for key in answers if key not in expected]
    return tuple(plain_problem(_readable_id(key), "unknown_field", context) for key in strange)


def _readable_id(key: Any) -> str:
    return key[:_LONGEST_ID].encode("ascii", "replace").decode() if isinstance(key, str) else type(key).__name__
