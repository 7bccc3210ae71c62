"""The words and the tone of a due date. Words first: the tone only repeats them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, ngettext


@dataclass(frozen=True)
class Chip:
    words: str
    tone: str  # calm, near, late, paused or done
    symbol: str  # an icon of icons.txt


def chip(working_days_left: int | None, *, state: str = "running", waits_for: Sequence[str] = ()) -> Chip | None:
    """`working_days_left` counts working days until the due date: 0 is today, negative is overdue, None unknown.
    `waits_for`: the names of those for whom the clock is paused.
    None when there is nothing to say: a withdrawn dossier is neither in time nor late.
    """
    if state == "withdrawn":
        return None
    if state == "paused":
        whom = gettext("tạm dừng tính hạn, chờ %(whom)s") % {"whom": ", ".join(waits_for)} if waits_for else ""
        return Chip(whom or gettext("đang tạm dừng tính hạn"), "paused", "hourglass")
    if state == "done":
        return Chip(gettext("xong đúng hạn"), "done", "circle-check")
    if state == "late":
        return Chip(gettext("xong quá hạn"), "late", "circle-alert")
    if working_days_left is None:
        return Chip(gettext("chưa có ngày hẹn"), "paused", "calendar-days")
    return _running(working_days_left)


def _running(days: int) -> Chip:
    if days < 0:
        words = ngettext("quá hạn %(days)d ngày", "quá hạn %(days)d ngày", -days) % {"days": -days}
        return Chip(words, "late", "circle-alert")
    if days == 0:
        return Chip(gettext("hạn hôm nay"), "near", "clock")
    words = ngettext("còn %(days)d ngày làm việc", "còn %(days)d ngày làm việc", days) % {"days": days}
    return Chip(words, "near" if days <= settings.ENVIRONMENT.near_due_days else "calm", "clock")
