"""What can be typed about each thing of a package: its boxes, in the order of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.authoring.web import words

Options = tuple[tuple[str, Any], ...]

# Kinds of boxes: how a value is typed, and what an empty box means.
PAIR, LONG_PAIR, WORD_LISTS = "pair", "long_pair", "word_lists"  # vi beside en
TEXT, LONG, WHOLE, MONEY, DAY, BOUND = "text", "long", "whole", "money", "day", "bound"
CHOICE, CHOICES, FLAG, CONDITION, LAWS, FIELD = "choice", "choices", "flag", "condition", "laws", "field"


@dataclass(frozen=True, slots=True)
class Box:
    """One value: `key` is its place below the thing ("effective.to"). An empty box of a value that is not `required`
    takes the key away; `usual` is what a missing key means.
    """

    key: str
    kind: str
    label: Any
    hint: Any = ""
    required: bool = False
    options: Options = ()
    usual: Any = None
    only: frozenset[str] = frozenset()
    """Types of question that it belongs to; empty: all."""
    fixed: bool = False
    """An id: never changed once it was published."""

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.key.split("."))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A thing of a package: `one` names it, `boxes` say what it holds, `named` which value names an item of a list."""

    one: Any
    boxes: tuple[Box, ...]
    named: str = "name"
    fresh: Mapping[str, Any] = field(default_factory=dict)
    word: str = "item"
    """What the id of a new one begins with when nothing better is known."""


_WHEN = Box("when", CONDITION, _("Khi nào"), _("Bỏ trống nếu luôn luôn."))
_LEGAL = Box("legal", LAWS, _("Căn cứ pháp lý"))
_FROM = Box("from", DAY, _("Áp dụng từ ngày"), _("Ví dụ: 01/07/2026"))
_TO = Box("to", DAY, _("Đến hết ngày"), _("Bỏ trống nếu chưa có ngày kết thúc."))
_CHANNELS = Box("channels", CHOICES, _("Chỉ cho cách nộp"), _("Không chọn nghĩa là mọi cách."), options=words.CHANNELS)
_ID_HINT = _("Chữ thường không dấu, chữ số và gạch dưới. Mã không đổi nữa sau khi công bố.")

