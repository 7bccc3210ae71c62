"""What the compiler makes of a national record, and what it refuses to guess."""

import itertools

import pytest

from motcua.catalogue.contracts import Origin
from motcua.catalogue.domain.legal_codes import mended
from motcua.catalogue.domain.reckoning import reckon_fees
from motcua.catalogue.domain.versions import seal, version_of
from motcua.catalogue.importing.compiling import compile_detailed
from motcua.catalogue.importing.records import DetailedRecord, SourceChannel, SourceComponent, SourceFee, SourceResult
from motcua.catalogue.importing.words import words
from motcua.catalogue.packages.checks import check_form, fields_of
from motcua.catalogue.packages.schemas import check_shape
from motcua.catalogue.packages.source import SourceFile
from motcua.kernel.texts import UnreadableTextError


def compiled(**facts):
    record = DetailedRecord(
        **{"code": "9.000009", "name": "Cấp thẻ", "levels": ["Cấp xã"], "subjects": ["Công dân Việt Nam"]} | facts
    )
    sealed = seal(compile_detailed(record, words()))
    return version_of(sealed.content, sealed.hash)


def paper(name, group=None, originals=1, copies=0):
    return compiled(components=[SourceComponent(name, group, None, originals, copies)]).papers[0]


def channel(**facts):
    return SourceChannel(**{"channel": "online", "free": True} | facts)


def test_a_record_becomes_a_version_in_vietnamese_only():
    version = compiled(channels=[channel()], results=[SourceResult("Thẻ", "KQ.1")])
    assert (version.origin, version.online, version.tiers) == (Origin.NATIONAL, True, ("commune",))
    assert version.name == {"vi": "Cấp thẻ"}
    assert version.summary == {"vi": "Kết quả: Thẻ."}
    assert version.flow == {"extends": "one-stop"}


def test_what_nobody_resolves_or_the_source_does_not_take_online_is_not_filed_online():
    assert not compiled(channels=[channel()], levels=["Cơ quan khác"]).online
    assert not compiled(channels=[channel(channel="in_person")]).online


@pytest.mark.parametrize(
    ("name", "group", "counts", "kind", "required"),
    [
        ("Tờ khai theo mẫu", None, (1, 0), "upload", True),
        ("a) Tờ khai theo mẫu", "Giấy tờ phải nộp:", (0, 1), "upload", True),
        ("Trường hợp ủy quyền thì nộp văn bản ủy quyền", None, (1, 0), "upload", False),
        ("(ii) Đối với tổ chức: Quyết định thành lập", None, (1, 0), "upload", False),
        ("Văn bản ủy quyền (nếu có)", None, (1, 0), "upload", False),
        ("Bản sao một trong các giấy tờ sau: hộ chiếu, thẻ căn cước", None, (1, 0), "upload", False),
        ("Văn bản ủy quyền", "1.2. Trường hợp ủy quyền:", (1, 0), "upload", False),
        ("từ sổ gốc hoặc bản sao chứng thực", None, (1, 0), "upload", False),
        ("Số lượng hồ sơ: 01 bộ", None, (1, 0), "info", False),
        ("Tờ khai", "Lưu ý:", (1, 0), "info", False),
        ("Bản sao phải rõ nét", None, (0, 0), "info", False),
        ("Thẻ căn cước", "Giấy tờ phải xuất trình:", (1, 0), "present", False),
    ],
)
def test_a_paper_is_required_only_when_the_source_sets_no_condition(name, group, counts, kind, required):
    found = paper(name, group, *counts)
    assert (found.kind, found.required) == (kind, required)


def test_a_paper_that_another_may_replace_is_not_required():
    version = compiled(
        components=[
            SourceComponent("Bản sao", None, None, 1, 0),
            SourceComponent("hoặc Bản chính", None, None, 1, 0),
            SourceComponent("."),
        ]
    )
    assert [found.required for found in version.papers] == [False, False]


def test_a_count_that_cannot_be_right_is_shown_and_not_used():
    found = paper("Đơn", originals=20261)
    assert (found.originals, found.hint) == (1, {"vi": "Nguồn ghi 20261 bản, có thể bị sai."})


@pytest.mark.parametrize(
    ("amount", "currency", "note", "certain"),
    [
        (50_000, "VND", None, True),
        (50_000, "VND", "50.000 đồng/lần (Thông tư 25/2021/TT-BTC ngày 07/4/2021)", True),
        (20, "VND", "20.000 đồng/lần", False),
        (145, "USD", None, False),
        (50_000, "VND", "50.000 đồng; 25.000 đồng khi trực tuyến", False),
        (50_000, "VND", "áp dụng đến hết ngày 31/12/2026", False),
        (50_000, "VND", "Trường hợp cấp đổi", False),
        (330_000, "VND", "330.000 VNĐ / Môn thi", False),
        (None, "VND", "Theo quy định", False),
    ],
)
def test_an_amount_is_charged_only_when_nothing_puts_it_in_doubt(amount, currency, note, certain):
    version = compiled(channels=[channel(free=False, fees=[SourceFee(amount, currency, note)])])
    assert [fee.amount for fee in version.fees] == ([amount] if certain else [])
    if not certain:
        assert (note or str(amount)) in version.fee_note["vi"]


