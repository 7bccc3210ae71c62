"""Whole pages of every package, as they stand while somebody fills them in: asked, worked out and refused alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from motcua.catalogue.api import load_package
from motcua.forms import api as forms
from motcua.forms.contracts import Answers, FieldType, Form, FormField, Page
from motcua.forms.tests.samples import CONTEXT
from motcua.forms.tests.test_every_procedure import PACKAGES
from motcua.forms.tests.twins import LIVE, shaped
from motcua.platform.testing.browsers import CHROMIUM

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")]
SEEDS = 12

_FILL_IN = """
async ([source, cases]) => {
  const address = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
  const {Page, cleaned} = await import(address);
  const shaped = (value) => typeof value === "bigint" ? {whole: String(value)} : value;
  return cases.map(([program, turns]) => {
    const page = new Page(program);
    return turns.map((typed) => {
      for (const [field, spec] of Object.entries(program.fields)) page.set(field, cleaned(typed[field], spec));
      page.settle();
      const sums = [...page.sums].map(([field, value]) => [field, page.hidden.has(field) ? null : shaped(value)]);
      const told = [...page.broken].sort((a, b) => a - b).map((place) => page.steps[place]);
      return {
        hidden: [...page.hidden].sort(),
        sums: Object.fromEntries(sums),
        told: told.map((step) => [step.field, step.more[0]]),
      };
    });
  });
}
"""


@dataclass(frozen=True)
class Filled:
    """A page, or the page of the first item of its group, and what different people type there one after the other."""

    page: Page
    fields: tuple[FormField, ...]
    group: str  # "" for a page of ordinary questions
    program: Mapping[str, Any]
    answers: Answers
    turns: list[dict[str, Any]]


def pages_of(form: Form) -> Iterator[Filled]:
    everybody = [forms.generate_answers(form, seed, CONTEXT) for seed in range(SEEDS)]
    for answers in everybody[:4]:
        for page in forms.asked_pages(form, answers, CONTEXT):
            first = page.fields[0]
            if first.is_group:
                program = forms.draw_item(form, page.id, 0, answers, CONTEXT).program
                said = [item for each in everybody for item in each.get(first.id, [])]
                fields, group = first.fields, first.id
            else:
                program = forms.draw_page(form, page.id, answers, CONTEXT).program
                said, fields, group = list(everybody), page.fields, ""
            if program:
                turns = [{field.id: typed(field, each.get(field.id)) for field in fields} for each in said]
                yield Filled(page, fields, group, program, answers, turns)


def typed(field: FormField, value: Any) -> Any:
    """What stands in the boxes of a field whose answer is `value`."""
    match field.type, value:
        case FieldType.DATE, _:
            return dict(zip(("year", "month", "day"), [*(value or "").split("-"), "", ""], strict=False))
        case FieldType.ADDRESS, _:
            return {part: (value or {}).get(part, "") for part in ("province", "commune", "detail")}
        case FieldType.CHOICES, _:
            return value or []
        case _, bool():
            return "yes" if value else "no"
    return "" if value is None else str(value)


def on_the_server(form: Form, case: Filled, raw: Mapping[str, Any]) -> dict[str, Any]:
    sent = {case.group: [raw]} if case.group else raw
    found = forms.validate_page(form, case.page.id, sent, case.answers, CONTEXT)
    items = found.answers.get(case.group) or [{}]
    answers = {name: value for name, value in items[0].items() if value is not None} if case.group else found.answers
    inside = f"{case.group}[0]." if case.group else ""
    mine = [each for each in found.problems if each.field.startswith(inside)]
    told = [(each.field.removeprefix(inside), each.message) for each in mine if each.code == "check"]
    wrong = {each.field.removeprefix(inside) for each in mine}
    decided = {step[1] for step in case.program["steps"] if step[0] == "show"}
    return {
        "hidden": sorted((decided & must_be_answered(case)) - answers.keys() - wrong),
        "sums": {step[1]: shaped(answers.get(step[1])) for step in case.program["steps"] if step[0] == "sum"},
        "told": first_told(told, case),
    }


def must_be_answered(case: Filled) -> set[str]:
    return {field.id for field in case.fields if field.required and not field.calculate}


def first_told(told: Iterable[Iterable[str]], case: Filled) -> list[list[str]]:
    """The server says the first rule of a question that is broken, the browser shows that one too; of those it knows."""
    known = {step[1] for step in case.program["steps"] if step[0] == "check"}
    first: dict[str, str] = {}
    for field, message in told:
        first.setdefault(field, message)
    # An item's message begins with what the item is called.
    return sorted([field, "" if case.group else message] for field, message in first.items() if field in known)


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_a_page_that_is_filled_in_stands_alike_on_both_sides(folder: Path, browser: Any):
    form = forms.compile_form(load_package(folder))
    cases = list(pages_of(form))
    tab = browser.new_page()
    found = tab.evaluate(_FILL_IN, [LIVE.read_text(encoding="utf-8"), [[case.program, case.turns] for case in cases]])
    tab.close()
    different = []
    for case, there in zip(cases, found, strict=True):
        for raw, seen in zip(case.turns, there, strict=True):
            seen["hidden"] = sorted(must_be_answered(case).intersection(seen["hidden"]))
            seen["told"] = first_told(seen["told"], case)
            here = on_the_server(form, case, raw)
            if here != seen:
                different.append((case.page.id, raw, {"server": here, "browser": seen}))
    assert different[:3] == []
