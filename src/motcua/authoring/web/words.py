"""The words of the editor for what a package holds."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.authoring.contracts import EditState

STATES: Mapping[EditState, Any] = {
    EditState.OPEN: _("Đang soạn"),
    EditState.IN_REVIEW: _("Chờ duyệt"),
    EditState.SENT_BACK: _("Cần sửa lại"),
    EditState.PUBLISHED: _("Đã công bố"),
    EditState.WITHDRAWN: _("Đã bỏ"),
}
TYPES: Mapping[str, Any] = {
    "text": _("Một dòng chữ"),
    "long_text": _("Nhiều dòng chữ"),
    "name": _("Họ và tên"),
    "personal_id": _("Số định danh cá nhân"),
    "tax_code": _("Mã số thuế"),
    "phone": _("Số điện thoại"),
    "email": _("Thư điện tử"),
    "date": _("Ngày"),
    "number": _("Số nguyên"),
    "decimal": _("Số thập phân"),
    "money": _("Số tiền (đồng)"),
    "yes_no": _("Có hoặc không"),
    "choice": _("Chọn một mục"),
    "choices": _("Chọn nhiều mục"),
    "address": _("Địa chỉ"),
    "group": _("Nhóm lặp lại"),
    "appointment": _("Giờ hẹn"),
    "signature": _("Ký tên thay lời cam đoan"),
}
WITH_OPTIONS = frozenset({"choice", "choices"})
TIERS = (("commune", _("Cấp xã")), ("province", _("Cấp tỉnh")), ("ministry", _("Bộ, ngành")))
SUBJECTS = (
    ("citizen", _("Công dân")),
    ("overseas_vietnamese", _("Người Việt Nam ở nước ngoài")),
    ("foreigner", _("Người nước ngoài")),
    ("business", _("Doanh nghiệp")),
    ("household_business", _("Hộ kinh doanh")),
    ("organisation", _("Cơ quan, tổ chức")),
)
CHANNELS = (("online", _("Trên mạng")), ("in_person", _("Tại quầy")), ("postal", _("Qua bưu điện")))
# What conditions may read beside the answers, drawn like a question.
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "channel": {
        "type": "choice",
        "label": dict.fromkeys(("vi", "en"), _("Cách nộp")),
        "options": [{"value": value, "label": dict.fromkeys(("vi", "en"), said)} for value, said in CHANNELS],
    }
}
LIFE_EVENTS = (
    ("birth", _("Sinh con")),
    ("marriage", _("Kết hôn")),
    ("moving", _("Chuyển chỗ ở")),
    ("business", _("Kinh doanh")),
    ("driving", _("Lái xe")),
    ("travel", _("Đi lại, xuất cảnh")),
    ("work", _("Việc làm")),
    ("school", _("Học hành")),
    ("health", _("Sức khỏe")),
    ("death", _("Có người mất")),
    ("land", _("Nhà đất")),
    ("papers", _("Giấy tờ tùy thân")),
)
UNITS = (
    ("", _("Không tính được thành số")),
    ("working_day", _("ngày làm việc")),
    ("day", _("ngày")),
    ("hour", _("giờ làm việc")),
    ("month", _("tháng")),
)
PAPER_KINDS = (
    ("upload", _("Gửi tệp qua mạng")),
    ("present", _("Mang theo khi đến quầy")),
    ("info", _("Chỉ là lưu ý, không phải nộp")),
)
PREFILL = (
    ("", _("Không điền sẵn")),
    ("applicant.full_name", _("Họ và tên")),
    ("applicant.personal_id", _("Số định danh cá nhân")),
    ("applicant.birth_date", _("Ngày sinh")),
    ("applicant.sex", _("Giới tính")),
    ("applicant.phone", _("Số điện thoại")),
    ("applicant.email", _("Thư điện tử")),
    ("applicant.address", _("Nơi ở")),
    ("applicant.nationality", _("Quốc tịch")),
    ("applicant.ethnicity", _("Dân tộc")),
)
ASSURANCE = (("0", _("Mức 0: không cần đăng nhập")), ("1", _("Mức 1")), ("2", _("Mức 2")))
