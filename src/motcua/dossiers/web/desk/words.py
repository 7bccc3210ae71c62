"""How the desk says states, acts, holders and channels."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from motcua.dossiers.contracts import Channel, State

Words = Mapping[Any, Any]

STATES: Words = {
    State.SUBMITTED: lazy("Mới nộp"),
    State.IN_PROCESS: lazy("Đang giải quyết"),
    State.AWAITING_APPROVAL: lazy("Chờ phê duyệt"),
    State.APPROVED: lazy("Chờ trả kết quả"),
    State.AWAITING_SUPPLEMENT: lazy("Chờ bổ sung"),
    State.RETURNED: lazy("Đã trả kết quả"),
    State.REFUSED: lazy("Đã từ chối"),
    State.WITHDRAWN: lazy("Người nộp đã rút"),
}
HOLDERS: Words = {
    "receiver": lazy("bộ phận một cửa"),
    "specialist": lazy("công chức chuyên môn"),
    "head": lazy("lãnh đạo cơ quan"),
    "applicant": lazy("người nộp"),
    "nobody": lazy("không còn ai giữ, việc đã xong"),
}
CHANNELS: Words = {
    Channel.ONLINE: ("upload", lazy("Nộp trực tuyến")),
    Channel.IN_PERSON: ("user", lazy("Nộp tại quầy")),
    Channel.POSTAL: ("mail", lazy("Gửi qua bưu chính")),
}
DONE: Words = {
    "submitted": lazy("Nộp hồ sơ"),
    "accept": lazy("Tiếp nhận hồ sơ"),
    "request_supplement": lazy("Yêu cầu bổ sung"),
    "answer_supplement": lazy("Người nộp đã bổ sung"),
    "refuse": lazy("Từ chối hồ sơ"),
    "resolve": lazy("Trình kết quả"),
    "send_back": lazy("Trả lại để làm lại"),
    "approve": lazy("Phê duyệt kết quả"),
    "return": lazy("Trả kết quả"),
    "withdraw": lazy("Người nộp rút hồ sơ"),
}


def done_words(action: str) -> str:
    """The act as a line of the timeline; an act we have no words for is shown as it is called."""
    return str(DONE.get(action, action))


def moment(at: datetime) -> str:
    """"09:05, thứ Hai 2/3/2026"."""
    here = timezone.localtime(at)
    return _("%(time)s, %(day)s") % {"time": here.strftime("%H:%M"), "day": day(here.date())}


def day(on: date) -> str:
    """"thứ Hai 2/3/2026" as people say it."""
    return f"{weekday(on)} {date_format(on, 'j/n/Y')}"


def weekday(on: date) -> str:
    return (_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"))[on.weekday()]
