"""Valid answers for any form, the same for the same seed: for tests over all procedures, benchmarks and rehearsals.

Everybody in them is made up. Types are made so that their cleaner takes them; rules of the package are met by trying.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from motcua.forms.contracts import FieldType, Form, FormContext, FormField
from motcua.forms.domain import decimals
from motcua.forms.domain.appointments import offered
from motcua.forms.domain.compiled import Question, Step, compiled
from motcua.forms.domain.dates import limit_of
from motcua.forms.domain.engine import Run
from motcua.forms.domain.faults import Fault
from motcua.kernel.languages import pick

TRIES, WALKS = 400, 25
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ")
_MIDDLE = ("Thị", "Văn", "Minh", "Thanh", "Ngọc", "Đức", "Thu", "Quang")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hạnh", "Khánh", "Liên", "Phúc", "Uyên", "Ỷ")
_WORDS = [
    "ví",
    "dụ",
    "nội",
    "dung",
    "khai",
    "để",
    "thử",
    "theo",
    "giấy",
    "tờ",
    "đã",
    "có",
    "tại",
    "nơi",
    "cư",
    "trú",
    "hiện",
    "nay",
]
_STREETS = ("Thử Nghiệm", "Ví Dụ", "Bản Nháp")


class NoAnswersFoundError(RuntimeError):
    """The rules of a page could not be met by trying; the package's rules may exclude each other."""


def generate_answers(form: Form, seed: int, context: FormContext) -> dict[str, Any]:
    """Cleaned answers that `validate_answers` has nothing against. Raises NoAnswersFoundError.

    Answers to one page can make a later one impossible, so the whole walk is tried again with other dice.
    """
    stuck = ""
    for walk in range(WALKS):
        dice = random.Random(f"{seed}/{walk}")
        run = Run(compiled(form), context)
        stuck = next((step.page.id for step in compiled(form).steps if not _answer_page(run, step, dice, context)), "")
        if not stuck:
            return run.answers
    raise NoAnswersFoundError(f"page {stuck}: its rules were met by none of {TRIES} tries")


def _answer_page(run: Run, step: Step, dice: random.Random, context: FormContext) -> bool:
    """Answer the page; answers that a rule refuses, and those it reads, are thrown again."""
    names, answers = dict(run.names), dict(run.answers)
    questions = {question.field.id: question for question in step.questions}
    raw: dict[str, Any] = {}
    again = {name for name, question in questions.items() if question.reckon is None}
    for _attempt in range(TRIES):
        raw |= {field_id: _answer(questions[field_id], dice, context) for field_id in sorted(again)}
        run.go_back(names, answers)
        run.step(step, raw)
        if not run.problems:
            return True
        wrong = {problem.field.partition("[")[0] for problem in run.problems}
        read = {name for check, rule in step.checks if check.field in wrong for name in rule.reads}
        again = (wrong | read | _behind(step, wrong)) & {n for n, q in questions.items() if q.reckon is None}
    return False


def _behind(step: Step, wrong: set[str]) -> set[str]:
    """What a calculated field that turned out wrong was worked out from."""
    return {
        name
        for question in step.questions
        if question.field.id in wrong and question.reckon
        for name in question.reckon.reads
    }


def _items(question: Question, dice: random.Random, context: FormContext) -> list[dict[str, Any]]:
    field, group = question.field, question.group
    most = min(field.max, field.min + 3)
    inner = [each for each in (group.questions if group else ()) if each.reckon is None]
    return [
        {each.field.id: _answer(each, dice, context) for each in inner} for _n in range(dice.randint(field.min, most))
    ]


def _answer(question: Question, dice: random.Random, context: FormContext) -> Any:
    """A value that the field's own cleaner takes; an optional field is left out now and then."""
    if question.group is not None:
        return _items(question, dice, context)
    if not question.field.required and dice.random() < 0.3:
        return None
    for _attempt in range(TRIES):
        value = _MAKE[question.field.type](question.field, dice, context)
        try:
            question.clean(value, context)
        except Fault:
            continue
        return value
    raise NoAnswersFoundError(f"field {question.field.id}: no {question.field.type} was accepted")


def _text(field: FormField, dice: random.Random, context: FormContext) -> str:
    """Mostly words; now and then what the hint gives as an example, or a number as papers carry them."""
    words = " ".join(dice.choices(_WORDS, k=dice.randint(2, 6)))
    example = pick(field.hint, "vi").partition(": ")[2].strip()
    if example and dice.random() < 0.4:
        return example[: field.max_length].strip()
    shape = dice.random()
    if shape < 0.1:
        words = f"{dice.choice('BCNP')}{dice.randint(0, 9_999_999):07d}"
    elif shape < 0.2:
        words = f"{_name(field, dice, context)} {_personal_id(field, dice, context)}"
    elif shape < 0.3:
        words = "".join(dice.choices("0123456789", k=dice.choice((6, 9, 10, 12))))
    elif shape < 0.45:
        words = f"{dice.randint(11, 99)}{dice.choice('ABCD')}-{dice.randint(0, 999):03d}.{dice.randint(0, 99):02d}"
    return words[: field.max_length].strip() or "a"


