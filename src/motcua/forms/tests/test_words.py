"""What the room says, in both languages."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from motcua.forms import api as forms
from motcua.forms import errors
from motcua.forms.contracts import FormContext
from motcua.forms.domain.faults import SENTENCES
from motcua.forms.tests.samples import one, units
from motcua.kernel.errors import MotCuaError

REFUSALS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, MotCuaError)]
OWN = [kind for kind in REFUSALS if kind.__module__ == errors.__name__]


def english(sentence: str) -> str:
    with translation.override("en"):
        return translation.gettext(sentence)


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_is_said_in_english_with_the_same_facts(key: str):
    said = english(SENTENCES[key])
    assert said != SENTENCES[key] or key == "shown_money"
    assert set(re.findall(r"\{\w+\}", said)) == set(re.findall(r"\{\w+\}", SENTENCES[key]))


def test_the_context_of_a_request_speaks_its_language():
    with translation.override("en"):
        context = forms.form_context(units=units)
        found = forms.validate_answers(one("money", min=2_000), {"it": 1_000}, context)
        shown = forms.show_answers(one("money"), {"it": 50_000}, "en", units)
    assert found.problems[0].message == "This number is too small. The smallest is 2,000."
    assert shown[0].rows[0].value == "50,000 đồng"
    assert shown[0].rows[0].label == "Câu it (en)"


def test_every_refusal_has_a_code_of_its_own_that_the_readme_tells():
    codes = [kind.code for kind in OWN]
    readme = (Path(errors.__file__).parent / "README.md").read_text(encoding="utf-8")
    assert len(set(codes)) == len(codes) == 17
    for code in codes:
        assert code.startswith("forms.")
        assert f"`{code}`" in readme


def test_the_units_of_the_day_come_from_the_agencies_room(db: None):
    context: FormContext = forms.form_context()
    assert context.units is not None
    assert context.units("\x00") == context.units("nowhere") == ()
