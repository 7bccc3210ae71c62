"""Whole pages of every package, as they stand while somebody fills them in: asked, worked out and refused alike."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from motcua.catalogue.api import load_package
from motcua.forms import api as forms
from motcua.forms.contracts import Answers, FieldType, Form, FormField, Page
from motcua.forms.tests.samples import CONTEXT
from motcua.forms.tests.test_every_procedure import PACKAGES
from motcua.forms.tests.twins import LIVE, shaped

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM.is_file(), reason="there is no Chromium")]
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
Turn = tuple[str, dict[str, Any], dict[str, Any]]


def pages_of(form: Form) -> Iterator[tuple[Page, dict[str, Any], list[dict[str, Any]]]]:
    """Each page that has a program, with its program, and what different people type there one after the other."""
    everybody = [forms.generate_answers(form, seed, CONTEXT) for seed in range(SEEDS)]
    for answers in everybody[:4]:
        for page in forms.asked_pages(form, answers, CONTEXT):
            program = forms.draw_page(form, page.id, answers, CONTEXT).program
            if program:
                yield page, {"program": program, "answers": answers}, [typed_on(page, each) for each in everybody]


def typed_on(page: Page, answers: Answers) -> dict[str, Any]:
    return {field.id: typed(field, answers.get(field.id)) for field in page.fields}


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


def on_the_server(form: Form, page: Page, program: Mapping[str, Any], answers: Answers, raw: Any) -> dict[str, Any]:
    found = forms.validate_page(form, page.id, raw, answers, CONTEXT)
    told = [(each.field, each.message) for each in found.problems if each.code == "check"]
    wrong = {each.field for each in found.problems}
    decided = {step[1] for step in program["steps"] if step[0] == "show"}
    must = {field.id for field in page.fields if field.required and not field.calculate}
    return {
        "hidden": sorted((decided & must) - found.answers.keys() - wrong),
        "sums": {step[1]: shaped(found.answers.get(step[1])) for step in program["steps"] if step[0] == "sum"},
        "told": sorted(map(list, told)),
    }


def first_told(told: list[list[str]], checks: set[str]) -> list[list[str]]:
    """The server says the first rule of a question that is broken; the browser shows that one too."""
    first: dict[str, str] = {}
    for field, message in told:
        first.setdefault(field, message)
    return sorted([field, message] for field, message in first.items() if field in checks)


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_a_page_that_is_filled_in_stands_alike_on_both_sides(folder: Path, browser: Any):
    form = forms.compile_form(load_package(folder))
    cases = list(pages_of(form))
    tab = browser.new_page()
    sent = [[case["program"], turns] for _page, case, turns in cases]
    found = tab.evaluate(_FILL_IN, [LIVE.read_text(encoding="utf-8"), sent])
    tab.close()
    different = []
    for (page, case, turns), there in zip(cases, found, strict=True):
        program, must = case["program"], {field.id for field in page.fields if field.required and not field.calculate}
        checks = {step[1] for step in program["steps"] if step[0] == "check"}
        for raw, seen in zip(turns, there, strict=True):
            seen["hidden"] = sorted(must.intersection(seen["hidden"]))
            seen["told"] = first_told(seen["told"], checks)
            here = on_the_server(form, page, program, case["answers"], raw)
            here["told"] = first_told(here["told"], checks)
            if here != seen:
                different.append((page.id, raw, {"server": here, "browser": seen}))
    assert different[:3] == []
