"""What can be wrong with one answer, and the sentence that says what to do about it."""

from typing import Any

from motcua.forms.contracts import FormContext, FormField, Problem
from motcua.kernel.languages import pick


def _(sentence: str) -> str:
    """Mark a sentence for the translators; it is translated when it is said."""
    return sentence


class Fault(Exception):
    """An answer that can't be taken. `code` is stable, `sentence` names a line of SENTENCES (default: the code)."""

    def __init__(self, code: str, sentence: str = "", **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence or code
        self.facts = facts


SENTENCES = {
    "required": _("Hãy điền: {label}."),
    "required_choice": _("Hãy chọn: {label}."),
    "not_text": _("Ô này cần chữ, chưa đọc được nội dung vừa gửi. Hãy gõ lại."),
    "too_long": _("Nội dung đang dài {length} ký tự. Hãy rút xuống còn nhiều nhất {limit} ký tự."),
    "strange_characters": _("Nội dung có ký tự ẩn không đọc được. Hãy gõ lại thay vì dán."),
    "one_line": _("Ô này chỉ có một dòng. Hãy bỏ chỗ xuống dòng."),
    "has_digits": _("Họ tên không có chữ số. Hãy xem lại “{text}”."),
    "name_too_short": _("Họ tên cần ít nhất 2 chữ cái. Hãy ghi đầy đủ như trên giấy tờ."),
    "strange_letters": _("Họ tên không dùng ký tự “{letter}”. Hãy ghi như trên giấy tờ."),
    "too_few_digits": _("Số này thiếu {missing} chữ số: bạn đã gõ {typed} trên {wanted} chữ số."),
    "too_many_digits": _("Số này thừa {extra} chữ số: bạn đã gõ {typed} trong khi chỉ cần {wanted} chữ số."),
    "wrong_length": _("Số này chưa đủ hoặc thừa chữ số: bạn đã gõ {typed} chữ số. Hãy đếm lại trên giấy tờ."),
    "phone_length": _("Số điện thoại này chưa đủ hoặc thừa chữ số: bạn đã gõ {typed} chữ số. Hãy xem lại."),
    "not_digits": _("Số này chỉ gồm chữ số. Hãy bỏ các ký tự khác."),
    "unknown_place": _("Ba số đầu không ứng với tỉnh, thành phố hay nước nào. Hãy so lại với thẻ."),
    "wrong_check_digit": _("Có một chữ số gõ nhầm. Hãy so lại từng số với giấy tờ."),
    "unknown_century": _("Chữ số thứ tư của số này chưa đúng. Hãy so lại với thẻ."),
    "future_year": _("Số này nói về một năm sinh chưa tới. Hãy so lại với thẻ."),
    "unknown_branch": _("Ba số cuối của mã chi nhánh không thể là 000. Hãy xem lại."),
    "unknown_prefix": _("Đầu số này chưa có ở Việt Nam. Hãy xem lại những số đầu."),
    "bad_identifier": _("Số này chưa khớp với cách đánh số trên giấy tờ. Hãy so lại từng số."),
    "not_an_email": _("Địa chỉ thư cần có dạng ten@vidu.vn. Hãy xem lại."),
    "date_incomplete": _("Ngày này còn thiếu {parts}. Hãy điền đủ ngày, tháng và năm."),
    "month_or_year_missing": _(
        "Ngày này còn thiếu {parts}. Nếu không nhớ ngày hay tháng, chỉ ghi tháng và năm, hoặc năm."
    ),
    "not_a_date": _("Ngày này chưa đọc được. Hãy ghi ngày, tháng, năm bằng số, ví dụ 27 3 2026."),
    "no_such_day": _("Không có ngày {day}/{month}/{year} trên lịch. Hãy xem lại ngày và tháng."),
    "year_needs_4_digits": _("Năm cần đủ 4 chữ số, ví dụ 1990."),
    "in_future": _("Ngày này ở sau hôm nay. Hãy xem lại năm; muộn nhất là {limit}."),
    "in_past": _("Ngày này đã qua. Hãy chọn từ {limit} trở đi."),
    "too_late": _("Ngày này muộn quá. Muộn nhất là {limit}."),
    "too_early": _("Ngày này sớm quá. Sớm nhất là {limit}."),
    "not_a_number": _("Hãy ghi một số bằng chữ số, ví dụ {example}."),
    "not_whole": _("Hãy ghi số nguyên, không có phần lẻ sau dấu phẩy."),
    "too_small": _("Số này nhỏ quá. Nhỏ nhất là {limit}."),
    "too_big": _("Số này lớn quá. Lớn nhất là {limit}."),
    "too_many_places": _(
        "Hãy ghi nhiều nhất {places} chữ số sau dấu phẩy, ví dụ {example}. Số từ một nghìn trở lên thì ghi liền, không dấu chấm."
    ),
    "too_few_items": _("Hãy khai ít nhất {least} {item}."),
    "too_many_items": _("Chỉ khai được nhiều nhất {most} {item}. Hãy bỏ bớt."),
    "not_a_list": _("Mục này là một danh sách. Hãy gửi một danh sách, mỗi phần tử là một đối tượng JSON."),
    "not_an_item": _("Mỗi phần tử của danh sách phải là một đối tượng JSON."),
    "differs_from_record": _(
        "{label} không giống dữ liệu gốc của Nhà nước về người này nên không nhận được. Nếu dữ liệu gốc sai, hãy đề nghị sửa ở đó."
    ),
    "first_item": _("{item} thứ nhất"),
    "item": _("{item} thứ {number}"),
    "unknown_choice": _("Hãy chọn trong các lựa chọn có sẵn."),
    "not_yes_no": _("Hãy chọn Có hoặc Không."),
    "not_choices": _("Hãy chọn trong danh sách; có thể chọn nhiều ô."),
    "not_an_address": _("Địa chỉ gồm tỉnh, xã và phần còn lại. Hãy điền lại."),
    "no_province": _("Hãy chọn tỉnh hoặc thành phố."),
    "no_commune": _("Hãy chọn xã, phường hoặc đặc khu."),
    "no_detail": _("Hãy ghi số nhà, đường, thôn hoặc tổ dân phố."),
    "unknown_province": _("Không có tỉnh, thành phố này trong danh mục hiện nay. Hãy chọn lại."),
    "commune_elsewhere": _("Xã, phường này không thuộc tỉnh đã chọn. Hãy chọn lại xã, phường."),
    "no_old_unit": _("Hãy tìm rồi chọn xã, phường cũ trong danh sách."),
    "unknown_old_unit": _("Không có xã, phường cũ này trong bảng chuyển đổi. Hãy tìm lại theo tên."),
    "which_part": _("{old} đã được chia về nhiều nơi. Hãy chọn nơi hiện nay của địa chỉ này."),
    "not_of_old_unit": _("Xã, phường hiện nay đã chọn không nhận phần nào của {old}. Hãy chọn lại."),
    "not_a_slot": _("Không có giờ hẹn này. Hãy chọn trong các ngày giờ còn trống."),
    "slot_past": _("Giờ hẹn này đã qua. Hãy chọn ngày khác."),
    "slot_taken": _("Giờ này vừa có người khác chọn hết chỗ. Hãy chọn giờ khác; mọi câu trả lời khác vẫn được giữ."),
    "unknown_field": _("Tờ khai không hỏi mục này. Hãy bỏ đi."),
    "not_an_object": _("Câu trả lời phải là một đối tượng JSON, mỗi câu hỏi một khóa."),
    "too_many_answers": _("Gửi lên nhiều mục hơn tờ khai có. Hãy chỉ gửi những mục được hỏi."),
    "broken_rule": _(
        "Một điều kiện của tờ khai bị lỗi ở mục này. Đây không phải lỗi của bạn; hãy báo cơ quan tiếp nhận."
    ),
    "day": _("Ngày"),
    "month": _("Tháng"),
    "year": _("Năm"),
}


def problem(field: FormField, fault: Fault, context: FormContext) -> Problem:
    """The fault as a sentence in the reader's language."""
    facts = {key: _grouped(value, context.language) for key, value in fault.facts.items()}
    facts["label"] = pick(field.label, context.language)
    if parts := fault.facts.get("parts"):
        facts["parts"] = ", ".join(context.translate(SENTENCES[part]).lower() for part in parts)
    said = context.translate(SENTENCES[fault.sentence]).format(**facts)
    return Problem(field.id, fault.code, said.removesuffix(".") if said.endswith("?.") else said)


def item_name(group: FormField, place: int, context: FormContext) -> str:
    """What the item at `place` (from 0) is called: "Người con thứ nhất", "Người con thứ 2"."""
    sentence = context.translate(SENTENCES["item" if place else "first_item"])
    return sentence.format(item=pick(group.item, context.language), number=place + 1)


def item_path(group: str, place: int, field: str = "") -> str:
    """The way to an item, or to one of its answers: "children[1]", "children[1].birth_date"."""
    return f"{group}[{place}].{field}" if field else f"{group}[{place}]"


def in_item(group: FormField, place: int, found: Problem, context: FormContext) -> Problem:
    """A problem of one item, told with the item's name."""
    said = f"{item_name(group, place, context)}: {found.message}"
    return Problem(item_path(group.id, place, found.field), found.code, said)


def grouped(value: int, language: str) -> str:
    """1500000 as "1.500.000", in English as "1,500,000"."""
    written = f"{value:,}"
    return written if language.startswith("en") else written.replace(",", ".")


def _grouped(value: Any, language: str) -> Any:
    return grouped(value, language) if type(value) is int else value


def plain_problem(field_id: str, code: str, context: FormContext) -> Problem:
    """A problem that is not about an answer of a known field."""
    return Problem(field_id, code, context.translate(SENTENCES[code]))
