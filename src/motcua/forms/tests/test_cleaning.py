from dataclasses import replace
from typing import Any

import pytest

from motcua.forms.domain.engine import validate_answers
from motcua.forms.tests.samples import CONTEXT, one


def cleaned(kind: str, raw: Any, **rest: Any) -> Any:
    found = validate_answers(one(kind, **rest), {"it": raw}, CONTEXT)
    assert found.problems == (), found.problems
    return found.answers.get("it")


def refused(kind: str, raw: Any, **rest: Any) -> str:
    found = validate_answers(one(kind, **rest), {"it": raw}, CONTEXT)
    assert found.answers == {}
    return found.problems[0].code


def message(kind: str, raw: Any, **rest: Any) -> str:
    return validate_answers(one(kind, **rest), {"it": raw}, CONTEXT).problems[0].message


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", "  hai   chữ\t", "hai chữ"),
        ("text", "Nguye\u0302\u0303n", "Nguyễn"),
        ("text", "dán\u200b từ\ufeff mạng", "dán từ mạng"),
        ("long_text", "một\r\nhai\r\n\r\n\r\nba ", "một\nhai\n\nba"),
        ("name", "nguyễn  THỊ Ỷ", "nguyễn THỊ Ỷ"),
        ("name", "Seán O’Connor-Łódź Jr.", "Seán O’Connor-Łódź Jr."),
        ("name", "山田 太郎", "山田 太郎"),
        ("name", "H'Hen Niê", "H'Hen Niê"),
        ("personal_id", "046 190 000 017", "046190000017"),
        ("tax_code", "0314409058", "0314409058"),
        ("tax_code", "0314409058001", "0314409058-001"),
        ("phone", "+84 905.000.017", "0905000017"),
        ("email", " Lan.Nguyen@Example.VN ", "Lan.Nguyen@example.vn"),
        ("date", "2026-03-02", "2026-03-02"),
        ("date", {"day": "2", "month": "3", "year": "2026"}, "2026-03-02"),
        ("date", {"day": 2, "month": 3, "year": 2026}, "2026-03-02"),
        ("date", "2/3/2026", "2026-03-02"),
        ("number", "1.234.567", 1_234_567),
        ("number", -3, -3),
        ("number", 4.0, 4),
        ("money", "1.500.000 đồng", 1_500_000),
        ("choice", "b", "b"),
        ("choices", ["c", "a", "c"], ["a", "c"]),
        ("choices", "b", ["b"]),
        ("yes_no", "yes", True),
        ("yes_no", False, False),
        (
            "address",
            {"province": "46", "commune": "19753", "detail": " 12  Lê Lợi"},
            {"province": "46", "commune": "19753", "detail": "12 Lê Lợi"},
        ),
    ],
)
def test_an_answer_is_taken_as_people_and_programs_write_it(kind: str, raw: Any, value: Any):
    assert cleaned(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("text", 12, "not_text"),
        ("text", ["a"], "not_text"),
        ("text", {"a": {"b": "c"}}, "not_text"),
        ("text", "a\x00b", "strange_characters"),
        ("text", "abc\u202edef", "strange_characters"),
        ("text", "\ud800", "strange_characters"),
        ("text", "hai\ndòng", "one_line"),
        ("text", "a" * 201, "too_long"),
        ("name", "Nguyễn Văn 2", "has_digits"),
        ("name", "A", "name_too_short"),
        ("name", "Lan <script>", "strange_letters"),
        ("personal_id", "04619000001", "wrong_length"),
        ("personal_id", 46190000017, "not_text"),
        ("personal_id", "097190000017", "unknown_place"),
        ("tax_code", "0314409059", "wrong_check_digit"),
        ("phone", "12", "unknown_prefix"),
        ("email", "lan@", "not_an_email"),
        ("email", "lan@example", "not_an_email"),
        ("date", {"day": "31", "month": "2", "year": "2026"}, "no_such_day"),
        ("date", {"day": "1", "year": "2026"}, "date_incomplete"),
        ("date", {"day": "1", "month": "3", "year": "26"}, "year_needs_4_digits"),
        ("date", {"day": "1", "month": "ba", "year": "2026"}, "not_a_date"),
        ("date", {"day": ["1"], "month": "3", "year": "2026"}, "not_a_date"),
        ("date", {"day": "1", "month": "3", "year": "2026", "hour": "4"}, "not_a_date"),
        ("date", "٠١/٠٣/٢٠٢٦", "not_a_date"),
        ("date", 20260302, "not_a_date"),
        ("date", "0000-01-01", "no_such_day"),
        ("number", "1,5", "not_whole"),
        ("number", 1.5, "not_whole"),
        ("number", float("nan"), "not_whole"),
        ("number", float("inf"), "not_whole"),
        ("number", True, "not_a_number"),
        ("number", "mười", "not_a_number"),
        ("money", -1, "too_small"),
        ("choice", "d", "unknown_choice"),
        ("choice", ["a"], "unknown_choice"),
        ("choices", ["a", "d"], "unknown_choice"),
        ("choices", [["a"]], "not_choices"),
        ("choices", ["a"] * 1000, "not_choices"),
        ("yes_no", 1, "not_yes_no"),
        ("yes_no", "có lẽ", "not_yes_no"),
        ("address", "12 Lê Lợi", "not_an_address"),
        ("address", {"province": "99", "commune": "19753", "detail": "12"}, "unknown_province"),
        ("address", {"province": "46", "commune": "20242", "detail": "12"}, "commune_elsewhere"),
        ("address", {"province": "46", "detail": "12"}, "no_commune"),
        ("address", {"commune": "19753", "detail": "12"}, "no_province"),
        ("address", {"province": "46", "commune": "19753"}, "no_detail"),
        ("address", {"province": "46", "commune": "19753", "detail": "12", "zip": "1"}, "not_an_address"),
    ],
)
def test_an_answer_that_cannot_be_taken_has_a_stable_code(kind: str, raw: Any, code: str):
    assert refused(kind, raw) == code


