"""How a flow's picture says states and acts to the one whose dossier it is: short enough for its boxes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from motcua.dossiers.contracts import State
from motcua.dossiers.domain.steps import Step
from motcua.dossiers.web.desk.words import DONE, HOLDERS
from motcua.kernel.languages import pick

STATE_NAMES: Mapping[State, Any] = {
    State.AWAITING_EARLIER: pgettext_lazy("flow", "Chờ hồ sơ trước"),
    State.SUBMITTED: pgettext_lazy("flow", "Mới nộp"),
    State.IN_PROCESS: pgettext_lazy("flow", "Đang giải quyết"),
    State.AWAITING_APPROVAL: pgettext_lazy("flow", "Chờ ký duyệt"),
    State.APPROVED: pgettext_lazy("flow", "Đã có kết quả"),
    State.AWAITING_SUPPLEMENT: pgettext_lazy("flow", "Chờ bổ sung"),
    State.AWAITING_PAYMENT: pgettext_lazy("flow", "Chờ nộp phí"),
    State.RETURNED: pgettext_lazy("flow", "Đã trả kết quả"),
    State.REFUSED: pgettext_lazy("flow", "Bị từ chối"),
    State.WITHDRAWN: pgettext_lazy("flow", "Bạn rút hồ sơ"),
    State.STOPPED: pgettext_lazy("flow", "Đã dừng"),
}
HOLDER_NAMES: Mapping[str, Any] = {
    **HOLDERS,
    "applicant": pgettext_lazy("flow", "bạn"),
    "earlier": pgettext_lazy("flow", "chưa ai"),
    "nobody": "",
}
ACT_NAMES: Mapping[str, Any] = {
    **DONE,
    "accept": pgettext_lazy("flow", "Tiếp nhận"),
    "request_supplement": pgettext_lazy("flow", "Yêu cầu bổ sung"),
    "answer_supplement": pgettext_lazy("flow", "Bạn bổ sung"),
    "resolve": pgettext_lazy("flow", "Trình ký"),
    "send_back": pgettext_lazy("flow", "Làm lại"),
    "approve": pgettext_lazy("flow", "Ký duyệt"),
    "refuse": pgettext_lazy("flow", "Từ chối"),
    "return": pgettext_lazy("flow", "Trả kết quả"),
    "hand_over": pgettext_lazy("flow", "Đến lượt"),
    "extend": pgettext_lazy("flow", "Gia hạn"),
    "stop": pgettext_lazy("flow", "Dừng"),
    "request_payment": pgettext_lazy("flow", "Đề nghị nộp phí"),
    "confirm_payment": pgettext_lazy("flow", "Đã nộp phí"),
    "close_unanswered": pgettext_lazy("flow", "Quá hạn bổ sung"),
    "decide_by_silence": pgettext_lazy("flow", "Hết thời hạn"),
    "withdraw": pgettext_lazy("flow", "Bạn rút"),
}


def act_name(action: str) -> str:
    return str(ACT_NAMES.get(action, action))


def step_name(step: Step, language: str) -> str:
    """What is done, whether another agency does it, and whether it is always done."""
    name = pick(step.name, language)
    name = _("%(step)s (cơ quan khác làm)") % {"step": name} if step.agency else name
    return _("%(step)s, khi cần") % {"step": name} if step.when else name


def in_sentence(name: object) -> str:
    """A state's name inside a sentence: without its capital letter."""
    said = str(name)
    return said[:1].lower() + said[1:]
