"""How the desk says states, acts, holders and channels."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from motcua.agencies.contracts import Route, RouteReason
from motcua.dossiers.contracts import Channel, State
from motcua.dossiers.queue_apart import LATE, NEW_ISSUE, PUSHED
from motcua.kernel.languages import pick

Words = Mapping[Any, Any]

STATES: Words = {
    State.AWAITING_EARLIER: gettext_lazy("Chờ hồ sơ trước"),
    State.SUBMITTED: gettext_lazy("Mới nộp"),
    State.IN_PROCESS: gettext_lazy("Đang giải quyết"),
    State.AWAITING_APPROVAL: gettext_lazy("Chờ phê duyệt"),
    State.APPROVED: gettext_lazy("Chờ trả kết quả"),
    State.AWAITING_SUPPLEMENT: gettext_lazy("Chờ bổ sung"),
    State.AWAITING_PAYMENT: gettext_lazy("Chờ nộp phí, lệ phí"),
    State.RETURNED: gettext_lazy("Đã trả kết quả"),
    State.REFUSED: gettext_lazy("Đã từ chối"),
    State.WITHDRAWN: gettext_lazy("Người nộp đã rút"),
    State.STOPPED: gettext_lazy("Đã dừng"),
}
HOLDERS: Words = {
    "earlier": gettext_lazy("chưa ai, đang chờ hồ sơ trước của nhóm"),
    "receiver": gettext_lazy("bộ phận một cửa"),
    "specialist": gettext_lazy("công chức chuyên môn"),
    "head": gettext_lazy("lãnh đạo cơ quan"),
    "applicant": gettext_lazy("người nộp"),
    "nobody": gettext_lazy("không còn ai giữ, việc đã xong"),
}
CHANNELS: Words = {
    Channel.ONLINE: ("upload", gettext_lazy("Nộp trực tuyến")),
    Channel.IN_PERSON: ("user", gettext_lazy("Nộp tại quầy")),
    Channel.POSTAL: ("mail", gettext_lazy("Gửi qua bưu chính")),
}
DUE: Words = {"near": gettext_lazy("Gần đến hạn"), "late": gettext_lazy("Quá hạn")}
APART: Words = {
    LATE: gettext_lazy("Trễ chưa ghi lý do"),
    NEW_ISSUE: gettext_lazy("Chờ đính chính, cấp lại"),
    PUSHED: gettext_lazy("Từ hệ thống khác"),
}
DONE: Words = {
    "submitted": gettext_lazy("Hồ sơ được nộp"),
    "accept": pgettext_lazy("done", "Tiếp nhận hồ sơ"),
    "request_supplement": pgettext_lazy("done", "Yêu cầu bổ sung"),
    "answer_supplement": gettext_lazy("Người nộp đã bổ sung"),
    "refuse": pgettext_lazy("done", "Từ chối hồ sơ"),
    "record_step": pgettext_lazy("done", "Ghi kết quả"),
    "pause_step": pgettext_lazy("done", "Tạm dừng một bước"),
    "resume_step": pgettext_lazy("done", "Làm tiếp một bước"),
    "forward": pgettext_lazy("done", "Chuyển cơ quan giải quyết"),
    "resolve": pgettext_lazy("done", "Trình kết quả"),
    "send_back": pgettext_lazy("done", "Trả lại để làm lại"),
    "approve": gettext_lazy("Phê duyệt kết quả"),
    "return": pgettext_lazy("done", "Trả kết quả"),
    "propose_correction": gettext_lazy("Đề nghị đính chính kết quả"),
    "propose_reissue": gettext_lazy("Đề nghị cấp lại kết quả"),
    "correct": pgettext_lazy("done", "Đính chính kết quả"),
    "reissue": pgettext_lazy("done", "Cấp lại kết quả"),
    "drop_new_issue": gettext_lazy("Bỏ đề nghị đính chính, cấp lại"),
    "ask_correction": gettext_lazy("Người nộp đề nghị đính chính"),
    "refuse_correction": gettext_lazy("Từ chối đính chính"),
    "withdraw": gettext_lazy("Người nộp rút hồ sơ"),
    "cosigned": gettext_lazy("Có người cùng đứng đơn"),
    "claim": pgettext_lazy("done", "Nhận xử lý"),
    "assign": gettext_lazy("Giao xử lý"),
    "release": gettext_lazy("Để người khác nhận"),
    "hand_over": gettext_lazy("Hồ sơ trước có kết quả, hồ sơ được chuyển đến"),
    "extend": pgettext_lazy("done", "Gia hạn thời gian giải quyết"),
    "stop": pgettext_lazy("done", "Dừng giải quyết hồ sơ"),
    "stop_with_earlier": gettext_lazy("Hồ sơ dừng vì hồ sơ trước không có kết quả"),
    "request_payment": pgettext_lazy("done", "Yêu cầu nộp phí, lệ phí"),
    "confirm_payment": gettext_lazy("Đã nộp phí, lệ phí"),
    "explain_lateness": gettext_lazy("Ghi lý do trễ hẹn và xin lỗi"),
    "reopen": pgettext_lazy("done", "Mở lại hồ sơ"),
    "close_unanswered": gettext_lazy("Hết hạn bổ sung, hồ sơ khép lại"),
    "decide_by_silence": gettext_lazy("Hết thời hạn, hồ sơ được quyết định theo luật"),
    "shared": gettext_lazy("Cho người khác xem hồ sơ"),
    "share_ended": gettext_lazy("Thôi cho xem hồ sơ"),
    "near_due": gettext_lazy("Sắp đến hạn, đã nhắc người đang giữ"),
    "near_due_head": gettext_lazy("Sắp đến hạn, đã báo lãnh đạo"),
    "marked_late": gettext_lazy("Quá hẹn"),
}


def done_words(action: str) -> str:
    """The act as a line of the timeline; an act we have no words for is shown as it is called."""
    return str(DONE.get(action, action))


def moment(at: datetime) -> str:
    """Time and day, as in "09:05, thứ Hai 2/3/2026"."""
    here = timezone.localtime(at)
    return _("%(time)s, %(day)s") % {"time": here.strftime("%H:%M"), "day": day(here.date())}


def day(on: date) -> str:
    """As people say it: "thứ Hai 2/3/2026"."""
    written = date_format(on, _("j/n/Y"))
    return f"{weekday(on)} {written}"


def last_day(until: datetime) -> str:
    """The last day of what holds until a moment, which is the midnight after it."""
    return day(timezone.localtime(until - timedelta(seconds=1)).date())


def read_day(written: str) -> date:
    """A day as people write it, "02/03/2026". Raises ValueError."""
    return datetime.strptime(written.strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone


def weekday(on: date) -> str:
    names = (_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"))
    return names[on.weekday()]


def route_words(route: Route) -> str:
    """Why a matter goes where it goes, in a sentence."""
    agency = pick(route.agency.name, get_language() or "vi") if route.agency else ""
    said = {
        RouteReason.RULE: _("Theo %(legal)s, nơi giải quyết là %(agency)s."),
        RouteReason.PLACE: _("Nơi giải quyết theo địa bàn là %(agency)s."),
        RouteReason.RECEIVED_THERE: _("Nơi tiếp nhận, %(agency)s, cũng là nơi giải quyết."),
        RouteReason.UNCLEAR: _("Theo %(legal)s, nơi giải quyết do người điều phối quyết định."),
        RouteReason.NOBODY: _("Chưa có quy tắc và chưa có cơ quan nào đúng cấp ở địa bàn này."),
    }[route.reason]
    return said % {"agency": agency, "legal": route.rule.legal if route.rule else ""}
