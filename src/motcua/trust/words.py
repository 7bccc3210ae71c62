"""What was done with somebody's data, in plain words, as that person reads it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.dossiers import api as dossiers
from motcua.ledger.contracts import EntryView

_ACTS: dict[str, Promise] = {
    "dossiers.looked_at": _("Mở xem hồ sơ của bạn"),
    "dossiers.document_copied": _("In bản sao giấy tờ trong hồ sơ của bạn"),
    "dossiers.packed": _("Tải trọn hồ sơ của bạn để lưu trữ"),
    "dossiers.submitted": pgettext_lazy("looks", "Nộp hồ sơ"),
    "dossiers.accept": pgettext_lazy("looks", "Tiếp nhận hồ sơ"),
    "dossiers.request_supplement": _("Yêu cầu bạn bổ sung hồ sơ"),
    "dossiers.answer_supplement": pgettext_lazy("looks", "Bổ sung hồ sơ"),
    "dossiers.refuse": pgettext_lazy("looks", "Từ chối hồ sơ"),
    "dossiers.return": pgettext_lazy("looks", "Trả kết quả"),
    "dossiers.approve": pgettext_lazy("looks", "Phê duyệt kết quả"),
    "dossiers.withdraw": pgettext_lazy("looks", "Rút hồ sơ"),
    "dossiers.shared": _("Cho một cán bộ khác xem hồ sơ của bạn"),
    "dossiers.share_ended": _("Thôi cho cán bộ khác xem hồ sơ của bạn"),
    "dossiers.assign": _("Giao người xử lý hồ sơ"),
    "dossiers.claim": _("Nhận xử lý hồ sơ"),
    "dossiers.archived": _("Đưa hồ sơ vào lưu trữ"),
    "dossiers.destroyed": _("Hủy hồ sơ đã hết thời hạn lưu giữ"),
    "dossiers.synced": _("Nhận trạng thái hồ sơ từ hệ thống khác"),
    "identity.person_searched": _("Tìm bạn theo số định danh ở quầy"),
    "identity.person_registered": _("Ghi bạn vào danh bạ ở quầy"),
    "identity.account_opened": _("Mở tài khoản cho bạn"),
    "identity.signed_in": pgettext_lazy("looks", "Đăng nhập"),
    "identity.token_issued": _("Cấp mã truy cập cho phần mềm của bạn"),
    "identity.token_revoked": _("Hủy mã truy cập"),
    "forms.draft_seen": _("Mở xem bản nháp của bạn"),
    "forms.draft_started": _("Bắt đầu một bản nháp"),
    "forms.answers_saved": _("Lưu câu trả lời"),
    "forms.paper_attached": _("Đính kèm giấy tờ"),
    "forms.paper_removed": _("Gỡ giấy tờ"),
    "forms.draft_deleted": _("Xóa bản nháp"),
    "forms.draft_expired": _("Xóa bản nháp đã hết hạn giữ"),
    "forms.draft_expiry_told": _("Nhắc bạn bản nháp sắp hết hạn giữ"),
    "trust.asked": _("Hỏi về một lượt xem"),
    "trust.answered": _("Trả lời câu hỏi về một lượt xem"),
    "trust.questions_seen": _("Mở danh sách câu hỏi của người dân"),
    "trust.data_taken": _("Tải dữ liệu của chính mình"),
    "trust.data_asked": _("Gửi yêu cầu về dữ liệu của mình"),
    "trust.data_acknowledged": _("Xác nhận đã nhận yêu cầu về dữ liệu của bạn"),
    "trust.data_extended": _("Gia hạn trả lời yêu cầu về dữ liệu của bạn"),
    "trust.data_done": _("Thực hiện xong yêu cầu về dữ liệu của bạn"),
    "trust.data_refused": _("Từ chối yêu cầu về dữ liệu của bạn"),
    "trust.data_withdrawn": _("Rút yêu cầu về dữ liệu của mình"),
    "trust.data_requests_seen": _("Mở danh sách yêu cầu về dữ liệu"),
}
_BY_ROOM: dict[str, Promise] = {
    "dossiers": _("Xử lý hồ sơ"),
    "forms": _("Làm với bản nháp"),
    "identity": _("Làm với tài khoản"),
}
_LIST = _("Mở một danh sách trong đó có bạn")
_BOOK = _("Mở sổ theo dõi trong đó có bạn")
_PAPER = _("Mở giấy tờ trong hồ sơ của bạn")
_EXPORTED = _("Xuất danh sách hồ sơ trong đó có bạn")
_OTHER = _("Việc của hệ thống")

LOOKS = frozenset(
    {
        dossiers.LOOKED_AT,
        "dossiers.document_copied",
        "dossiers.packed",
        "identity.person_searched",
        "forms.draft_seen",
        "trust.asked",
        "trust.answered",
        "trust.questions_seen",
        "trust.data_extended",
        "trust.data_done",
        "trust.data_refused",
        "trust.data_requests_seen",
    }
)
"""Why somebody looked is for the person to read, always."""

CHOOSE_KIND = _("Hãy chọn điều bạn yêu cầu.")
CHOOSE_AGENCY = _("Hãy chọn cơ quan mà bạn gửi yêu cầu đến.")
NOT_YOUR_DOSSIER = _("Hãy chọn một hồ sơ của bạn, hoặc để trống.")
SAY_WHAT = _("Hãy viết vài câu để cơ quan hiểu bạn cần gì.")
TOO_LONG = _("Hãy viết ngắn hơn: nhiều nhất 2000 ký tự.")
WHY_MISSING = _("Hãy viết vì sao cần thêm thời gian. Người yêu cầu đọc được.")
ANSWER_MISSING = _("Hãy viết đã làm gì, hoặc vì sao không làm. Người yêu cầu đọc được.")
BASIS_MISSING = _("Hãy ghi điều luật cho phép từ chối.")


def say_what(entry: EntryView) -> str:
    """What was done, as a short sentence."""
    if entry.action == dossiers.LOOKED_AT:
        return str(_look(entry))
    known = _ACTS.get(entry.action) or _BY_ROOM.get(entry.action.partition(".")[0])
    return str(known or _OTHER)


def may_read_why(entry: EntryView) -> bool:
    """Whether the reason is said to the person: what officials note for each other while they decide is not, and goes into
    no proof either; that it happened, when and where, does."""
    return entry.action in LOOKS or entry.action.removeprefix("dossiers.") in dossiers.TOLD_TO_APPLICANT


def outline_words() -> dict[str, str]:
    """The words for actions, for a page that knows no more of an entry than its outline."""
    return {action: str(said) for action, said in _ACTS.items()}


def _look(entry: EntryView) -> Promise:
    if "exported" in entry.facts:
        return _EXPORTED
    if "book" in entry.facts:
        return _BOOK
    if "paper" in entry.facts:
        return _PAPER
    return _ACTS[dossiers.LOOKED_AT] if entry.record_id else _LIST
