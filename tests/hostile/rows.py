"""One hostile input, and what a reader is told about it in both languages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.hostile.stage import Stage
from tests.hostile.wire import Answer, Browser

Send = Callable[[Stage, Browser], Answer]

# What the reader sees, by stable code (problem details carry the code too) or by a word of ours for pages.
SAYS = {
    "agencies.agency_not_found": ("Không có cơ quan này", "no such agency"),
    "catalogue.bad_request": ("Yêu cầu chưa đúng", "not right yet"),
    "catalogue.procedure_not_found": ("Không tìm thấy thủ tục này", "procedure was not found"),
    "dossiers.body_too_large": ("quá lớn (giới hạn 1 MB)", "too large (the limit is 1 MB)"),
    "dossiers.body_unreadable": ("không đọc được. Hãy gửi JSON", "can't be read. Send JSON"),
    "dossiers.key_missing": ("Thiếu tiêu đề Idempotency-Key", "Idempotency-Key header (1–120 characters) is missing"),
    "dossiers.key_reused": ("đã dùng cho một nội dung khác", "was used for other content"),
    "dossiers.not_found": ("Không có hồ sơ này", "no such dossier"),
    "dossiers.submission_invalid": ("còn chỗ cần sửa trước khi nộp", "has to be mended before it can be submitted"),
    "dossiers.wrong_content_type": ("Hãy gửi với Content-Type", "Send it with Content-Type"),
    "dossiers.act_not_allowed": ("Vị trí của bạn không được làm việc này", "Your position may not do this"),
    "dossiers.changed_meanwhile": ("vừa được người khác xử lý", "Somebody else has just"),
    "dossiers.out_of_turn": ("đang ở bước khác", "at another step"),
    "dossiers.reason_missing": ("Hãy ghi rõ lý do", "Give the reason"),
    "dossiers.document_not_found": ("Chưa có giấy tờ này trong hồ sơ", "does not have this document yet"),
    "files.active_content": ("có phần tự chạy", "something that runs by itself"),
    "files.broken": ("Tệp này không mở được", "can’t be opened"),
    "files.empty": ("không có nội dung", "This file is empty"),
    "files.key_missing": ("Thiếu tiêu đề Idempotency-Key", "Idempotency-Key header (1–120 characters) is missing"),
    "files.key_reused": ("đã dùng cho một tệp khác", "was used for another file"),
    "files.kind_not_accepted": ("Loại tệp này không dùng được", "kind of file can’t be used"),
    "files.locked": ("PDF này có mật khẩu", "This PDF has a password"),
    "files.one_file": ("Mỗi lần gửi đúng một tệp", "exactly one file at a time"),
    "files.too_large": ("Tệp này quá nặng", "This file is too large"),
    "forms.draft_not_found": ("Không tìm thấy bản nháp này", "draft was not found"),
    "forms.draft_changed": ("Có hai bản của trang này", "two versions of this page"),
    "forms.page_not_found": ("Tờ khai không có trang này", "form has no such page"),
    "forms.paper_not_found": ("Không tìm thấy giấy tờ này", "paper was not found"),
    "identity.sign_in_failed": ("không khớp", "do not match"),
    "identity.token_invalid": ("Mã truy cập không dùng được", "token cannot be used"),
    "kernel.not_allowed": ("Bạn không có quyền làm việc này", "You may not do this"),
    "kernel.unreadable_text": ("có ký tự không đọc được", "characters that can't be read"),
    "web.method_not_allowed": ("không nhận phương thức đó", "does not take that method"),
    "web.no_such_address": ("Không có địa chỉ này", "no such address"),
    "web.unreadable_request": ("Yêu cầu gửi lên không đọc được", "request can't be read"),
    # Pages.
    "page 400": ("Chúng tôi không đọc được yêu cầu này", "could not read this request"),
    "page 404": ("Không có trang này", "no such page"),
    "page 403": ("Bạn chưa vào được trang này", "can’t open this page"),
    "page 405": ("Không mở trang này theo cách đó được", "can’t be opened that way"),
    "page csrf": ("Trang mở đã lâu nên hết hiệu lực", "open for too long"),
    "page old form": ("Trang mở đã lâu nên hết hiệu lực", "open for too long"),
    "no such code": ("Không có hồ sơ nào mang mã này", "No dossier has this code"),
    "strange letters": ("Họ tên không dùng ký tự", "does not contain"),
    "strange characters": ("có ký tự ẩn không đọc được", "hidden characters"),
    "too long": ("Hãy rút xuống còn nhiều nhất", "Shorten it to"),
    "no such day": ("trên lịch", "calendar"),
    "choose": ("Hãy chọn trong các lựa chọn có sẵn", "Choose one of the options"),
    "no such question": ("Biểu mẫu không có câu này", "no such question"),
    "no such paper": ("Thủ tục không có giấy tờ này", "no such paper"),
    "not asked": ("Câu này không cần bổ sung", "was not asked for"),
    "still missing": ("Còn thiếu", "missing"),
    "not a date": ("ngày", "day"),
    "name and password": ("Bạn hãy nhập tên đăng nhập", "Enter"),
    "found nothing": ("", ""),
    "open questions": ("", ""),
    "choose a place": ("Hãy chọn nơi giải quyết hồ sơ", "Choose"),
    "mark something": ("Hãy đánh dấu ít nhất một", "Mark at least one"),
    "result field": ("Kết quả không có ô này", "has no such"),
    "strange letters or missing": ("", ""),
    "sign in": ("", ""),  # a redirect has no words
    "harmless": ("", ""),  # an ordinary page that found nothing, and no word of the input in it that could act
}


@dataclass(frozen=True)
class Row:
    """`moves`: facts that such a request may change (a draft keeps what was typed, readable or not).

    `to`: where a redirect leads. `place`: which field is named. `shown`: what must stand in the page, escaped.
    """

    name: str
    who: str
    send: Send
    status: int
    says: str
    to: str = ""
    place: str = ""
    shown: str = ""
    moves: frozenset[str] = frozenset()
    also: Callable[[Stage, Answer], Any] = field(default=lambda _stage, _answer: None)