def test_two_amounts_for_one_channel_are_shown_and_neither_is_charged():
    fees = [SourceFee(70_000, "VND", "Cấp lại"), SourceFee(50_000, "VND", "Cấp đổi")]
    version = compiled(channels=[channel(free=False, fees=fees), channel(channel="postal")])
    assert version.fees == ()
    assert version.fee_note == {"vi": "70.000 VND: Cấp lại\n50.000 VND: Cấp đổi"}


def test_what_the_source_does_not_say_about_money_is_not_called_free():
    assert compiled(channels=[channel(free=None)]).fee_note == {
        "vi": "Nguồn chưa ghi mức phí. Bạn hãy hỏi cơ quan giải quyết."
    }
    assert compiled(channels=[channel()]).fee_note == ""


def test_a_fee_holds_for_its_channel(frozen_clock):
    from datetime import date

    version = compiled(
        channels=[channel(), channel(channel="postal", free=False, fees=[SourceFee(50_000, "VND", None)])]
    )
    assert reckon_fees(version, {}, "online", date(2026, 3, 2)) == ()
    assert [line.total for line in reckon_fees(version, {}, "postal", date(2026, 3, 2))] == [50_000]


@pytest.mark.parametrize(
    ("duration", "unit", "amount", "note"),
    [
        (3, "working_day", 3, "3 ngày làm việc"),
        (1, None, None, "1 (nguồn không ghi đơn vị)"),
        (1.5, "working_day", None, "1,5 ngày làm việc"),
        (2, "fortnight", None, "2 (nguồn không ghi đơn vị)"),
    ],
)
def test_a_time_limit_is_reckoned_only_with_a_whole_number_and_a_unit(duration, unit, amount, note):
    limit = compiled(channels=[channel(duration=duration, unit=unit)]).time_limits[0]
    assert (limit.amount, limit.note["vi"]) == (amount, note)


def test_channels_that_agree_share_one_time_limit():
    rows = [
        channel(duration=3, unit="day"),
        channel(channel="postal", duration=3, unit="day"),
        channel(channel="in_person", duration=2, unit="day"),
    ]
    assert [(limit.amount, limit.channels) for limit in compiled(channels=rows).time_limits] == [
        (3, ("online", "postal")),
        (2, ("in_person",)),
    ]


@pytest.mark.parametrize(
    ("code", "number", "doubtful"),
    [
        ("123/2015/NĐ-CP", "123/2015/NĐ-CP", False),
        ("25/2021/TT-BTCTh", "25/2021/TT-BTC", False),
        ("12/2020/TT-NHNNNgh", "12/2020/TT-NHNN", False),
        ("01/2020/QĐ-TTg", "01/2020/QĐ-TTg", False),
        ("01/2020/QĐ-TTgTh", "01/2020/QĐ-TTg", False),
        ("102/2011/QH13Quy", "102/2011/QH13", False),
        ("019/QH14", "019/QH14", True),
        ("05/2012/NĐ-CP05", "05/2012/NĐ-CP05", True),
        ("01/2011/TT-BGTVTLU", "01/2011/TT-BGTVTLU", True),
        ("10/2020/NĐ-CPB", "10/2020/NĐ-CPB", True),
    ],
)
def test_only_letters_that_are_certainly_glued_on_are_cut_from_a_number(code, number, doubtful):
    assert mended(code, words().legal_bodies) == (number, doubtful)


def test_steps_are_cut_where_the_source_numbers_them():
    steps = compiled(steps="Chuẩn bị.\nBước 1: Nộp\n- hồ sơ\nBước 2: Nhận").steps
    assert [step["vi"] for step in steps] == ["Chuẩn bị.", "Bước 1: Nộp\n- hồ sơ", "Bước 2: Nhận"]


def test_a_control_character_refuses_the_record_and_a_direction_mark_is_dropped():
    with pytest.raises(UnreadableTextError):
        compiled(steps="a\x00b")
    assert compiled(name="Cấp thẻ\u200e \uf0fc mới").name == {"vi": "Cấp thẻ • mới"}


def test_an_address_that_is_no_web_address_is_not_kept():
    assert compiled(url="javascript:alert(1)").source.get("url", "") == ""


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_standard_form_of_any_subjects_is_a_sound_form(size):
    for subjects in itertools.combinations(words().subjects, size):
        source = SourceFile("form.yaml", dict(compiled(subjects=list(subjects)).form))
        assert check_shape(source, "form"), source.problems
        check_form(source)
        assert source.problems == []


def test_people_organisations_and_foreigners_are_asked_what_fits_them():
    def asked(*subjects):
        return set(fields_of(compiled(subjects=list(subjects)).form))

    citizen = asked("Công dân Việt Nam")
    assert {"applicant_name", "applicant_personal_id", "applicant_phone", "request_note"} <= citizen
    assert not {"tax_code", "applicant_passport", "applicant_kind"} & citizen
    assert {"organisation_name", "tax_code"} <= asked("Doanh nghiệp")
    assert {"applicant_kind", "applicant_passport"} <= asked("Doanh nghiệp", "Người nước ngoài")
