"""What a person's record already answers, and what becomes of the answers when the record changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from motcua.forms.contracts import Answers, Fact, FieldType, Form, FormContext, FormField, FromRecord, RecordChange
from motcua.forms.domain.compiled import Question, compiled
from motcua.forms.domain.faults import Fault
from motcua.identity.contracts import PersonView

SOURCE = "applicant."
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class BroughtUp:
    """Answers that agree with the record again, and what changed in them or beside them."""

    answers: dict[str, Any]
    changes: tuple[RecordChange, ...]


def recorded(form: Form, person: PersonView, context: FormContext, at: datetime) -> dict[str, Fact]:
    """By field, what `person`'s record answers; `at`: when it was read.

    What the record lacks, or what this form could never take, is left for the person to answer. A locked day that is
    only too early or too late stays: another one would be untrue.
    """
    facts: dict[str, Fact] = {}
    for question in compiled(form).prefilled:
        value, judged = _known(question, person, context)
        if value is not None:
            field = question.field
            facts[field.id] = Fact(value, field.prefill, at, not field.editable, context.today if judged else None)
    return facts


def brought_up(answers: Answers, known: Facts, now: Facts) -> BroughtUp:
    """`answers` after the record was read again: it said `known` then and says `now`.

    What is locked follows the record. What may be changed follows it as long as the person had left it alone; else it
    stays as it is. Where the record has begun to answer, an open question is answered.
    """
    found, changes = dict(answers), []
    for name, fact in now.items():
        have, before = answers.get(name), known.get(name)
        if fact.locked or before is None:
            if have != fact.value and (fact.locked or have is None):
                found[name] = fact.value
                changes += [] if have is None and before else [RecordChange(name, have, fact.value)]
        elif before.value != fact.value:
            kept = have != before.value
            found[name] = have if kept else fact.value
            changes.append(RecordChange(name, before.value, fact.value, kept))
    return BroughtUp({name: value for name, value in found.items() if value is not None}, tuple(changes))


def told_together(earlier: tuple[RecordChange, ...], later: tuple[RecordChange, ...]) -> tuple[RecordChange, ...]:
    """Changes that nobody has seen yet and those since, each field once; what came back to what it was is left out."""
    found = {change.field: change for change in earlier}
    for change in later:
        first = found.get(change.field)
        found[change.field] = replace(change, before=first.before) if first else change
    return tuple(change for change in found.values() if change.before != change.after)


def origins(facts: Facts, answers: Answers) -> dict[str, FromRecord]:
    """For each answer that a record gave, or gave otherwise: where from, and whether it still is what the record says."""
    found: dict[str, FromRecord] = {}
    for name, fact in facts.items():
        if fact.at is not None and answers.get(name) is not None:
            same = answers[name] == fact.value
            found[name] = FromRecord(fact.source, fact.at, fact.locked, not same, None if same else fact.value)
    return found


def origins_from_json(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, FromRecord]:
    return {name: FromRecord(**{**one, "at": datetime.fromisoformat(one["at"])}) for name, one in kept.items()}


def origins_to_json(found: Mapping[str, FromRecord]) -> dict[str, Any]:
    return {
        name: {
            "source": one.source,
            "at": one.at.isoformat(),
            "locked": one.locked,
            "differs_from_record": one.differs_from_record,
            "recorded": one.recorded,
        }
        for name, one in found.items()
    }


def _known(question: Question, person: PersonView, context: FormContext) -> tuple[Any, bool]:
    """What the record says, None for nothing, and whether the question takes it as an answer."""
    source = question.field.prefill
    if not source.startswith(SOURCE):
        return None, False
    raw = _fact(question.field, source.removeprefix(SOURCE), person, context)
    if raw is None:
        return None, False
    try:
        return question.clean(raw, context), True
    except Fault:
        return (raw if _is_only_outside(question, raw) else None), False


def _is_only_outside(question: Question, raw: Any) -> bool:
    """Whether it is a day that only the form's limits refuse."""
    return question.field.type is FieldType.DATE and not question.field.editable and isinstance(raw, str)


def _fact(field: FormField, name: str, person: PersonView, context: FormContext) -> Any:
    if field.type is FieldType.ADDRESS:
        return _address(person, context) if name == "address" else None
    known = name in PersonView.__dataclass_fields__ and name != "id"
    value = getattr(person, name) if known else None
    return value.isoformat() if isinstance(value, date) else value or None


def _address(person: PersonView, context: FormContext) -> dict[str, str] | None:
    """The registered commune with its province, where the units of the day know it."""
    if not person.unit_code or not person.address:
        return None
    province = (context.province_of or _listed(context))(person.unit_code)
    return {"province": province, "commune": person.unit_code, "detail": person.address} if province else None


def _listed(context: FormContext) -> Callable[[str], str | None]:
    def province(code: str) -> str | None:
        units = context.units or (lambda _parent: ())
        return next((one.code for one in units(None) if any(unit.code == code for unit in units(one.code))), None)

    return province


def to_json(facts: Facts) -> dict[str, Any]:
    return {
        name: {"value": fact.value, "source": fact.source, "at": fact.at and fact.at.isoformat(), "locked": fact.locked}
        for name, fact in facts.items()
    }


def from_json(kept: Mapping[str, Any]) -> dict[str, Fact]:
    return {name: _read(Fact(**one)) for name, one in kept.items()}


def _read(fact: Fact) -> Fact:
    return replace(fact, at=datetime.fromisoformat(str(fact.at))) if fact.at else fact
