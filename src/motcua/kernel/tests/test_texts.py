import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import texts
from motcua.kernel.texts import UnreadableTextError, alphabetical_key, clean, clean_lines, fold, slug, sort_key

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
vietnamese = st.text(VIETNAMESE + VIETNAMESE.upper() + " ", max_size=40)


def test_text_is_stored_composed_and_trimmed():
    assert clean(unicodedata.normalize("NFD", "  Nguyễn \t Thị\u00a0Ánh\n")) == "Nguyễn Thị Ánh"


def test_what_pasting_leaves_behind_is_dropped():
    assert clean("\ufeffHu\u200bế\u00ad") == "Huế"


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\ud800", "\uffff"])
def test_signs_that_hide_or_break_are_refused(sign):
    for cleaned in (clean, clean_lines):
        with pytest.raises(UnreadableTextError):
            cleaned(f"Huế{sign}")


def test_lines_stay_lines():
    assert clean_lines(" một \r\n\r\n\r\n\r\nhai\u2028 ba ") == "một\n\nhai\nba"


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    try:
        once = clean(text)
    except UnreadableTextError:
        return
    assert clean(once) == once
    assert clean_lines(once) == once


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng Thị Ngọc Ánh", "dang thi ngoc anh"),
        ("Ðường", "duong"),
        ("ƯỚC MUỐN", "uoc muon"),
        ("kỳ quặc — Nghị định 118/2025/NĐ-CP", "ky quac — nghi dinh 118/2025/nd-cp"),
        ("İstanbul", "istanbul"),
        ("東京", "東京"),
    ],
)
def test_folding_leaves_bare_letters(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_folding_vietnamese_gives_plain_letters_and_agrees_with_another_hand(text):
    peer = pytest.importorskip("vn_text")
    assert fold(text).isascii()
    assert fold(text).split() == peer.fold(text).split()
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_names_are_listed_by_given_name_letters_before_tones():
    listed = [
        "Lê An",
        "Trần An",
        "Lê Văn Án",
        "Lê Ạn",
        "Bùi Anh",
        "Vũ Ăn",
        "Vũ Ân",
        "Hồ Dung",
        "Hồ Đan",
        "Y Ê",
        "Ksor Z",
    ]
    assert sorted(set(listed), key=sort_key) == listed


def test_tones_follow_dictionary_order():
    listed = ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mă", "mâ"]
    assert sorted(set(listed), key=alphabetical_key) == listed


def test_the_alphabet_is_in_order_and_keys_need_no_collation():
    alphabet = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
    assert sorted(set(alphabet), key=alphabetical_key) == alphabet
    assert all(alphabetical_key(letter).isascii() for letter in alphabet)


def test_a_slug_has_letters_digits_and_hyphens():
    assert slug(" Đăng ký khai sinh (lưu động)! ") == "dang-ky-khai-sinh-luu-dong"


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Người phụ thuộc thứ 2", "người phụ thuộc thứ 2"), ("Ông", "ông"), ("VNeID", "VNeID"), ("", "")],
)
def test_a_name_reads_in_lower_case_inside_a_sentence(name, inside):
    assert texts.in_sentence(name) == inside
