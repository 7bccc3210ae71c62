"""Addresses of before: mapped, asked back where a commune was split, found by name with buttons alone."""

from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client

from motcua.agencies import api as agencies
from motcua.forms.api import draw_page, is_redrawing, read_item, read_post
from motcua.forms.contracts import Form
from motcua.forms.domain.engine import is_blank, validate_answers, validate_page
from motcua.forms.domain.keeping import kept_answers
from motcua.forms.domain.showing import show_answers
from motcua.forms.tests.samples import CONTEXT, field, make, one, page
from motcua.forms.tests.test_pages import posted
from motcua.platform import remembering

WHOLE, SPLIT = "20014", "00016"
FORM = one("address")
HOME = {"province": "46", "commune": "19804", "detail": "12 Lê Lợi"}
OF_BEFORE = HOME | {"old": {"code": WHOLE, "text": "Phường Hương Vinh, Quận Cũ, Tỉnh Cũ"}}


def judged(answer: Any, **more: Any) -> Any:
    found = validate_answers(FORM, {"it": answer}, replace(CONTEXT, **more))
    return found.problems[0].code if found.problems else found.answers.get("it")


def drawn(answer: Any, form: Form = FORM, **more: Any) -> str:
    return render_to_string(
        "forms/page.html", {"page": draw_page(form, "only", {}, CONTEXT, raw={"it": answer}, **more)}
    )


def test_a_former_commune_that_became_one_is_answered_with_it_and_keeps_what_it_was():
    assert judged({"old": {"code": WHOLE}, "detail": "12 Lê Lợi"}) == OF_BEFORE
    assert judged(OF_BEFORE) == OF_BEFORE, "cleaning again changes nothing"
    assert judged(OF_BEFORE | {"old": {"code": WHOLE, "text": "made up"}}) == OF_BEFORE


def test_of_a_split_one_the_citizen_says_which_part_it_is():
    assert judged({"old": {"code": SPLIT}, "detail": "1"}) == "which_part"
    assert judged({"old": {"code": SPLIT}, "detail": "1", "commune": "19753"})["commune"] == "19753"
    assert judged({"old": {"code": SPLIT}, "detail": "1", "commune": "20242"}) == "not_of_old_unit"
    assert judged({"old": {"code": SPLIT}, "detail": "1", "commune": "19753", "province": "48"}) == "commune_elsewhere"


@pytest.mark.parametrize(
    ("old", "code"),
    [
        ({"code": "99999"}, "unknown_old_unit"),
        ({"code": "٢٠٠١٤"}, "unknown_old_unit"),
        ({"code": "2" * 300}, "unknown_old_unit"),
        ({"code": "2" * 5000}, "too_long"),
        ({"code": 20014}, "not_text"),
        ({"code": WHOLE, "more": "x"}, "not_an_address"),
        ("20014", "not_an_address"),
        ([], "not_an_address"),
        ({}, "no_old_unit"),
        ({"name": "Hương"}, "no_old_unit"),
        ({"code": WHOLE, "name": "Ngọc Hà"}, "no_old_unit"),
        ({"code": WHOLE, "province": "48"}, "no_old_unit"),
        ({"code": {}, "name": []}, "not_text"),
        ({"name": "a\x00b"}, "strange_characters"),
    ],
)
def test_what_names_no_former_commune_is_told(old: Any, code: str):
    assert judged({"old": old, "detail": "12"}) == code


def test_an_address_of_before_in_which_nothing_stands_is_no_answer():
    assert judged({"old": {"province": "46", "name": " ", "code": ""}, "detail": ""}) == "required"
    assert is_blank({"home": {"old": {}, "detail": ""}})
    assert judged({"old": {"code": WHOLE}, "detail": ""}) == "no_detail"


def test_without_a_table_the_shape_alone_is_checked():
    assert judged(OF_BEFORE, old_units=None, units=None) == OF_BEFORE
    assert judged({"old": {"code": WHOLE}, "detail": "1"}, old_units=None, units=None) == "no_province"


