"""Dates and moments as people say them."""

from datetime import date, datetime, tzinfo

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def say_date(day: date, language: str = "vi", *, weekday: bool = False) -> str:
    """Say "24/11/2026", in English "24 November 2026"; with `weekday` "thứ Ba, 24/11/2026", "Tuesday, 24 November 2026"."""
    english = language.startswith("en")
    plain = f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if english else f"{day:%d/%m/%Y}"
    return f"{say_weekday(day, language)}, {plain}" if weekday else plain


def say_weekday(day: date, language: str = "vi") -> str:
    return _WEEKDAYS["en" if language.startswith("en") else "vi"][day.weekday()]


def say_moment(moment: datetime, zone: tzinfo, language: str = "vi", *, weekday: bool = True) -> str:
    """An aware moment on the clock of `zone`: "16:30, thứ Ba, 24/11/2026", "16:30, Tuesday, 24 November 2026"."""
    there = moment.astimezone(zone)
    return f"{there:%H:%M}, {say_date(there.date(), language, weekday=weekday)}"
