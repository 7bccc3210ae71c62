"""Why a row was not taken, each with a stable code and a sentence that says what to do next."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "line_too_long": _("Dòng này dài hơn giới hạn 64 KB. Hãy bớt phần details."),
    "not_json": _("Dòng này không phải JSON (UTF-8) đọc được."),
    "name_twice": _("Trong một đối tượng có một tên đứng hai lần. Mỗi tên chỉ đứng một lần."),
    "wrong_shape": _("Dòng này không đúng mô tả: %(detail)s"),
    "text_unreadable": _("Có ký tự không đọc được ở %(field)s (ký tự NUL, ký tự điều khiển)."),
    "text_too_long": _("%(field)s dài quá giới hạn."),
    "code_unreadable": _("Mã hồ sơ phải có dạng <mã định danh cơ quan>-<năm tháng ngày>-<số>, ngày không ở tương lai."),
    "number_too_far": _("Số trong mã của hôm nay nhiều nhất là 99.999. Nếu mã đúng như vậy, hãy gửi lại vào ngày mai."),
    "not_your_code": _("Mã hồ sơ bắt đầu bằng mã của cơ quan mà mã truy cập này không đại diện."),
    "not_your_agency": _("Mã truy cập này không đại diện cho cơ quan tiếp nhận ghi trong dòng."),
    "unknown_procedure": _("Danh mục ở đây chưa có thủ tục này. Hãy gửi lại khi danh mục đã được cập nhật."),
    "unknown_status": _("Trạng thái phải là một trong mười trạng thái quốc gia, 1 đến 10."),
    "moment_absurd": _("%(field)s không thể đúng: quá xa trong quá khứ hoặc tương lai, hoặc thiếu múi giờ."),
    "moment_unreadable": _("%(field)s không đúng dạng ngày giờ của giao diện này."),
    "order_missing": _("Cần đúng một trong hai: sequence hoặc as_of, để biết dòng nào mới hơn."),
    "order_absurd": _("sequence phải từ 0 đến dưới một triệu tỷ."),
    "number_unreadable": _("Số định danh của người nộp không đúng số chữ số."),
    "fee_absurd": _("fee_total phải là số đồng, không âm."),
    "details_too_long": _("details dài quá 4.000 byte."),
    "issued_here": _("Mã này do hệ thống này cấp. Hồ sơ ấy được xử lý ở đây, không đồng bộ vào được."),
    "other_agency": _("Hồ sơ này thuộc cơ quan mà mã truy cập này không đại diện."),
    "not_seen_yet": _("Chưa có hồ sơ mang mã này. Bước này được giữ lại và hiện ra khi hồ sơ đến."),
}


class RowRefusedError(Exception):
    """Told to whoever sent the row, in their language; never leaves this package."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def sentence(code: str, facts: dict[str, str]) -> str:
    """In the reader's language."""
    return str(SENTENCES[code]) % facts if facts else str(SENTENCES[code])