TEXTS = Sheet(
    _("Thông tin chung"),
    (
        Box("name", PAIR, _("Tên thủ tục"), required=True),
        Box("summary", LONG_PAIR, _("Tóm tắt bằng lời thường"), _("Một hai câu: ai cần, được gì, mất bao lâu."), required=True),
        Box("everyday_names", WORD_LISTS, _("Người dân hay gọi là"), _("Mỗi dòng một cách gọi. Tìm kiếm dùng những từ này.")),
        Box("field", PAIR, _("Lĩnh vực"), required=True),
        Box("agency", PAIR, _("Cơ quan giải quyết"), required=True),
        Box("tiers", CHOICES, _("Cấp giải quyết"), options=words.TIERS, required=True),
        Box("branch", TEXT, _("Ngành (mã)"), _("Chỉ điền khi một ngành riêng giải quyết, ví dụ police.")),
        Box("subjects", CHOICES, _("Ai được nộp"), options=words.SUBJECTS, required=True),
        Box("channels", CHOICES, _("Cách nộp"), options=words.CHANNELS, required=True),
        Box("assurance", CHOICE, _("Mức tài khoản định danh"), options=words.ASSURANCE, usual=1),
        Box("estimated_minutes", WHOLE, _("Điền mất khoảng mấy phút"), usual=10),
        Box("life_events", CHOICES, _("Việc đời liên quan"), options=words.LIFE_EVENTS),
        Box("effective.to", DAY, _("Hết áp dụng sau ngày"), _("Bỏ trống nếu chưa có ngày kết thúc. Ngày bắt đầu chọn khi gửi duyệt.")),
        Box("source.url", TEXT, _("Địa chỉ nguồn")),
        Box("source.decision", TEXT, _("Quyết định công bố")),
        Box("source.checked_on", DAY, _("Đối chiếu với nguồn ngày"), required=True),
    ),
)  # fmt: skip
LAW = Sheet(
    _("Căn cứ pháp lý"),
    (
        Box("id", TEXT, _("Mã"), _("Chữ thường không dấu, chữ số và gạch nối, ví dụ law-60-2014."), required=True, fixed=True),
        Box("number", TEXT, _("Số văn bản"), _("Ví dụ: 60/2014/QH13"), required=True),
        Box("title", PAIR, _("Tên văn bản"), required=True),
        Box("article", TEXT, _("Điều, khoản"), _("Ví dụ: Khoản 2 Điều 16")),
        Box("url", TEXT, _("Địa chỉ toàn văn")),
    ),
    named="number",
    fresh={"number": "", "title": {"vi": "", "en": ""}},
    word="law",
)  # fmt: skip
LIMIT = Sheet(
    _("Thời hạn giải quyết"),
    (
        Box("amount", WHOLE, _("Bao lâu"), _("Chỉ ghi số. Bỏ trống nếu luật không nói bằng số.")),
        Box("unit", CHOICE, _("Đơn vị"), options=words.UNITS),
        Box("note", LONG_PAIR, _("Nói bằng lời"), required=True),
        _LEGAL, _CHANNELS, _FROM, _TO,
    ),
    named="note",
    fresh={"amount": 1, "unit": "working_day", "note": {"vi": "", "en": ""}},
)  # fmt: skip
PAPER = Sheet(
    _("Giấy tờ"),
    (
        Box("id", TEXT, _("Mã"), _ID_HINT, required=True, fixed=True),
        Box("name", PAIR, _("Tên giấy tờ"), required=True),
        Box("hint", LONG_PAIR, _("Gợi ý"), _("Giấy trông thế nào, chụp ra sao, lấy ở đâu.")),
        Box("kind", CHOICE, _("Nộp thế nào"), options=words.PAPER_KINDS, usual="upload"),
        Box("required", FLAG, _("Bắt buộc"), usual=True),
        _WHEN,
        Box("originals", WHOLE, _("Số bản chính"), usual=1),
        Box("copies", WHOLE, _("Số bản sao"), usual=0),
        Box("accept", CHOICES, _("Loại tệp nhận"), options=(("pdf", "PDF"), ("jpg", "JPG"), ("png", "PNG"))),
        _LEGAL,
    ),
    fresh={"name": {"vi": "", "en": ""}, "kind": "upload"},
    word="paper",
)  # fmt: skip
RESULT = Sheet(
    _("Kết quả"),
    (
        Box("id", TEXT, _("Mã"), _ID_HINT, required=True, fixed=True),
        Box("name", PAIR, _("Người dân nhận được"), required=True),
        Box("code", TEXT, _("Mã giấy tờ kết quả"), _("Ví dụ: KQ.G15.000011")),
        _WHEN,
    ),
    fresh={"name": {"vi": "", "en": ""}},
    word="result",
)  # fmt: skip
REQUIREMENT = Sheet(
    _("Điều kiện"), (Box("", LONG_PAIR, _("Điều kiện"), required=True),), named="", fresh={"vi": "", "en": ""}
)
FEE = Sheet(
    _("Khoản phí, lệ phí"),
    (
        Box("id", TEXT, _("Mã"), _ID_HINT, required=True, fixed=True),
        Box("name", PAIR, _("Tên khoản thu"), required=True),
        Box("amount", MONEY, _("Số tiền"), required=True),
        Box("per", FIELD, _("Nhân với"), _("Câu hỏi kiểu số nguyên; không chọn thì tính một lần cho mỗi hồ sơ."), usual="submission"),
        _WHEN, _CHANNELS,
        Box("legal", LAWS, _("Căn cứ pháp lý"), required=True),
        Box("from", DAY, _("Áp dụng từ ngày"), _("Ví dụ: 01/07/2026"), required=True),
        _TO,
        Box("note", PAIR, _("Ghi chú")),
    ),
    fresh={"name": {"vi": "", "en": ""}, "amount": 0, "legal": []},
    word="fee",
)  # fmt: skip
FEE_NOTE = Sheet(
    _("Ghi chú chung về phí"),
    (
        Box(
            "note",
            LONG_PAIR,
            _("Ghi chú chung về phí"),
            _("Hiện cạnh bảng phí, khi mức thu tùy địa phương quyết định."),
        ),
    ),
)
SECTION = Sheet(
    _("Phần"),
    (Box("id", TEXT, _("Mã"), _ID_HINT, required=True, fixed=True), Box("title", PAIR, _("Tên phần"), required=True)),
    named="title",
    fresh={"title": {"vi": "", "en": ""}, "pages": []},
    word="section",
)  # fmt: skip
PAGE = Sheet(
    _("Trang"),
    (
        Box("id", TEXT, _("Mã"), _ID_HINT, required=True, fixed=True),
        Box("title", PAIR, _("Câu hỏi của trang"), required=True),
        Box("why", LONG_PAIR, _("Vì sao hỏi điều này")),
        Box("show_if", CONDITION, _("Hiện trang khi"), _("Bỏ trống nếu luôn luôn.")),
    ),
    named="title",
    fresh={"title": {"vi": "", "en": ""}, "fields": []},
    word="page",
)  # fmt: skip
_BOUNDED = frozenset({"date", "number", "money", "decimal", "group"})
_FILLED_IN = frozenset({"name", "text", "long_text", "personal_id", "date", "choice", "phone", "email", "address"})
_FREE = frozenset({"text", "long_text", "name", "email"})
QUESTION = Sheet(
    _("Câu hỏi"),
    (
        Box("id", TEXT, _("Mã"), _ID_HINT, required=True, fixed=True),
        Box("label", PAIR, _("Câu hỏi"), required=True),
        Box("hint", LONG_PAIR, _("Gợi ý")),
        Box("type", CHOICE, _("Kiểu trả lời"), options=tuple(words.TYPES.items()), required=True),
        Box("required", FLAG, _("Bắt buộc trả lời"), usual=True),
        Box("show_if", CONDITION, _("Hiện câu hỏi khi"), _("Bỏ trống nếu luôn luôn.")),
        Box("prefill", CHOICE, _("Điền sẵn từ hồ sơ của người nộp"), _("Người dân thấy lấy từ đâu, lúc nào; không sửa được, trừ khi chọn dưới đây."), options=words.PREFILL, usual=""),
        Box("editable", FLAG, _("Cho sửa điều đã điền sẵn"), _("Chỉ khi luật cho phép, hoặc có lý do viết ra."), usual=False, only=_FILLED_IN),
        Box("why_editable", PAIR, _("Vì sao được sửa"), _("Một câu cho người dân, ví dụ: Thư gửi đến nơi nào là do bạn chọn."), only=_FILLED_IN),
        Box("legal", LAWS, _("Căn cứ pháp lý"), only=_FILLED_IN),
        Box("min", BOUND, _("Nhỏ nhất, sớm nhất"), _("Một số; với ngày: 2026-07-01, today, today-14y hoặc today+30d."), only=_BOUNDED),
        Box("max", BOUND, _("Lớn nhất, muộn nhất"), _("Viết như trên."), only=_BOUNDED),
        Box("places", WHOLE, _("Số chữ số sau dấu phẩy"), only=frozenset({"decimal"})),
        Box("partial", FLAG, _("Nhận cả khi chỉ biết năm"), usual=False, only=frozenset({"date"})),
        Box("max_length", WHOLE, _("Dài nhất mấy chữ"), only=_FREE),
        Box("sensitive", FLAG, _("Thông tin nhạy cảm"), usual=False),
    ),
    named="label",
    fresh={"type": "text", "label": {"vi": "", "en": ""}},
    word="question",
)  # fmt: skip
OPTION = Sheet(
    _("Lựa chọn"),
    (
        Box("value", TEXT, _("Mã"), required=True, fixed=True),
        Box("label", PAIR, _("Lựa chọn"), required=True),
    ),
    named="label",
    fresh={"value": "", "label": {"vi": "", "en": ""}},
)  # fmt: skip
CHECK = Sheet(
    _("Điều phải đúng"),
    (
        Box("field", FIELD, _("Báo lỗi ở câu hỏi"), required=True),
        Box("rule", CONDITION, _("Điều phải đúng"), required=True),
        Box("message", LONG_PAIR, _("Nói gì khi không đúng"), _("Viết việc cần làm, không trách."), required=True),
    ),
    named="message",
    fresh={"field": "", "rule": "true", "message": {"vi": "", "en": ""}},
)  # fmt: skip
