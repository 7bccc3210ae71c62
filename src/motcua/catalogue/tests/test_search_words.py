"""Words, marks, keyboards: what people type before search looks at it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.domain.search.keyboards import unmangled
from motcua.catalogue.domain.search.marking import marked_parts
from motcua.catalogue.domain.search.missing import keepable
from motcua.catalogue.domain.search.usage import ENOUGH, used
from motcua.catalogue.domain.search.words import agreement, plain_words, word_of, words_of
from motcua.catalogue.searching.curated import curated


def marked(text: str) -> list[str]:
    return [word.marked for word in words_of(text)]


@pytest.mark.parametrize(("one", "other"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("kỹ thuật", "kĩ thuật"), ("QUÝ", "quí")])
def test_one_word_in_two_spellings_is_one_word(one, other):
    assert words_of(one) == words_of(other)


def test_marks_tell_words_apart_that_fold_alike():
    assert plain_words("thuế") == plain_words("thuê")
    assert marked("thuế") != marked("thuê")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giaays", "giấy"), ("ddawng", "đăng"), ("kys", "ký"), ("hooj", "hộ"), ("bawngf", "bằng"), ("ddaats", "đất"),
        ("thuees", "thuế"), ("nuwowcs", "nước"), ("truwowngf", "trường"), ("giay61", "giấy"), ("d9a8ng", "đăng"), ("sinh1", "sính"),
    ],
)  # fmt: skip
def test_a_forgotten_keyboard_is_undone(typed, meant):
    assert word_of(unmangled(typed)) == word_of(meant)


@pytest.mark.parametrize("typed", ["book", "works", "ct07", "b2", "kt3", "a1", "2026", "xyz", ""])
def test_what_no_keyboard_leaves_behind_stays_as_it_is(typed):
    assert unmangled(typed) == "" or plain_words(unmangled(typed)) != []


def test_marks_that_were_not_typed_say_nothing_unless_the_others_were():
    assert agreement("thue", "thuê", "thue", careful=False) == 1.0
    assert agreement("thue", "thuê", "thue", careful=True) < 1.0
    assert agreement("thuê2", "thuê", "thue", careful=True) < agreement("thue", "thuê", "thue", careful=True)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_words(text):
    for word in words_of(text):
        assert word.plain
        assert unmangled(word.plain) is not None


@pytest.mark.parametrize(
    "query",
    ["cccd 046199000123", "Nguyễn Văn An", "tra cứu hồ sơ H57.17-260302-0001", "an@example.vn", "số nhà 12", "!!!", "x " * 40],
)  # fmt: skip
def test_what_may_tell_of_a_person_is_not_kept(query):
    assert keepable(query) == ""


NAMES = curated().names
PAIRS = {("dang", "ky"), ("nguyen", "van"), ("ho", "so"), ("le", "phi")}


@pytest.mark.parametrize(
    "query",
    ["nguyễn văn an", "nguyen van an", "khai sinh cho tran minh chau", "le thi lan", "đặng thu hà", "dang thu ha"],
)
def test_a_name_is_not_kept_though_it_is_typed_in_small_letters(query):
    assert keepable(query, NAMES, PAIRS) == ""


@pytest.mark.parametrize("query", ["dang ky nuoi ong", "đăng vòng vo", "hồ sơ nuôi ong", "le phi nuoi ong", "nuôi ong"])
def test_words_of_the_law_are_no_names(query):
    assert keepable(query, NAMES, PAIRS)


def test_what_is_kept_is_folded():
    assert keepable("Nuôi  ong LẤY mật?") == "nuoi ong lay mat"
    assert keepable("NUÔI ONG") == "nuoi ong"


def test_use_is_what_editors_know_until_enough_has_been_counted():
    assert used({"a": 0.8, "b": 0.2}, {}) == {"a": 0.8, "b": 0.2}
    counted = used({"a": 0.8, "b": 0.2}, {"b": 50 * ENOUGH})
    assert counted["b"] > 0.9 > 0.1 > counted["a"]


@pytest.mark.parametrize(
    ("name", "query", "held"),
    [
        ("Đăng ký khai sinh", "khai sinh", ["khai sinh"]),
        ("Đăng ký khai sinh", "KHAI SINH đăng ký", ["Đăng ký", "khai sinh"]),
        ("Quyền sở hữu đối với đất", "so do", []),
        ("Cấp hộ chiếu, đổi hộ chiếu", "hộ chiếu", ["hộ chiếu", "hộ chiếu"]),
        ("Thị thực", "thi", ["Thị"]),
        ("", "x", []),
        ("Đăng ký khai sinh", "", []),
    ],
)
def test_a_name_is_marked_where_the_query_names_it(name, query, held):
    pieces = marked_parts(name, query)
    assert "".join(text for text, _ in pieces) == name
    assert [text for text, marked in pieces if marked] == held


def test_an_unfinished_word_is_marked_whole():
    assert marked_parts("Đăng ký khai sinh", "khai si", unfinished=True) == (("Đăng ký ", False), ("khai sinh", True))