def test_it_is_shown_with_what_it_was():
    row = show_answers(FORM, {"it": OF_BEFORE}, CONTEXT)[0].rows[0]
    assert row.value == "12 Lê Lợi, Đơn vị 19804, Đơn vị 46 (địa chỉ cũ: Phường Hương Vinh, Quận Cũ, Tỉnh Cũ)"


def test_a_draft_keeps_what_was_typed_of_it_and_asks_again():
    typed = {"it": {"old": {"province": "46", "name": "Hương \x00"}, "detail": "12"}}
    found = validate_page(FORM, "only", typed, {}, CONTEXT)
    kept = kept_answers(FORM.pages[0], typed, found)
    assert kept["it"]["old"]["name"].startswith("Hương")
    assert validate_answers(FORM, kept, CONTEXT).problems


def test_the_way_with_buttons_alone():
    """Each step posts what the page before it sends, as a browser without scripts does."""
    markup = drawn({"detail": "12 Lê Lợi"})
    assert "Tôi chỉ biết địa chỉ cũ" in markup
    post = posted(markup)
    post["old-address"] = "it"
    assert is_redrawing(post)
    markup = drawn(read_post(FORM.pages[0], post)["it"])
    assert "Tỉnh Cũ" in markup
    assert "12 Lê Lợi" in markup, "what was typed stays"
    assert 'id="it-province"' not in markup
    post = posted(markup)
    post.update({"it-oldprovince": "46", "it-oldname": "ngoc ha", "find-old": "it"})
    markup = drawn(read_post(FORM.pages[0], post)["it"])
    assert "đã chia về 2 nơi" in markup
    post = posted(markup)
    post["it-oldprovince"], post["it-oldname"], post["it-old"] = "46", "ngoc ha", SPLIT
    raw = read_post(FORM.pages[0], post)
    found = validate_page(FORM, "only", raw, {}, CONTEXT)
    assert [each.code for each in found.problems] == ["which_part"]
    page_ = draw_page(FORM, "only", {}, CONTEXT, raw=raw, problems=found.problems)
    assert page_.errors[0]["href"] == "#it-part"
    markup = render_to_string("forms/page.html", {"page": page_})
    assert 'id="it-part"' in markup
    assert "Đơn vị 19753, Đơn vị 46" in markup
    post = posted(markup)
    assert post["it-old"] == SPLIT, "what was chosen stays chosen"
    post[f"it-commune-{SPLIT}"] = "19804"
    answer = validate_page(FORM, "only", read_post(FORM.pages[0], post), {}, CONTEXT).answers["it"]
    assert answer == HOME | {"old": {"code": SPLIT, "text": "Phường Ngọc Hà, Quận Cũ, Tỉnh Cũ"}}
    again = read_post(FORM.pages[0], posted(drawn(answer)))
    assert validate_page(FORM, "only", again, {}, CONTEXT).answers["it"] == answer, "it comes back as it went"


def test_one_that_became_another_is_told_and_comes_back_as_it_went():
    markup = drawn(OF_BEFORE)
    assert "Địa chỉ hiện nay: Đơn vị 19804, Đơn vị 46." in markup
    again = read_post(FORM.pages[0], posted(markup))
    assert validate_page(FORM, "only", again, {}, CONTEXT).answers["it"] == OF_BEFORE
    back = posted(markup)
    back["new-address"] = "it"
    assert is_redrawing(back)
    assert "old" not in read_post(FORM.pages[0], back)["it"]


def test_a_part_of_one_former_commune_is_not_taken_for_another():
    post = QueryDict(f"it-old={WHOLE}&it-oldprovince=46&it-oldname=huong&it-commune-{SPLIT}=19753&it-detail=1")
    assert validate_page(FORM, "only", read_post(FORM.pages[0], post), {}, CONTEXT).answers["it"]["commune"] == "19804"


def test_a_name_that_finds_nothing_is_said():
    assert "Không có xã, phường cũ nào" in drawn({"old": {"province": "46", "name": "xyz"}})
    assert "Không có xã, phường cũ nào" not in drawn({"old": {}})


