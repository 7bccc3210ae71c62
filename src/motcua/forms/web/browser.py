"""What a page needs so that it can answer at once in a browser: its expressions, and only the answers that they read.

The program is data (`<script type="application/json">`, no code) for `static/forms/live.js`. A page whose conditions are
so simple that `reveal.js` can do them, and that has neither rules nor sums, has none. An expression that reads a
sensitive answer of an earlier page stays on the server: the question then stands on the page as it does without scripts.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from motcua.catalogue import api as catalogue
from motcua.forms.contracts import Answers, Check, FieldType, Form, FormContext, FormField
from motcua.forms.domain import dates
from motcua.forms.domain.compiled import Question, Rule, Sum, compiled
from motcua.forms.domain.engine import names_before, page_place
from motcua.forms.domain.faults import SENTENCES, _
from motcua.forms.domain.names import ITEM
from motcua.forms.domain.revealing import Drawn, item_box
from motcua.kernel.languages import pick

Program = dict[str, Any]

SENTENCES |= {"question_comes": _("Có thêm câu hỏi: {label}."), "question_goes": _("Không cần trả lời nữa: {label}.")}
_WORDS = {
    "more": "question_comes",
    "less": "question_goes",
    "money": "shown_money",
    "yes": "shown_yes",
    "no": "shown_no",
}


def page_program(
    form: Form, page_id: str, drawn: tuple[Drawn, ...], answers: Answers, context: FormContext
) -> Program | None:
    """The program of a page as it is drawn; None when it needs none. Raises PageNotFoundError."""
    step = compiled(form).steps[page_place(form, page_id)]
    writing = _Writing(form, step.questions, step.checks, drawn, context)
    return writing.program(names_before(form, page_id, answers, context)) if writing.may_need_program() else None


def item_program(
    form: Form, page_id: str, place: int, drawn: tuple[Drawn, ...], *, answers: Answers, context: FormContext
) -> Program | None:
    """The program of the page of one item of a group; None when it needs none. Raises PageNotFoundError."""
    asked = compiled(form).steps[page_place(form, page_id)].questions[0]
    if asked.group is None:
        return None
    box = item_box(asked.field.id, place) + "-"
    writing = _Writing(form, asked.group.questions, asked.group.checks, drawn, context, box=box)
    return writing.program(names_before(form, page_id, answers, context)) if writing.may_need_program() else None


class _Writing:
    """One program being written."""

    def __init__(
        self,
        form: Form,
        questions: tuple[Question, ...],
        checks: tuple[tuple[Check, Rule], ...],
        drawn: tuple[Drawn, ...],
        context: FormContext,
        *,
        box: str = "",
    ) -> None:
        names = {each.field.id.removeprefix(box) for each in drawn}
        self._questions = [question for question in questions if question.field.id in names]
        self._checks = [(check, rule) for check, rule in checks if check.field in names]
        self._here = {question.field.id: question.field for question in questions}
        self._simple = {each.field.id.removeprefix(box) for each in drawn if each.reveal is not None}
        self._form, self._context, self._box = form, context, box
        self._steps: list[list[Any]] = []
        self._read: dict[str, frozenset[str] | None] = {}  # names of elsewhere, and the parts of them that are read
        self._withheld: set[str] = set()  # questions of this page of which the browser can't know enough

    def may_need_program(self) -> bool:
        return bool(self._checks) or any(
            question.reckon or (self._depends(question) and question.field.id not in self._simple)
            for question in self._questions
        )

    def program(self, names: Mapping[str, Any]) -> Program | None:
        """`names`: what expressions see before the page is answered."""
        facts = {name: fact.value for name, fact in self._context.facts.items() if fact.locked}
        names = {**names, **facts}
        for question in self._questions:
            self._show(question)
            self._sum(question)
        for check, rule in self._checks:
            self._check(check, rule, names)
        if all(kind == "show" and field in self._simple for kind, field, *_more in self._steps):
            return None
        read = {name for _kind, _field, _text, reads, *_more in self._steps for name in reads}
        read |= {name for step in self._steps if step[0] == "check" for name in step[-1]}
        asked = [field for name, field in self._here.items() if name in read and not field.calculate]
        return {
            "box": self._box,
            "item": bool(self._box),
            "known": {
                name: _pruned(names.get(name), parts)
                for name, parts in sorted(self._read.items())
                if name not in self._here or self._box or name in facts
            },
            "fields": {field.id: self._spec(field) for field in asked if self._box or field.id not in facts},
            "steps": self._steps,
            "words": {
                **{key: self._context.translate(SENTENCES[sentence]) for key, sentence in _WORDS.items()},
                "point": "." if self._context.language.startswith("en") else ",",
            },
        }

    def _depends(self, question: Question) -> bool:
        """Whether the condition reads what is asked on this very page; the others were decided when it was drawn."""
        return question.shown is not None and bool(self._reads(question.shown))

    def _reads(self, rule: Rule | Sum) -> list[str]:
        """The questions of this page that it reads."""
        return sorted(rule.items) if self._box else sorted(name for name in rule.reads if name in self._here)

    def _show(self, question: Question) -> None:
        if question.shown is not None and self._depends(question):
            expression = catalogue.condition(question.field.show_if).expression
            reads = self._reads(question.shown)
            if self._may_leave(expression, reads):
                self._steps.append(["show", question.field.id, expression.portable, reads])
            else:
                self._withheld.add(question.field.id)

    def _sum(self, question: Question) -> None:
        field = question.field
        if question.reckon is not None:
            expression = catalogue.calculation(field.calculate, field.type.value).expression
            reads = self._reads(question.reckon)
            if self._may_leave(expression, reads):
                self._steps.append(["sum", field.id, expression.portable, reads, self._spec(field)])
            else:
                self._withheld.add(field.id)

    def _check(self, check: Check, rule: Rule, names: Mapping[str, Any]) -> None:
        """A rule that waits for an answer of elsewhere waits as long as this page is open."""
        expression = catalogue.condition(check.rule).expression
        reads = self._reads(rule)
        elsewhere = rule.reads if self._box else set(rule.reads) - self._here.keys()
        waits = not rule.minds_absence and any(names.get(name) is None for name in elsewhere)
        if not waits and self._may_leave(expression, reads):
            message = pick(check.message, self._context.language)
            awaited = set() if rule.minds_absence else set(reads)
            if self._here[check.field].required and not self._here[check.field].calculate:
                awaited.add(check.field)
            self._steps.append(["check", check.field, expression.portable, reads, message, sorted(awaited)])

    def _may_leave(self, expression: catalogue.Expression, reads: Iterable[str]) -> bool:
        """Note what is read of elsewhere. False when some of it is sensitive, which doesn't leave the server again, or
        hangs on a question of which this holds.
        """
        elsewhere = [name for name in expression.reads if name != ITEM and (self._box or name not in self._here)]
        if any(_is_sensitive(self._form.fields.get(name)) for name in elsewhere) or self._withheld.intersection(reads):
            return False
        for name in elsewhere if self._box else expression.reads:
            before = self._read.get(name, frozenset())
            parts = expression.parts
            self._read[name] = None if before is None or parts is None else before | parts
        return True

    def _spec(self, field: FormField) -> list[Any]:
        """How an answer is read: its type, and what limits it."""
        more: dict[str, Any] = {}
        if field.type in {FieldType.NUMBER, FieldType.MONEY}:
            more = {key: value for key, value in (("min", field.min), ("max", field.max)) if value is not None}
        elif field.type is FieldType.DATE:
            limits = (("min", dates.limit_of(field.min)), ("max", dates.limit_of(field.max)))
            more = {key: limit(self._context.today).isoformat() for key, limit in limits if limit}
            more |= {"partial": True} if field.partial else {}
        elif field.type is FieldType.DECIMAL:
            more = {"places": field.places}
        elif field.type not in {FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO}:
            more = {"most": field.max_length}
        return [field.type.value, more] if more else [field.type.value]


def _is_sensitive(field: FormField | None) -> bool:
    return field is not None and (field.sensitive or any(inner.sensitive for inner in field.fields))


def _pruned(value: Any, parts: frozenset[str] | None) -> Any:
    """Of answers with parts only those that are read."""
    if parts is None:
        return value
    if isinstance(value, Mapping):
        return {key: _pruned(part, parts) for key, part in value.items() if key in parts}
    return [_pruned(item, parts) for item in value] if isinstance(value, list) else value
