"""The due date told day by day: which day counted, which did not and why."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue.contracts import TimeLimit, TimeUnit
from motcua.dossiers import api
from motcua.dossiers.amounts import say_amount
from motcua.dossiers.contracts import ClockKind, ClockSegment, DayLine, DossierView
from motcua.dossiers.web.desk import preview, words
from motcua.dossiers.web.desk.pauses import pauses
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick

A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Line:
    day: str
    weekday: str
    why: str
    counted: str
    total: str
    is_due: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """`limit`: "5 ngày làm việc". `due`: the moment it ends, "" while the clock waits; then `used` and `left` tell.
    `a_day`: the opening hours that make one working day, "" where the limit counts something else;
    `changed`: sentences on what else moved the date: waits, extensions, a limit that began anew; `pauses`: on each time an
    agency that does a part of the work held it up."""

    limit: str
    lines: tuple[Line, ...]
    due: str
    used: str
    left: str
    a_day: str
    whole_days: bool
    changed: tuple[str, ...]
    pauses: tuple[str, ...] = ()


def explain(actor: Actor, view: DossierView) -> Explained | None:
    """None before acceptance, and for limits that the law does not give as a number."""
    if view.received_at is None:
        return None
    reckoning = api.explain_due_date(actor=actor, code=view.code)
    limit = preview.time_limit(view, view.received_at)
    if reckoning is None or limit is None or limit.unit is None:
        return None
    whole_days = limit.unit in {TimeUnit.DAY, TimeUnit.MONTH}
    happened = _happened(view)
    return Explained(
        limit=limit_words(limit),
        lines=tuple(_line(day, happened.get(day.day, ()), whole_days=whole_days) for day in reckoning.days),
        due=words.moment(reckoning.due) if reckoning.due else "",
        used=_amount(reckoning.minutes_used, whole_days=whole_days),
        left=_amount(reckoning.minutes_left, whole_days=whole_days),
        a_day=_a_day(view) if limit.unit is TimeUnit.WORKING_DAY else "",
        whole_days=whole_days,
        changed=_changed(view),
        pauses=pauses(view),
    )


def _changed(view: DossierView) -> tuple[str, ...]:
    """What moved the date since the dossier was received, each said once, in the order in which it happened."""
    waits = {
        ClockKind.WAITING_APPLICANT: _("Đồng hồ đã dừng khi chờ người nộp bổ sung."),
        ClockKind.WAITING_PAYMENT: _("Đồng hồ đã dừng khi chờ nộp phí, lệ phí."),
        ClockKind.WAITING_AGENCY: _("Đồng hồ đã dừng khi chờ cơ quan khác."),
        ClockKind.RESTARTED: _("Thời hạn đã tính lại từ đầu."),
    }
    said = []
    for segment in view.clock:
        if view.received_at is None or segment.started_at < view.received_at:
            continue
        if segment.kind is ClockKind.EXTENDED and segment.added:
            said.append(_("Cơ quan đã gia hạn thêm %(amount)s.") % {"amount": say_amount(*segment.added)})
        elif segment.kind in waits:
            said.append(waits[segment.kind])
    return tuple(dict.fromkeys(said))


def _a_day(view: DossierView) -> str:
    return _amount(agencies.calendar_of(view.receiving_agency_id).day_minutes, whole_days=False)


def law_says(view: DossierView) -> str:
    """What the law says instead of a number, where it gives none; "" where a date can be worked out."""
    limit = preview.time_limit(view, view.received_at or clock.now())
    return limit_words(limit) if limit and (limit.amount is None or limit.unit is None) else ""


def limit_words(limit: TimeLimit) -> str:
    """As people say it: "5 ngày làm việc"; the law's own note when it gives no number."""
    if limit.amount is None or limit.unit is None:
        return pick(limit.note, get_language() or "vi")
    return say_amount(limit.amount, limit.unit)


def _happened(view: DossierView) -> dict[date, tuple[str, ...]]:
    """What changed the limit itself, by day."""
    zone = agencies.calendar_of(view.receiving_agency_id).zone
    said: dict[date, tuple[str, ...]] = {}
    for before, segment in pairwise((None, *view.clock)):
        told = _turning(segment, before) if segment else ""
        if told and segment:
            day = segment.started_at.astimezone(zone).date()
            said[day] = (*said.get(day, ()), told)
    return said


def _turning(segment: ClockSegment, before: ClockSegment | None) -> str:
    if segment.kind is ClockKind.EXTENDED and segment.added:
        return _("gia hạn thêm %(amount)s") % {"amount": say_amount(*segment.added)}
    if segment.kind is ClockKind.RESTARTED:
        return _("thời hạn tính lại từ đầu")
    if before and before.kind is ClockKind.STOPPED and segment.kind is ClockKind.RUNNING:
        return _("hồ sơ được mở lại")
    return ""


def _line(line: DayLine, happened: tuple[str, ...], *, whole_days: bool) -> Line:
    return Line(
        day=line.day.strftime("%d/%m/%Y"),
        weekday=words.weekday(line.day),
        why="; ".join((_why(line), *happened)),
        counted=_amount(line.minutes, whole_days=whole_days) if line.minutes else "",
        total=_amount(line.used, whole_days=whole_days),
        is_due=line.why == "due",
        counts=bool(line.minutes),
    )


def _why(line: DayLine) -> str:
    said = {
        "counted": _("Tính vào thời hạn"),
        "due": _("Ngày hẹn trả kết quả"),
        "weekend": _("Ngày nghỉ hằng tuần"),
        "holiday": _("Ngày nghỉ lễ"),
        "waiting": _("Đồng hồ dừng, chờ người nộp"),
        "waiting_agency": _("Đồng hồ dừng, chờ cơ quan khác"),
        "waiting_payment": _("Đồng hồ dừng, chờ nộp phí, lệ phí"),
        "checking": _("Đồng hồ dừng, chờ kiểm tra lại hồ sơ"),
        "decided": _("Đồng hồ dừng, hồ sơ khi ấy đã xong"),
        "prolonged": _("Ngày hẹn trước khi gia hạn"),
        "started_over": _("Đã qua, không tính: thời hạn tính lại từ đầu"),
        "after_cut_off": _("Tiếp nhận sau giờ chốt nhận hồ sơ, tính từ ngày làm việc sau"),
        "before_opening": _("Trước giờ làm việc"),
        "after_hours": _("Sau giờ làm việc, tính từ ngày làm việc sau"),
    }[line.why]
    name = pick(line.name, get_language() or "vi")
    return f"{said}: {name}" if name else said


def _amount(minutes: int, *, whole_days: bool) -> str:
    if whole_days:
        days = minutes / A_DAY
        return _("%(n)s ngày") % {"n": f"{days:.1f}".rstrip("0").rstrip(".").replace(".", ",")}
    hours, rest = divmod(minutes, 60)
    if rest and not hours:
        return _("%(minutes)d phút") % {"minutes": rest}
    if rest:
        return _("%(hours)d giờ %(minutes)d phút") % {"hours": hours, "minutes": rest}
    return _("%(hours)d giờ") % {"hours": hours}
