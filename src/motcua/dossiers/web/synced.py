"""A dossier that another system decides, told from what that system sent: to its applicant and at the desk."""

from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import DossierView, ProgressView, Tracking
from motcua.kernel.dates import say_moment
from motcua.platform.ui.statuses import status_words


def timeline(case: DossierView | Tracking, agency_id: UUID) -> list[dict[str, Any]]:
    """Newest first: the steps that were told, and the dates of the case."""
    dated = [
        (case.submitted_at, 0, {"title": _("Đã nộp hồ sơ")}),
        (
            case.received_at,
            1,
            {"title": _("Đã tiếp nhận, bắt đầu tính thời hạn") if case.due_at else _("Đã tiếp nhận")},
        ),
        *((one.at, 2, _step(one)) for one in case.progress),
        (case.decided_at, 3, {"title": _("Đã có kết quả xử lý")}),
        (case.ended_at, 4, {"title": _("Đã kết thúc")}),
    ]
    told = {one.at for one in case.progress if one.status}  # a step that says the status says the date too
    dated = [one for one in dated if one[1] < 3 or one[0] not in told]
    zone, language = agencies.calendar_of(agency_id).zone, get_language() or "vi"
    steps = [
        step | {"when": say_moment(at, zone, language), "state": "done"}
        for at, _place, step in sorted((one for one in dated if one[0]), key=lambda one: one[:2], reverse=True)
        if at
    ]
    if steps and case.ended_at is None:
        steps[0]["state"] = "now"
    return steps


def _step(one: ProgressView) -> dict[str, Any]:
    status = status_words(one.status) if one.status else ""
    who = ", ".join(part for part in (one.actor_name, one.position, one.unit) if part)
    title = one.note or status or _("Đang xử lý")
    return {"title": title, "who": who, "note": status if one.note and status else ""}
