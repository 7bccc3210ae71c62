import re
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalogue.api import condition
from motcua.forms.api import draw_item, draw_page, group_of, is_redrawing, items_of, read_item, read_post
from motcua.forms.contracts import FieldType, Form
from motcua.forms.domain.compiled import compile_definition
from motcua.forms.domain.engine import validate_page
from motcua.forms.domain.generating import generate_answers
from motcua.forms.domain.showing import show_answers
from motcua.forms.tests.samples import CONTEXT, EVERYTHING, SIMPLE, definitions, field, hostile, make, one, page, say


def html(form: Form, page_id: str = "only", answers: Any = None, **more: Any) -> str:
    drawn = draw_page(form, page_id, answers or {}, CONTEXT, **more)
    return render_to_string("forms/page.html", {"page": drawn})


def boxes(markup: str) -> dict[str, list[str]]:
    """What a browser without scripts would send for this page."""
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", markup):
        kind = re.search(r'type="(\w+)"', tag)
        if kind and kind[1] in ("radio", "checkbox") and " checked" not in tag:
            continue
        value = re.search(r'value="([^"]*)"', tag)
        sent.setdefault(re.search(r'name="([^"]+)"', tag)[1], []).append(value[1] if value else "")  # type: ignore[index]
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', markup):
        sent[name] = [text]
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', markup, re.DOTALL):
        picked = re.search(r'<option value="([^"]*)" selected', inner)
        sent[name] = [picked[1] if picked else ""]
    return sent


def posted(markup: str) -> QueryDict:
    import html as entities

    post = QueryDict(mutable=True)
    for name, values in boxes(markup).items():
        post.setlist(name, [entities.unescape(value) for value in values])
    return post


@pytest.mark.parametrize("kind", list(FieldType))
def test_what_is_drawn_comes_back_from_the_browser_as_it_went(kind: FieldType):
    for seed in range(5):
        answers = generate_answers(EVERYTHING, seed, CONTEXT)
        markup = html(EVERYTHING, f"page_{kind}", answers)
        raw = read_post(next(p for p in EVERYTHING.pages if p.id == f"page_{kind}"), posted(markup))
        judged = validate_page(EVERYTHING, f"page_{kind}", raw, answers, CONTEXT)
        assert judged.problems == ()
        assert judged.answers == {f"a_{kind}": answers[f"a_{kind}"]}


@settings(max_examples=60)
@given(definitions(), st.integers(0, 1000))
def test_walking_through_the_pages_of_any_form_loses_no_answer(raw: dict[str, Any], seed: int):
    form = compile_definition("hash", raw, condition)
    answers = generate_answers(form, seed, CONTEXT)
    groups = [name for name, asked in form.fields.items() if asked.is_group]
    for asked in form.pages:
        sent = read_post(asked, posted(html(form, asked.id, answers)))
        judged = validate_page(form, asked.id, sent, answers, CONTEXT)
        assert {**{name: [] for name in groups}, **judged.answers}.items() >= {
            f.id: answers[f.id] for f in asked.fields if f.id in answers
        }.items()


@settings(max_examples=60)
@given(hostile)
def test_hostile_answers_are_drawn_harmlessly(junk: Any):
    raw = dict.fromkeys(EVERYTHING.fields, junk)
    for asked in EVERYTHING.pages:
        problems = validate_page(EVERYTHING, asked.id, {}, {}, CONTEXT).problems
        html(EVERYTHING, asked.id, raw=raw, problems=problems)


def test_markup_in_answers_labels_and_hints_is_escaped():
    attack = '"><script>alert(1)</script>'
    form = make(
        page("only", *(field(f"a_{kind}", kind.value, hint=say(attack)) | {"label": say(attack)} for kind in SIMPLE))
    )
    markup = html(form, raw=dict.fromkeys(form.fields, attack))
    assert "<script>alert" not in markup
    shown = show_answers(form, {"a_text": attack}, CONTEXT)
    assert "<script>alert" not in render_to_string(
        "forms/check_answers.html", {"sections": shown, "change_url": "/x/PAGE"}
    )


def test_nothing_on_the_page_needs_inline_scripts_or_styles():
    for asked in EVERYTHING.pages:
        assert not re.search(r"\son\w+=|\sstyle=|<script(?![^>]*\ssrc=)", html(EVERYTHING, asked.id))


def test_a_question_shown_by_one_option_stands_under_it():
    form = make(page("only", field("it", "choice"), field("why", show_if="it == 'b'")))
    markup = html(form)
    under = re.search(
        r'<div class="govuk-radios__conditional[^>]*>(.*?)</div>\s*<div class="govuk-radios__item', markup, re.DOTALL
    )
    assert under
    assert 'name="why"' in under[1]
    assert markup.count('name="why"') == 1


def test_a_question_shown_by_several_options_stands_on_its_own_and_says_which():
    form = make(page("only", field("it", "choice"), field("why", show_if="it in ['a', 'b']")))
    assert 'data-shown-by="it" data-shown-for="a b"' in html(form)


def test_a_question_with_a_condition_too_clever_to_draw_always_stands_there():
    form = make(page("only", field("it", "choice"), field("why", show_if="it != 'a' && channel == 'online'")))
    markup = html(form)
    assert 'name="why"' in markup
    assert "data-shown-by" not in markup


