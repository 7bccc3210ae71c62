"""What the verifying script says, in the reader's language; its codes are those of `static/trust/proofs.js`."""

from django.utils.translation import gettext as _


def said_by_script() -> dict[str, str]:
    """Sentence by code."""
    return _verdicts() | _refusals() | _labels()


def _verdicts() -> dict[str, str]:
    return {
        "proven": _("Bằng chứng này là thật"),
        "proven_text": _(
            "Việc dưới đây đã được ghi vào nhật ký công khai đúng như thế này, và từ đó chưa bị sửa một chữ nào."
        ),
        "outline": _("Bằng chứng này là thật, phần nội dung không có trong tệp"),
        "outline_text": _(
            "Nhật ký có ghi việc này, vào lúc và ở cơ quan dưới đây. Ai làm và vì sao thì bằng chứng này không mang theo: "
            "nội dung ấy không dành cho người cầm tệp, hoặc đã được xóa theo luật."
        ),
        "refused": _("Bằng chứng này KHÔNG đúng"),
        "refused_text": _("Đừng tin những gì ghi trong tệp này."),
        "unable": _("Trình duyệt này chưa kiểm tra được"),
        "link": _("Đây là đường dẫn từ mã QR, chưa phải bằng chứng"),
        "link_text": _(
            "Mã QR trên giấy mở trang của hồ sơ hay trang kiểm tra giấy. Hãy mở đường dẫn ấy; chủ hồ sơ tải được tệp bằng "
            "chứng ở trang “Ai đã xem dữ liệu của tôi”."
        ),
        "working": _("Đang kiểm tra trên máy của bạn…"),
    }


def _refusals() -> dict[str, str]:
    return {
        "no_proof": _("Đây không phải tệp bằng chứng: thiếu dòng đầu c2sp.org/tlog-proof@v1, hoặc tệp đã hỏng."),
        "no_entry": _("Tệp không mang theo nội dung của mục được chứng minh, hoặc phần ấy đã hỏng."),
        "unknown_format": _("Mục này theo một định dạng mới mà trang này chưa biết. Hãy mở trang này ở bản mới hơn."),
        "too_large": _("Tệp quá lớn để là một bằng chứng."),
        "holder": _("Người ghi trong tệp không có mặt trong mục được chứng minh."),
        "path": _("Nội dung không khớp với nhật ký đã ký: có chữ đã bị sửa, hoặc mục này không nằm trong nhật ký."),
        "note": _("Điểm chốt của nhật ký trong tệp bị hỏng."),
        "signature": _("Chữ ký trên điểm chốt sai: tệp đã bị sửa, hoặc người khác ký."),
        "key_unknown": _("Điểm chốt không do khóa nào mà bạn tin ký. Tệp có thể của một nơi khác, hoặc là giả."),
        "key_bad": _("Khóa bạn dán không đúng dạng tên+mã+khóa."),
        "key_none": _("Trang này chưa có khóa của nhật ký. Bạn hãy dán khóa lấy từ nơi bạn tin."),
        "no_crypto": _(
            "Trình duyệt này không có phép kiểm chữ ký Ed25519, hoặc trang không mở qua kết nối an toàn. Bạn dùng bản mới "
            "của Chrome, Edge, Firefox hay Safari, hoặc kiểm bằng dòng lệnh ghi ở cuối trang."
        ),
    }


def _labels() -> dict[str, str]:
    return {
        "reason": _("Vì sao"),
        "label_link": _("Đường dẫn"),
        "label_action": _("Việc"),
        "label_at": _("Lúc"),
        "label_who": _("Người đã làm"),
        "label_position": _("Chức vụ"),
        "label_agency": _("Cơ quan (mã trong nhật ký)"),
        "label_why": _("Lý do đã ghi"),
        "label_facts": _("Chi tiết"),
        "label_listed": _("Bạn trong danh sách"),
        "listed": _("Bạn là một trong %(n)s người có trong danh sách ấy"),
        "label_record": _("Hồ sơ (mã trong nhật ký)"),
        "label_sealed": _("Từng được giữ kín"),
        "label_log": _("Nhật ký"),
        "label_place": _("Chỗ trong nhật ký"),
        "place": _("mục %(index)s trong %(size)s mục đã chốt"),
        "label_key": _("Khóa đã ký"),
        "none": _("không ghi"),
    }
