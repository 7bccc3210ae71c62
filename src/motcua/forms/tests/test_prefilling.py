"""What a person's record answers: locked unless the package says otherwise, read again, never quietly replaced."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from motcua.forms.contracts import Fact, Form, FormContext, RecordChange
from motcua.forms.domain.engine import validate_answers, validate_page
from motcua.forms.domain.keeping import kept_answers
from motcua.forms.domain.prefilling import (
    brought_up,
    from_json,
    origins,
    origins_from_json,
    origins_to_json,
    recorded,
    to_json,
    told_together,
)
from motcua.forms.domain.showing import show_answers
from motcua.forms.tests.conftest import record_of
from motcua.forms.tests.samples import CONTEXT, field, make, page
from motcua.forms.web.pages import draw_page
from motcua.forms.web.sources import noted
from motcua.kernel.ids import new_id

AT = datetime(2026, 11, 25, 7, 5, tzinfo=UTC)  # 14:05 in Vietnam
LAN = record_of(new_id())
WHY = {"vi": "Số liên lạc do bạn chọn.", "en": "You choose the number."}
FORM = make(
    page(
        "who",
        field("name", "name", prefill="applicant.full_name"),
        field("born", "date", prefill="applicant.birth_date"),
        field("phone", "phone", prefill="applicant.phone", editable=True, why_editable=WHY),
    ),
    page("wish", field("wish")),
)


def facts(form: Form = FORM, person: Any = LAN, context: FormContext = CONTEXT) -> dict[str, Fact]:
    return recorded(form, person, context, AT)


def context(form: Form = FORM, person: Any = LAN, **more: Any) -> FormContext:
    return replace(CONTEXT, facts=facts(form, person), **more)


def html(form: Form, page_id: str, given: FormContext, answers: dict[str, Any], **more: Any) -> str:
    drawn = draw_page(form, page_id, answers, given, **more)
    return " ".join(render_to_string("forms/page.html", {"page": drawn}).split())


def test_a_record_answers_and_locks_what_the_package_does_not_open():
    found = facts()
    assert {name: (fact.value, fact.locked) for name, fact in found.items()} == {
        "name": ("Nguyễn Thị Thử", True),
        "born": ("1990-05-01", True),
        "phone": ("0905000017", False),
    }
    assert {(fact.source, fact.at) for fact in found.values()} >= {("applicant.full_name", AT)}
    assert from_json(to_json(found)) == found


def test_another_value_for_what_is_locked_is_told_and_never_kept():
    raw = {"name": "Kẻ Giả Mạo", "phone": "0912345678"}
    judged = validate_page(FORM, "who", raw, {}, context())
    assert [(problem.field, problem.code) for problem in judged.problems] == [("name", "differs_from_record")]
    kept = kept_answers(FORM.pages[0], raw, judged)
    assert kept == {"name": "Nguyễn Thị Thử", "born": "1990-05-01", "phone": "0912345678"}


@pytest.mark.parametrize("sent", [None, "", "  Nguyễn  Thị Thử ", "Nguyễn Thị Thử"])
def test_what_is_locked_may_be_left_out_or_sent_as_it_is(sent: str | None):
    judged = validate_answers(FORM, {"name": sent, "phone": "0905000017", "wish": "x"}, context())
    assert judged.problems == ()
    assert judged.answers["name"] == "Nguyễn Thị Thử"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_nothing_that_is_sent_replaces_what_is_locked(sent: Any):
    judged = validate_answers(FORM, {"name": sent, "born": sent, "phone": "0905000017", "wish": "x"}, context())
    assert (judged.answers["name"], judged.answers["born"]) == ("Nguyễn Thị Thử", "1990-05-01")


def test_where_the_record_says_nothing_the_box_is_open():
    nobody = replace(LAN, full_name="", phone="")
    open_context = context(person=nobody)
    judged = validate_page(FORM, "who", {"name": "Lê Lan", "phone": "0912345678"}, {}, open_context)
    assert (judged.problems, judged.answers["name"]) == ((), "Lê Lan")
    assert 'name="name"' in html(FORM, "who", open_context, {})


def test_a_locked_day_outside_the_limits_stays_and_is_refused():
    form = make(page("p", field("born", "date", max="today-40y", prefill="applicant.birth_date")))
    judged = validate_answers(form, {"born": "1960-01-01"}, context(form))
    assert {problem.code for problem in judged.problems} == {"differs_from_record", "too_late"}
    assert judged.answers == {}
    assert "1/5/1990" in html(form, "p", context(form), {}).replace("01/05/1990", "1/5/1990")


def test_what_the_record_said_yesterday_is_judged_again_by_todays_limits():
    form = make(page("who", field("born", "date", prefill="applicant.birth_date", min="today-36y")))
    day = date(2026, 4, 30)  # the last day on which somebody born on the first of May 1990 is not too old
    then = replace(CONTEXT, today=day)
    found = facts(form, context=then)
    assert found["born"].judged == day
    assert validate_answers(form, {}, replace(then, facts=found)).answers == {"born": "1990-05-01"}
    later = replace(CONTEXT, today=date(2026, 5, 2), facts=found)
    assert [problem.code for problem in validate_answers(form, {}, later).problems] == ["too_early"]


def test_a_field_of_a_group_is_not_mistaken_for_one_of_the_record():
    form = make(
        page("p", field("name", "name", prefill="applicant.full_name")),
        page("g", field("children", "group", fields=[field("name", "name")])),
    )
    judged = validate_answers(form, {"children": [{"name": "Bé Na"}]}, context(form))
    assert judged.answers == {"name": "Nguyễn Thị Thử", "children": [{"name": "Bé Na"}]}


def test_the_page_tells_source_time_reason_and_what_to_do_when_it_is_wrong():
    markup = html(FORM, "who", context(), {"name": "Nguyễn Thị Thử", "born": "1990-05-01", "phone": "0905000017"})
    assert 'name="name"' not in markup
    assert 'name="born-day"' not in markup
    assert markup.count("Lấy từ hồ sơ căn cước của bạn, lúc 14:05 ngày 25/11/2026.") == 1  # once for both
    assert "không sửa ở đây" in markup
    assert "Công an xã, phường" in markup
    assert "Lấy từ thông tin liên lạc bạn đã đăng ký, lúc 14:05 ngày 25/11/2026. Số liên lạc do bạn chọn." in markup
    assert 'name="phone"' in markup


def test_at_the_counter_the_record_is_the_applicants():
    markup = html(FORM, "who", context(channel="in_person"), {})
    assert "của người nộp" in markup
    assert "của bạn" not in markup


def test_an_answer_that_differs_from_the_record_says_so_on_the_page_and_in_the_dossier():
    answers = {"name": "Nguyễn Thị Thử", "born": "1990-05-01", "phone": "0912345678"}
    assert "hồ sơ ghi “0905000017”" in html(FORM, "who", context(), answers)
    found = origins(facts(), answers)
    assert (found["phone"].differs_from_record, found["phone"].recorded) == (True, "0905000017")
    assert (found["name"].differs_from_record, found["name"].locked) == (False, True)
    assert origins_from_json(origins_to_json(found)) == found
    rows = {row.field: row for row in noted(show_answers(FORM, answers, CONTEXT), FORM, found, CONTEXT)[0].rows}
    assert (rows["phone"].differs, rows["phone"].note) == (True, "Khác với hồ sơ: hồ sơ ghi “0905000017”.")
    assert (rows["name"].fixed, rows["phone"].fixed) == (True, False)


NOW = {
    "name": Fact("Nguyễn Thị Thử", "applicant.full_name", AT, locked=True),
    "phone": Fact("2", "applicant.phone", AT),
}


@pytest.mark.parametrize(
    ("answers", "known", "after", "changes"),
    [
        ({"name": "Cũ", "phone": "2"}, {"name": "Cũ", "phone": "2"}, {"name": "Nguyễn Thị Thử", "phone": "2"}, [("name", "Cũ", False)]),
        ({"name": "Nguyễn Thị Thử", "phone": "1"}, {"phone": "1"}, {"phone": "2"}, [("phone", "1", False)]),
        ({"name": "Nguyễn Thị Thử", "phone": "9"}, {"phone": "1"}, {"phone": "9"}, [("phone", "1", True)]),
        ({"name": "Nguyễn Thị Thử"}, {"phone": "2"}, {"phone": None}, []),  # cleared by the person
        ({"phone": "9"}, {}, {"name": "Nguyễn Thị Thử", "phone": "9"}, [("name", None, False)]),
        ({"name": "Nguyễn Thị Thử", "phone": "2"}, {"name": "Nguyễn Thị Thử", "phone": "2"}, {}, []),
    ],
)  # fmt: skip
def test_a_draft_follows_its_record_and_tells_what_changed(
    answers: dict[str, Any], known: dict[str, Any], after: dict[str, Any], changes: list[Any]
):
    before = {name: replace(NOW[name], value=value) for name, value in known.items()}
    found = brought_up(answers, before, NOW)
    assert {name: found.answers.get(name) for name in after} == after
    assert [(one.field, one.before, one.kept) for one in found.changes] == changes
    assert brought_up(found.answers, NOW, NOW).changes == ()


def test_changes_nobody_has_seen_are_told_together():
    first = (RecordChange("a", "1", "2"), RecordChange("b", "1", "2"))
    later = (RecordChange("a", "2", "3"), RecordChange("b", "2", "1"), RecordChange("c", None, "1"))
    assert told_together(first, later) == (RecordChange("a", "1", "3"), RecordChange("c", None, "1"))


def test_a_registered_address_is_shown_in_words():
    form = make(page("p", field("home", "address", prefill="applicant.address")))
    lives = replace(LAN, address="12 Lê Lợi", unit_code="19804", birth_date=date(1990, 5, 1))
    assert facts(form, lives)["home"].value == {"province": "46", "commune": "19804", "detail": "12 Lê Lợi"}
    markup = html(form, "p", context(form, lives), {})
    assert "12 Lê Lợi, Đơn vị 19804" in markup
    assert "<select" not in markup


def test_a_browser_is_told_what_is_locked_and_reads_no_box_of_it():
    form = make(
        page(
            "p",
            field("born", "date", prefill="applicant.birth_date"),
            field("other", "date"),
            field("school", show_if="other > born"),
        )
    )
    program = draw_page(form, "p", {}, context(form)).program
    assert program is not None
    assert program["known"] == {"born": "1990-05-01"}
    assert set(program["fields"]) == {"other"}
