"""Every package's own result paper is set with everything its form and its flow can say."""

import re
from pathlib import Path

import pytest
import yaml

from motcua.dossiers.contracts import DocumentKind
from motcua.dossiers.documents.data import Line
from motcua.dossiers.documents.rendering import render_document
from motcua.dossiers.documents.tests.test_papers import pages_of, text_of, usual
from motcua.forms.contracts import ShownAnswer, ShownSection

PACKAGES = Path(__file__).resolve().parents[5] / "procedures"
BODIES = sorted(PACKAGES.glob("*/documents/result.typ"))
_EXAMPLES = {"date": "2026-02-05", "yes_no": "Có", "number": "3", "money": "5.000.000 đồng"}
_ASKED = re.compile(r'(?:answer|value|yes|chose)\("(\w+)"')
_FILLED = re.compile(r'filled\("(\w+)"')


def fields_of(body: Path) -> list[dict]:
    form = yaml.safe_load((body.parents[1] / "form.yaml").read_text())
    return [field for section in form["sections"] for page in section["pages"] for field in page["fields"]]


def result_fields_of(body: Path) -> list[dict]:
    return yaml.safe_load((body.parents[1] / "flow.yaml").read_text()).get("result", {}).get("fields", [])


def example(field: dict) -> str:
    return _EXAMPLES.get(field["type"], f"{field['label']['vi'].rstrip('?')} Ễ")


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.parents[1].name)
def test_a_package_paper_asks_only_for_fields_that_exist(body):
    source = body.read_text()
    assert set(_ASKED.findall(source)) - {field["id"] for field in fields_of(body)} == set()
    assert set(_FILLED.findall(source)) - {field["id"] for field in result_fields_of(body)} == set()


@pytest.mark.parametrize("option", [0, 1])
@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.parents[1].name)
def test_a_package_paper_is_set_on_one_page_with_what_was_filled_in(body, option):
    """`option`: with every first choice taken, and with every last one."""
    fields = fields_of(body)
    rows = tuple(ShownAnswer(field["id"], "page", field["label"]["vi"], example(field)) for field in fields)
    chosen = {field["id"]: field["options"][-option]["value"] for field in fields if field.get("options")}
    result = tuple(
        Line(field=field["id"], label=field["label"]["vi"], value=example(field)) for field in result_fields_of(body)
    )
    paper = usual(
        answers=(ShownSection("all", "Tất cả", rows),),
        values=chosen | {field["id"]: bool(option) for field in fields if field["type"] == "yes_no"},
        result=result,
    )
    printed = render_document(DocumentKind.RESULT, paper, body=body.read_text())
    said = text_of(printed)
    assert f"{example(result_fields_of(body)[0])}" in said
    assert "2026-02-05" not in said
    assert pages_of(printed) == 1


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.parents[1].name)
def test_a_package_paper_is_set_for_a_dossier_with_no_optional_answer(body):
    assert pages_of(render_document(DocumentKind.RESULT, usual(answers=(), result=()), body=body.read_text())) == 1
