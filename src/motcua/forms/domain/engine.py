"""Runs a form over answers: which pages are asked, what each answer becomes, what is wrong with it.

Pages and fields are judged in their order. A field that isn't asked, isn't answered or can't be read is absent: later
conditions see null. So hidden fields never come out, and validating what came out changes nothing. Only a group is
never absent: where it isn't asked, or nobody is in it, it is an empty list.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from motcua.forms.contracts import (
    Answers,
    Check,
    Fact,
    FieldType,
    Form,
    FormContext,
    FormField,
    Page,
    Problem,
    Validation,
)
from motcua.forms.domain.compiled import CompiledForm, Question, Rule, Step, Sum, compiled
from motcua.forms.domain.decimals import rounded
from motcua.forms.domain.faults import Fault, in_item, item_path, plain_problem, problem
from motcua.forms.domain.names import ITEM
from motcua.forms.errors import PageNotFoundError
from motcua.kernel.errors import InvalidInputError
from motcua.kernel.languages import pick
from motcua.kernel.texts import in_sentence

SPARE_ANSWERS = 50  # unknown keys that are still named one by one; more than this is no mistake
MOST_SENT = 200  # items of a group, empty ones among them, that are looked at at all
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
    return Validation(run.answers, (*outside, *run.problems), run.places)


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
    run.answers, run.problems, run.places = {}, [], {}
    run.step(ready.steps[place], _mapping(raw))
    return Validation(run.answers, (*outside, *run.problems), run.places)


def answers_at(form: Form, page_id: str, answers: Answers, raw: Any, context: FormContext) -> dict[str, Any]:
    """The page's cleaned answers, `raw` having been typed on it: what a page tells of itself is worked out from them.

    Raises PageNotFoundError.
    """
    return validate_page(
        form, page_id, {k: v for k, v in _mapping(raw).items() if k in form.fields}, answers, context
    ).answers


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
        self.places: dict[str, tuple[int, ...]] = {}
        for group in form.groups:
            self.names[group] = self.answers[group] = []
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
        return self._judge(step.questions, step.checks, raw, self.names, self.answers)

    def _judge(
        self,
        questions: tuple[Question, ...],
        checks: tuple[tuple[Check, Rule], ...],
        raw: Mapping[str, Any],
        names: dict[str, Any],
        answers: dict[str, Any],
    ) -> bool:
        """Judge the questions of a page, or of an item of a group; returns whether any of them is asked."""
        since = len(self.problems)
        asked = {question.field.id for question in questions if self._asked(question, raw, names, answers)}
        for check, rule in checks:
            if check.field in asked and not any(_is_about(found, check.field) for found in self.problems[since:]):
                self._check(check.field, rule, check.message)
        return bool(asked)

    def _asked(
        self, question: Question, raw: Mapping[str, Any], names: dict[str, Any], answers: dict[str, Any]
    ) -> bool:
        field = question.field
        if question.shown is not None and not self._shown(question.shown, field.id):
            return False
        given = raw.get(field.id)
        if names is self.names and (fact := self._context.facts.get(field.id)):
            if fact.locked:
                given = self._recorded(question, fact, given)
            if fact.judged == self._context.today and type(given) is type(fact.value) and given == fact.value:
                answers[field.id] = names[field.id] = fact.value  # judging it again would say the same
                return True
        if question.group is not None:
            names[field.id] = answers[field.id] = self._items(question, given)
            return True
        try:
            if question.reckon is not None:
                given = self._reckoned(question.reckon, field)
            value = None if given is None else question.clean(given, self._context)
        except Fault as fault:
            self.problems.append(problem(field, fault, self._context))
            return True
        if value is not None:
            answers[field.id] = names[field.id] = value
        elif field.required and question.reckon is None:
            missing = Fault("required", "required_choice" if field.type in _PICKED else "required")
            self.problems.append(problem(field, missing, self._context))
        return True

    def _recorded(self, question: Question, fact: Fact, given: Any) -> Any:
        """What the record says, which is the answer; that something else was sent is told."""
        try:
            same = given in (None, fact.value) or question.clean(given, self._context) in (None, fact.value)
        except Fault:
            same = given == fact.value
        if not same:
            self.problems.append(problem(question.field, Fault("differs_from_record"), self._context))
        return fact.value

    def _items(self, question: Question, given: Any) -> list[dict[str, Any]]:
        """Judge the items one by one. Those in which nothing stands are left out; too many are not even read."""
        field = question.field
        if given is not None and not isinstance(given, list | tuple):
            self.problems.append(problem(field, Fault("not_a_list"), self._context))
            given = ()
        since = len(self.problems)
        items, places, unread = [], [], 0
        sent = [(place, item) for place, item in enumerate((given or ())[:MOST_SENT]) if not is_blank(item)]
        for place, item in sent[: field.max]:
            told = len(self.problems)
            found = self._item(question, place, item)
            if any(value is not None for value in found.values()):
                items.append(found)
                places.append(place)
            elif told < len(self.problems):
                unread += 1
        self.places[field.id] = tuple(places)
        if len(sent) > field.max or len(given or ()) > MOST_SENT:
            self._count_problem(field, "too_many_items", since)
        elif len(items) + unread < field.min:
            self._count_problem(field, "too_few_items", since)
        return items

    def _item(self, question: Question, place: int, raw: Any) -> dict[str, Any]:
        field, group = question.field, question.group
        assert group is not None  # noqa: S101 - `_asked` looked
        since, found = len(self.problems), dict(group.nothing)
        self.names[ITEM] = found
        if isinstance(raw, Mapping):
            self.problems += _strange(raw, group.nothing.keys(), self._context)
            self._judge(group.questions, group.checks, raw, found, found)
            self.problems[since:] = [in_item(field, place, each, self._context) for each in self.problems[since:]]
        else:
            told = plain_problem(item_path(field.id, place), "not_an_item", self._context)
            self.problems.append(told)
        del self.names[ITEM]
        return found

    def _count_problem(self, field: FormField, code: str, since: int) -> None:
        """Told first: what is wrong with single items comes after."""
        item = pick(field.item, self._context.language)
        fault = Fault(code, least=field.min, most=field.max, item=in_sentence(item))
        self.problems.insert(since, problem(field, fault, self._context))

    def _reckoned(self, reckon: Sum, field: FormField) -> Any:
        """What the answers so far come to; None while something is missing that it takes."""
        try:
            value = reckon.value(self.names)
        except InvalidInputError:
            if self._all_known(reckon):
                self.problems.append(plain_problem(field.id, "broken_rule", self._context))
            return None
        return rounded(value, field.places) if value is not None and field.type is FieldType.DECIMAL else value

    def _shown(self, rule: Rule, field_id: str) -> bool:
        """Whether the condition holds. One that breaks never holds; it breaks silently only for want of an answer.

        What it reads is settled before it is first asked, so questions that share a condition decide it once; but
        what an item says is settled for that item alone.
        """
        decided = None if rule.items else self._decided.get(rule.holds)
        if decided is not None:
            return decided
        try:
            decided = rule.holds(self.names)
        except InvalidInputError:
            if self._all_known(rule):
                self.problems.append(plain_problem(field_id, "broken_rule", self._context))
            return False
        if not rule.items:
            self._decided[rule.holds] = decided
        return decided

    def _check(self, field_id: str, rule: Rule, message: Any) -> None:
        """A check waits until its fields are answered, unless it speaks of null itself."""
        if not rule.minds_absence and not self._all_known(rule):
            return
        try:
            if not rule.holds(self.names):
                self.problems.append(Problem(field_id, "check", pick(message, self._context.language)))
        except InvalidInputError:
            self.problems.append(plain_problem(field_id, "broken_rule", self._context))

    def _all_known(self, rule: Rule | Sum) -> bool:
        return all(self.names[name] is not None for name in rule.reads) and all(
            self.names[ITEM][name] is not None for name in rule.items
        )


def _is_about(found: Problem, field_id: str) -> bool:
    return found.field == field_id or found.field.startswith(f"{field_id}[")


def is_blank(item: Any) -> bool:
    """Whether nothing is said of an item: browsers send its empty boxes, and nobody means anything by them."""
    if isinstance(item, Mapping):
        return all(_says_nothing(value) for value in item.values())
    return item is None


def _says_nothing(value: Any) -> bool:
    if isinstance(value, str):
        return not value[:100].strip() and len(value) <= 100
    if isinstance(value, Mapping):
        return len(value) < 20 and all(part in (None, "") or part == {} for part in value.values())
    return value is None or (isinstance(value, list | tuple) and not value)


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
    return _strange(answers, expected, context)


def _strange(answers: Mapping[Any, Any], expected: Collection[str], context: FormContext) -> tuple[Problem, ...]:
    """Keys that are no fields, one by one; too many of them together."""
    if len(answers) > len(expected) + SPARE_ANSWERS:
        return (plain_problem("", "too_many_answers", context),)
    strange = [key for key in answers if key not in expected]
    return tuple(plain_problem(_readable_id(key), "unknown_field", context) for key in strange)


def _readable_id(key: Any) -> str:
    return key[:_LONGEST_ID].encode("ascii", "replace").decode() if isinstance(key, str) else type(key).__name__