def test_where_no_table_is_known_nothing_is_offered():
    context = replace(CONTEXT, old_units=None)
    page_ = draw_page(FORM, "only", {}, context)
    assert "old-address" not in render_to_string("forms/page.html", {"page": page_})


def test_inside_a_group_each_item_has_its_own():
    form = make(page("only", field("kids", "group", fields=[field("home", "address")])))
    raw = {"kids": [{"home": OF_BEFORE}, {"home": {"old": {"province": "46", "name": "ngoc"}, "detail": "2"}}]}
    found = validate_page(form, "only", raw, {}, CONTEXT)
    assert found.answers["kids"][0]["home"] == OF_BEFORE
    assert [(each.field, each.code) for each in found.problems] == [("kids[1].home", "no_old_unit")]
    page_ = draw_page(form, "only", {}, CONTEXT, raw=raw, problems=found.problems)
    assert page_.errors[0]["href"] == "#kids-1-home-oldname"
    markup = render_to_string("forms/page.html", {"page": page_})
    post = posted(markup)
    assert read_item(form.fields["kids"], 0, post)["home"]["old"]["code"] == WHOLE
    post["old-address"] = "kids-0-home"
    assert read_item(form.fields["kids"], 0, post)["home"]["old"] == {}
    assert read_item(form.fields["kids"], 1, post)["home"]["old"]["name"] == "ngoc"


@pytest.mark.parametrize(
    "junk", [{"old": {"code": []}}, {"old": {1: 2}}, {"old": {"name": {"a": []}}}, {"old": "x" * 9999}]
)
def test_hostile_addresses_of_before_are_drawn_harmlessly(junk: Any):
    found = validate_page(FORM, "only", {"it": junk}, {}, CONTEXT)
    assert found.problems
    assert drawn(junk, problems=found.problems)


UNITS = """level,code,province_code,name,full_name,name_en
province,46,,Huế,Thành phố Huế,Hue
commune,20014,46,Hóa Châu,Phường Hóa Châu,Hoa Chau
commune,19774,46,Kim Long,Phường Kim Long,Kim Long
"""
CHANGES = """old_ward_code,old_ward,old_district_code,old_district,old_province_code,old_province,new_ward_code,merge
20014,Phường Hương Vinh,475,Quận Phú Xuân,46,Thành phố Huế,20014,whole
20002,Phường Hương Phong,474,Quận Thuận Hóa,46,Thành phố Huế,20014,part
20002,Phường Hương Phong,474,Quận Thuận Hóa,46,Thành phố Huế,19774,part
"""


@pytest.fixture
def table(db: None, tmp_path: Any) -> None:
    for name, content in (("units.csv", UNITS), ("changes.csv", CHANGES)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    agencies.import_units(tmp_path / "units.csv")
    agencies.import_changes(tmp_path / "changes.csv")
    remembering.forget()


def test_suggestions_are_public_folded_and_may_be_kept_for_an_hour(table: None):
    answer = Client().get("/forms/old-units?field=home&home-oldprovince=46&home-oldname=huong")
    found = answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert "Phường Hương Vinh, Quận Phú Xuân" in found
    assert "nay là Phường Hóa Châu, Thành phố Huế" in found
    assert 'name="home-old"' in found
    parts = Client().get("/forms/old-parts?field=home&home-old=20002").content.decode()
    assert 'name="home-commune-20002"' in parts
    assert "Phường Kim Long, Thành phố Huế" in parts


@pytest.mark.parametrize(
    "query",
    [
        "",
        "field=%22%3E&%22%3E-oldname=huong",
        "field=home&home-oldprovince=46&home-oldname=%00",
        "field=home&home-old=x",
    ],
)
@pytest.mark.parametrize("path", ["old-units", "old-parts"])
def test_strange_questions_find_nothing(table: None, path: str, query: str):
    answer = Client().get(f"/forms/{path}?{query}")
    assert answer.status_code == 200
    assert "input" not in answer.content.decode()