def test_what_is_typed_into_a_question_that_is_not_asked_is_ignored():
    form = make(page("only", field("it", "yes_no"), field("why", show_if="it == true")))
    judged = validate_page(form, "only", {"it": "no", "why": "x"}, {}, CONTEXT)
    assert judged.answers == {"it": False}
    assert judged.problems == ()


def test_a_question_that_earlier_pages_rule_out_is_not_drawn():
    form = make(page("one", field("it", "yes_no")), page("two", field("a"), field("b", show_if="it == true")))
    assert 'name="b"' not in html(form, "two", {"it": False})
    assert 'name="b"' in html(form, "two", {"it": True})


def test_errors_lead_to_the_box_that_is_wrong_in_the_order_of_the_page():
    form = make(page("only", field("born", "date"), field("home", "address"), field("it")))
    raw = {"born": {"day": "1", "month": "3", "year": ""}, "home": {"province": "46", "commune": "", "detail": "x"}}
    problems = validate_page(form, "only", raw, {}, CONTEXT).problems
    drawn = draw_page(form, "only", {}, CONTEXT, raw=raw, problems=reversed(problems))
    assert [error["href"] for error in drawn.errors] == ["#born-day", "#home-commune", "#it"]

    markup = html(form, raw=raw, problems=problems)
    for error in drawn.errors:
        assert f'id="{error["href"][1:]}"' in markup
    assert re.search(r'govuk-input--error[^>]*name="born-year"', markup) or re.search(r'name="born-year"[^>]*', markup)
    assert 'id="home-commune-error"' in markup


def test_boxes_tell_browsers_and_keyboards_what_they_are():
    form = make(
        page(
            "only",
            field("who", "name", prefill="applicant.full_name"),
            field("born", "date", prefill="applicant.birth_date"),
            field("number", "personal_id"),
            field("mail", "email", required=False),
        )
    )
    markup = html(form)
    assert re.search(
        r'name="who"[^>]*spellcheck="false"[^>]*autocomplete="name"|name="who"[^>]*autocomplete="name"', markup
    )
    assert 'autocomplete="bday-year"' in markup
    assert re.search(r'name="number"[^>]*inputmode="numeric"', markup)
    assert "(không bắt buộc)" in markup


def test_the_communes_are_those_of_the_chosen_province():
    before = html(one("address"))
    assert "Đơn vị 46" in before
    assert "Hãy chọn tỉnh trước" in before
    assert "Đơn vị 19753" not in before
    after = html(one("address"), raw={"it": {"province": "46"}})
    assert "Đơn vị 19753" in after
    assert "Đơn vị 20242" not in after
    assert 'hx-target="#it-commune"' in after
    assert re.search(r'<noscript>\s*<button[^>]*name="choose-province"', after)


def test_the_button_for_choosing_a_province_is_recognised():
    assert is_redrawing(QueryDict("it-province=46&choose-province=it"))
    assert not is_redrawing(QueryDict("it-province=46"))


def test_a_lone_question_is_the_heading_when_it_reads_like_the_title():
    form = make(page("only", field("it") | {"label": say("Bạn tên gì?")}) | {"title": say("Bạn tên gì?")})
    markup = html(form)
    assert markup.count("Bạn tên gì?") == 1
    assert len(re.findall("<h1", markup)) == 1
    assert len(re.findall("<h1", html(one("text")))) == 1


def test_answers_are_checked_with_a_link_to_each_page():
    shown = show_answers(EVERYTHING, generate_answers(EVERYTHING, 1, CONTEXT), CONTEXT)
    markup = render_to_string("forms/check_answers.html", {"sections": shown, "change_url": "/drafts/7/PAGE"})
    assert 'href="/drafts/7/page_phone#a_phone"' in markup
    assert markup.count("Sửa") == sum(len(section.rows) for section in shown)
    assert "Sửa" not in render_to_string("forms/check_answers.html", {"sections": shown})


@pytest.mark.usefixtures("db")
def test_the_communes_of_a_province_can_be_had_alone():
    client = Client()
    for query in (
        "",
        "field=home",
        "field=home&home-province=4x",
        "field=%00&%00-province=%00",
        "field=home&home-province=99",
    ):
        answer = client.get(f"/forms/communes?{query}")
        assert answer.status_code == 200
        assert answer.content.decode().count("<option") == 1
    assert client.post("/forms/communes").status_code == 405


@settings(max_examples=40)
@given(definitions(), st.integers(0, 1000))
def test_the_page_of_each_item_of_any_group_gives_back_what_it_was_drawn_with(raw: dict[str, Any], seed: int):
    form = compile_definition("hash", raw, condition)
    answers = generate_answers(form, seed, CONTEXT)
    for asked in form.pages:
        group = group_of(asked)
        if group is None:
            continue
        items = items_of(group, answers)
        for place, item in enumerate(items):
            drawn = draw_item(form, asked.id, place, answers, CONTEXT)
            sent = read_item(group, place, posted(render_to_string("forms/page.html", {"page": drawn})))
            again = {group.id: [*items[:place], sent, *items[place + 1 :]]}
            judged = validate_page(form, asked.id, again, answers, CONTEXT)
            assert judged.answers[group.id][place] == item