@pytest.mark.parametrize("kind", ["text", "long_text", "name", "email"])
def test_twenty_megabytes_of_text_are_refused_unread(kind: str):
    assert refused(kind, "a\u0301" * 10_000_000) == "too_long"


@pytest.mark.parametrize("kind", ["personal_id", "phone", "tax_code"])
def test_twenty_megabytes_are_no_number_on_a_paper(kind: str):
    assert refused(kind, "1" * 20_000_000) == "too_long"


def test_numbers_too_big_to_be_written_down_are_refused():
    assert refused("number", 10**5000) == "too_big"
    assert refused("money", -(10**5000)) == "too_small"
    assert refused("number", "9" * 5000) == "not_a_number"


@pytest.mark.parametrize(
    "kind", ["text", "long_text", "name", "phone", "date", "number", "choice", "yes_no", "address"]
)
@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_saying_nothing_is_no_answer(kind: str, nothing: Any):
    assert cleaned(kind, nothing, required=False) is None
    assert refused(kind, nothing) == "required"


def test_three_empty_boxes_are_no_date():
    assert cleaned("date", {"day": "", "month": " ", "year": ""}, required=False) is None


def test_an_empty_list_is_no_choice():
    assert refused("choices", []) == "required"


@pytest.mark.parametrize(
    ("limits", "raw", "code"),
    [
        ({"max": "today"}, "2026-03-03", "in_future"),
        ({"min": "today"}, "2026-03-01", "in_past"),
        ({"max": "today-18y"}, "2008-03-03", "too_late"),
        ({"min": "today-60d"}, "2025-12-31", "too_early"),
        ({"min": "1900-01-01"}, "1899-12-31", "too_early"),
        ({"max": "today+1m"}, "2026-04-03", "too_late"),
    ],
)
def test_a_date_keeps_its_limits(limits: dict[str, Any], raw: str, code: str):
    assert refused("date", raw, **limits) == code


@pytest.mark.parametrize(
    ("limits", "raw"),
    [
        ({"max": "today"}, "2026-03-02"),
        ({"max": "today-18y"}, "2008-03-02"),
        ({"min": "today-60d"}, "2026-01-01"),
        ({"max": "today+1m"}, "2026-04-02"),
    ],
)
def test_the_limit_itself_is_allowed(limits: dict[str, Any], raw: str):
    assert cleaned("date", raw, **limits) == raw


def test_the_message_says_how_many_digits_are_missing():
    assert message("personal_id", "04619000001") == "Số này thiếu 1 chữ số: bạn đã gõ 11 trên 12 chữ số."
    assert message("personal_id", "0461900000177") == "Số này thừa 1 chữ số: bạn đã gõ 13 trong khi chỉ cần 12 chữ số."


def test_the_message_names_the_missing_boxes_and_the_day_that_is_not_there():
    assert message("date", {"day": "1"}) == "Ngày này còn thiếu tháng, năm. Hãy điền đủ ngày, tháng và năm."
    assert message("date", "31/2/2026") == "Không có ngày 31/2/2026 trên lịch. Hãy xem lại ngày và tháng."


def test_curly_brackets_in_an_answer_do_no_harm_to_the_message():
    assert "An{label" not in message("name", "1{label} {0}")
    assert "{" in message("name", "{label}")


def test_the_message_comes_in_the_readers_language():
    english = replace(CONTEXT, language="en", translate=lambda text: "Enter: {label}")
    assert validate_answers(one("text"), {}, english).problems[0].message == "Enter: Câu it (en)"


def test_without_units_an_address_is_checked_for_its_shape():
    answer = {"province": "46", "commune": "20242", "detail": "12"}
    shape_only = replace(CONTEXT, units=None)
    assert validate_answers(one("address"), {"it": answer}, shape_only).answers == {"it": answer}
    assert validate_answers(one("address"), {"it": answer | {"commune": "x"}}, shape_only).problems