def _name(field: FormField, dice: random.Random, _context: FormContext) -> str:
    return f"{dice.choice(_FAMILY)} {dice.choice(_MIDDLE)} {dice.choice(_GIVEN)}"[: field.max_length].strip()


def _personal_id(_field: FormField, dice: random.Random, context: FormContext) -> str:
    year = context.today.year - dice.randint(18, 80)
    century = (year - 1900) // 100 * 2 + dice.randint(0, 1)
    return f"{dice.randint(1, 96):03d}{century}{year % 100:02d}{dice.randint(0, 999_999):06d}"


def _tax_code(_field: FormField, dice: random.Random, _context: FormContext) -> str:
    return f"{dice.randint(1, 96):02d}{dice.randint(0, 99_999_999):08d}"


def _phone(_field: FormField, dice: random.Random, _context: FormContext) -> str:
    return f"09{dice.randint(0, 99_999_999):08d}"


def _email(_field: FormField, dice: random.Random, _context: FormContext) -> str:
    return f"nguoi.thu.{dice.randint(1, 9_999)}@example.vn"


def _date(field: FormField, dice: random.Random, context: FormContext) -> str:
    earliest, latest = limit_of(field.min), limit_of(field.max)
    first = earliest(context.today) if earliest else None
    last = latest(context.today) if latest else None
    if first is None:
        first = (last or context.today) - timedelta(days=365 * 40)
    if last is None:
        last = max(first, context.today) if earliest is None else first + timedelta(days=365)
    found = date.fromordinal(dice.randint(first.toordinal(), max(first, last).toordinal())).isoformat()
    return found[: dice.choice((4, 7, 10))] if field.partial else found


def _decimal(field: FormField, dice: random.Random, _context: FormContext) -> str:
    low, high = decimals.limit_of(field.min), decimals.limit_of(field.max)
    low = low if low is not None else Decimal(0)
    high = high if high is not None else low + 1_000
    step = Decimal(1).scaleb(-field.places)
    return decimals.canonical(low + dice.randint(0, max(int((high - low) / step), 0)) * step)


def _number(field: FormField, dice: random.Random, _context: FormContext) -> int:
    low = int(field.min) if field.min is not None else 1
    high = int(field.max) if field.max is not None else max(low, 0) + 100
    return dice.randint(min(low, high), high)


def _money(field: FormField, dice: random.Random, _context: FormContext) -> int:
    low = int(field.min) if field.min is not None else 0
    high = int(field.max) if field.max is not None else low + 50_000_000
    return min(max(dice.randint(low, high) // 1_000 * 1_000, low), high)


def _choice(field: FormField, dice: random.Random, _context: FormContext) -> str:
    return dice.choice(field.options).value


def _choices(field: FormField, dice: random.Random, _context: FormContext) -> list[str]:
    count = dice.randint(1, len(field.options))
    return [option.value for option in dice.sample(field.options, count)]


def _yes_no(_field: FormField, dice: random.Random, _context: FormContext) -> bool:
    return dice.random() < 0.5


def _address(_field: FormField, dice: random.Random, context: FormContext) -> dict[str, str]:
    province, commune = "01", f"{dice.randint(1, 99_999):05d}"
    if context.units:
        communes = {unit.code: context.units(unit.code) for unit in context.units(None)}
        province = dice.choice([code for code, inside in communes.items() if inside])
        commune = dice.choice(communes[province]).code
    detail = f"Số {dice.randint(1, 300)} đường {dice.choice(_STREETS)}"
    return {"province": province, "commune": commune, "detail": detail}


def _appointment(field: FormField, dice: random.Random, context: FormContext) -> str:
    always = ((0, 24 * 60),)
    slots = field.slots
    free = (
        context.free_days(field)
        if context.free_days
        else offered(slots, lambda _day: always, context.today)
        if slots
        else ()
    )
    each = dice.choice(free) if free else None
    return f"{each.day.isoformat()}T{dice.choice(each.times)}" if each else ""


_MAKE: dict[FieldType, Callable[[FormField, random.Random, FormContext], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.NAME: _name,
    FieldType.PERSONAL_ID: _personal_id,
    FieldType.TAX_CODE: _tax_code,
    FieldType.PHONE: _phone,
    FieldType.EMAIL: _email,
    FieldType.DATE: _date,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.YES_NO: _yes_no,
    FieldType.ADDRESS: _address,
    FieldType.DECIMAL: _decimal,
    FieldType.APPOINTMENT: _appointment,
    FieldType.SIGNATURE: _name,
}
