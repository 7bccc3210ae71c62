"""Which procedure a query finds, on a small catalogue: pure, without a database."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalogue.contracts import Filters
from motcua.catalogue.domain.search.answering import Engine, answer, suggest
from motcua.catalogue.domain.search.entries import Entry, agency_of
from motcua.catalogue.domain.search.index import Index
from motcua.catalogue.domain.search.ranking import Asker
from motcua.catalogue.domain.search.reading import Speech


def entry(code: str, name: str, *everyday: str, **facts: object) -> Entry:
    return Entry(code, str(facts.pop("origin", "national")), (name,), everyday, **facts)  # type: ignore[arg-type]


ENTRIES = [
    entry(
        "birth",
        "Thủ tục đăng ký khai sinh",
        "làm giấy khai sinh",
        "khai sinh cho bé",
        "birth certificate",
        tiers=("commune",),
        use=1.0,
        field="Hộ tịch",
    ),
    entry("birth-abroad", "Thủ tục đăng ký khai sinh có yếu tố nước ngoài", tiers=("commune",), field="Hộ tịch"),
    entry("marriage", "Thủ tục đăng ký kết hôn", "cưới vợ", tiers=("commune",), use=0.9, field="Hộ tịch"),
    entry("residence", "Đăng ký thường trú", "nhập khẩu", "nhập hộ khẩu", tiers=("commune",), use=0.9, online=True),
    entry("medicine", "Cấp phép nhập khẩu thuốc phải kiểm soát đặc biệt", tiers=("ministry",)),
    entry("machines", "Cấp phép nhập khẩu máy móc đã qua sử dụng", tiers=("ministry",)),
    entry("rent-tax", "Khai thuế đối với cá nhân cho thuê nhà", "thuế nhà đất", tiers=("province",), field="Thuế"),
    entry("social-home", "Cho thuê nhà ở xã hội", "thuê nhà ở xã hội", tiers=("province",)),
    entry("id-ministry", "Cấp thẻ căn cước", "làm căn cước", tiers=("ministry",), agency="Bộ Công an"),
    entry("id-commune", "Cấp thẻ căn cước", "làm căn cước", tiers=("commune",), agency="Công an cấp xã"),
    entry("licence", "Cấp lại giấy phép lái xe", "mất bằng lái", tiers=("province",)),
    entry("licence-listed", "Cấp lại giấy phép lái xe", "mất bằng lái", origin="listed"),
    entry("insurance", "Cấp thẻ bảo hiểm y tế", tiers=("province",)),
    entry("village", "Công nhận làng nghề", tiers=("province",), places=frozenset({"01"})),
    entry("craft", "Công nhận làng nghề", tiers=("province",)),
]
SPEECH = Speech.of(
    ["tôi muốn", "xin", "làm", "ở đâu", "cho con", "tôi"],
    {"sổ hộ khẩu": "đăng ký thường trú", "bằng lái": "giấy phép lái xe", "bị mất": "cấp lại"},
)
ENGINE = Engine(Index(ENTRIES, {"bhyt": "bảo hiểm y tế"}), SPEECH)


def codes(query: str, filters: Filters | None = None, asker: Asker | None = None, engine: Engine = ENGINE) -> list[str]:
    filters, asker = filters or Filters(), asker or Asker()
    return [engine.index.entries[number].code for number in answer(query, filters, engine, asker).entries]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("làm giấy khai sinh", "birth"), ("lam giay khai sinh", "birth"), ("tôi muốn làm giấy khai sinh cho con ở đâu", "birth"),
        ("giaays khai sinh", "birth"), ("giay61 khai sinh", "birth"), ("khaisinh", "birth"), ("khai sihn", "birth"), ("khai xinh", "birth"),
        ("birth certificate", "birth"), ("khai sinh có yếu tố nước ngoài", "birth-abroad"), ("sổ hộ khẩu", "residence"),
        ("bằng lái bị mất", "licence"), ("thẻ bhyt", "insurance"), ("ddawng kys keets hoon", "marriage"),
    ],
)  # fmt: skip
def test_the_right_procedure_stands_first_however_it_is_asked_for(query, first):
    assert codes(query)[0] == first


def test_import_of_medicine_is_not_moving_house_though_both_are_nhap_khau():
    assert codes("nhập khẩu")[0] == "residence"
    assert codes("nhap khau")[0] == "residence"
    assert codes("nhập khẩu thuốc")[0] == "medicine"
    assert codes("nhap khau thuoc")[0] == "medicine"


def test_marks_that_are_typed_tell_tax_from_rent():
    assert codes("thuế nhà")[0] == "rent-tax"
    assert codes("thuê nhà")[0] == "social-home"


def test_of_two_as_near_the_commune_goes_before_the_ministry():
    assert codes("thẻ căn cước")[:2] == ["id-commune", "id-ministry"]


def test_of_two_as_near_a_record_goes_before_a_name_in_a_list():
    assert codes("mất bằng lái")[:2] == ["licence", "licence-listed"]


def test_what_only_another_province_does_comes_later_for_who_lives_here():
    assert codes("làng nghề", asker=Asker(place="46123"))[:2] == ["craft", "village"]
    assert set(codes("làng nghề")[:2]) == {"craft", "village"}


def test_what_is_used_more_goes_first_when_both_are_as_near():
    more = Asker(uses={"id-ministry": 1.0, "id-commune": 0.0})
    assert codes("làm căn cước", asker=more)[0] == "id-ministry"


def test_filters_narrow_and_say_what_others_would_leave():
    found = answer("đăng ký", Filters(field="Hộ tịch"), ENGINE, Asker())
    assert {ENGINE.index.entries[number].field for number in found.entries} == {"Hộ tịch"}
    assert found.counts["tier"]["commune"] == len(found.entries)
    assert found.counts["field"]["Hộ tịch"] == len(found.entries)
    assert codes("", Filters(tier="ministry")) == ["id-ministry", "machines", "medicine"]
    assert codes("đăng ký", Filters(online=True)) == ["residence"]


def test_when_filters_leave_nothing_the_nearest_are_named():
    found = answer("khai sinh", Filters(tier="ministry"), ENGINE, Asker())
    assert found.entries == ()
    assert ENGINE.index.entries[found.nearest[0]].code == "birth"


def test_a_slip_is_told_with_its_marks():
    assert answer("dang ky khai sihn", Filters(), ENGINE, Asker()).meant == "đăng ký khai sinh"
    assert answer("đăng ký khai sinh", Filters(), ENGINE, Asker()).meant == ""


def test_marks_that_the_catalogue_knows_are_not_taken_for_a_slip():
    assert answer("thuê nhà", Filters(), ENGINE, Asker()).meant == ""


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("k", "birth"),
        ("đăng ký kh", "birth"),
        ("dang ky ke", "marriage"),
        ("thẻ că", "id-commune"),
        ("khai si", "birth"),
    ],
)
def test_suggestions_begin_with_the_first_letter(start, first):
    found = [ENGINE.index.entries[number].code for number in suggest(start, ENGINE, Asker(), 5)]
    assert first in found[:2]


def test_a_code_finds_its_procedure():
    engine = Engine(Index([entry("1.001193", "Đăng ký khai sinh"), entry("1.001194", "Khai tử")]), SPEECH)
    assert codes("1.001194", engine=engine) == ["1.001194"]
    assert codes("thủ tục 1001194", engine=engine) == ["1.001194"]
    assert len(suggest("1.0011", engine, Asker(), 5)) == 2


def test_the_first_agency_of_a_source_is_named_once():
    assert agency_of("Sở Tư pháp; Sở Tư pháp") == "Sở Tư pháp"


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                *[
                    "giấy",
                    "khai",
                    "sinh",
                    "đăng",
                    "ký",
                    "nhập",
                    "khẩu",
                    "thuê",
                    "nhà",
                    "xyz",
                    "giaays",
                    "123",
                    "(",
                    "'",
                    "%",
                ],
                "\x00",
                "ẩ" * 50,
            ]
        ),
        max_size=20,
    )
)
def test_no_query_breaks_and_the_same_query_gives_the_same_order(words):
    query = " ".join(words)
    shuffled = Engine(Index(random.sample(ENTRIES, len(ENTRIES)), {"bhyt": "bảo hiểm y tế"}), SPEECH)
    assert codes(query) == codes(query) == codes(query, engine=shuffled)
    suggest(query, ENGINE, Asker(), 5)
