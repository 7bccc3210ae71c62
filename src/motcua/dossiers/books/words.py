"""How books and slips say hands, outcomes and acts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.agencies import api as agencies
from motcua.dossiers.contracts.books import Hand, NumberRow, Outcome
from motcua.dossiers.domain.new_issues import CORRECTION, REISSUE
from motcua.kernel.languages import pick

ROLES: Mapping[str, Any] = {
    "earlier": gettext_lazy("chưa ai, đang chờ hồ sơ trước của nhóm"),
    "receiver": gettext_lazy("bộ phận một cửa"),
    "specialist": gettext_lazy("công chức chuyên môn"),
    "head": gettext_lazy("lãnh đạo cơ quan"),
    "applicant": gettext_lazy("Người nộp"),
}
ISSUED_AS: Mapping[str, Any] = {
    CORRECTION: gettext_lazy("Bản đính chính"),
    REISSUE: gettext_lazy("Bản cấp lại"),
}
WHY_REPLACED: Mapping[str, Any] = {
    CORRECTION: pgettext_lazy("why replaced", "đính chính"),
    REISSUE: pgettext_lazy("why replaced", "cấp lại"),
}
OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.AHEAD: pgettext_lazy("outcome", "Trước hạn"),
    Outcome.ON_TIME: pgettext_lazy("outcome", "Đúng hạn"),
    Outcome.LATE: pgettext_lazy("outcome", "Quá hạn"),
}


def say_hand(hand: Hand, language: str) -> str:
    """As in "Phan Quốc An, Công chức tư pháp, Ủy ban nhân dân phường Phú Xuân"; an applicant only as such."""
    if hand.role == "applicant":
        return str(ROLES["applicant"])
    agency = pick(agencies.get_agency(hand.agency_id).name, language) if hand.agency_id else ""
    role = (hand.position if hand.position and language == "vi" else "") or str(ROLES.get(hand.role, ""))
    return ", ".join(part for part in (hand.name, role, agency) if part) or _("hệ thống")


def say_outcome(outcome: Outcome | None) -> str:
    """The word for it; "" while nothing can be said."""
    return str(OUTCOMES[outcome]) if outcome else ""


def say_replaced(number: str, why: str) -> str:
    """That a paper holds no more: which took its place, and why."""
    if why:
        return _("Đã thay bằng số %(number)s (%(why)s)") % {"number": number, "why": WHY_REPLACED[why]}
    return _("Đã thay bằng số %(number)s") % {"number": number}


def say_gap(row: NumberRow) -> str:
    """What is to be said of a number: that another paper took its place, or that numbers before it are missing."""
    said = []
    if row.issued_as:
        said.append(str(ISSUED_AS[row.issued_as]))
    if row.replaced_by:
        said.append(say_replaced(row.replaced_by, row.replaced_as))
    if row.missing:
        said.append(
            _("Trước số này thiếu %(first)d đến %(last)d: đã chuyển đi cùng tháng hồ sơ của nó")
            % {"first": row.missing[0], "last": row.missing[1]}
        )
    return ". ".join(said)
