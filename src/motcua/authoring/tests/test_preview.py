"""A package is seen as a citizen would see it, with no database at hand."""

from datetime import date
from pathlib import Path

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import override

from motcua.authoring import preview as previews
from motcua.authoring.preview import CHECK, PROCEDURE, QUESTION, Links, Preview
from motcua.catalogue.api import load_package, load_scenarios

ROOT = Path(__file__).resolve().parents[4] / "procedures"
PACKAGES = sorted(folder.parent for folder in ROOT.glob("*/procedure.yaml"))
LINKS = Links("/p", "/p/questions/PAGE", "/p/check")
DAY = date(2026, 3, 2)


def looking_at(folder, **more):
    return Preview(version=load_package(folder), links=LINKS, today=DAY, **more)


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_every_package_is_shown(folder, language):
    with override(language):
        preview = looking_at(folder)
        assert escape(preview.version.name[language]) in render_to_string(PROCEDURE, previews.procedure_page(preview))
        for page in preview.form.pages:
            shown = render_to_string(QUESTION, previews.question_page(preview, page.id))
            assert ("Chưa công bố" if language == "vi" else "Not published") in shown
        assert "/p" in render_to_string(CHECK, previews.check_page(preview))


def test_an_answer_is_judged_as_the_real_form_judges_it_and_leads_on():
    preview = looking_at(ROOT / "1.001193-birth-registration")
    page = preview.asked[0].id
    wrong = previews.answer(preview, page, QueryDict("requester_name=Trần Thị Tấm&requester_personal_id=12"))
    assert [problem.field for problem in wrong.problems] == ["requester_personal_id"]
    assert wrong.answers["requester_personal_id"] == "12", "what was typed is kept"
    right = previews.answer(preview, page, QueryDict("requester_name=Trần Thị Tấm&requester_personal_id=046199000017"))
    assert (right.problems, right.onward) == ((), "/p/questions/relation")


def test_the_check_reckons_fees_papers_and_the_day_it_would_be_ready():
    folder = ROOT / "3.000333-criminal-record"
    told = load_scenarios(folder)
    scenario = next(one for one in told.values() if one["expect"].get("fees") and "papers" in one["expect"])
    page = previews.check_page(looking_at(folder, answers=scenario["answers"]))
    assert page["fees"]["total"]
    assert "12/03/2026" in page["due"], "eight working days and a bit after 2 March"


def test_scenarios_say_what_came_out_otherwise():
    folder = ROOT / "1.001193-birth-registration"
    version, told = load_package(folder), dict(load_scenarios(folder))
    assert all(not played.wrong for played in previews.play_scenarios(version, told))
    told["married-parents"] = {**told["married-parents"], "expect": {"valid": True, "fees": 7}}
    played = {one.name: one for one in previews.play_scenarios(version, told)}
    assert played["married-parents"].wrong == (
        "The fees come to 0 đồng; the example expects 7. Work the sum out by hand from fees.yaml.",
    )
