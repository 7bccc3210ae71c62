"""Life events as people say them: the doors of the first page, and a filter of search."""

from typing import Any

from django.utils.translation import gettext as _

EVENTS = {
    "birth": "baby",
    "moving": "house",
    "marriage": "heart",
    "business": "store",
    "driving": "car",
    "travel": "file-check",
}


def event_words(event: str) -> str:
    """A life event as people say it; "" for an unknown one."""
    return {
        "birth": _("Sinh con"),
        "moving": _("Chuyển chỗ ở"),
        "marriage": _("Kết hôn"),
        "business": _("Mở cửa hàng"),
        "driving": _("Lái xe"),
        "travel": _("Đi nước ngoài"),
        "work": _("Đi làm"),
        "school": _("Đi học"),
        "health": _("Sức khoẻ"),
        "death": _("Gia đình có người mất"),
        "land": _("Đất đai, nhà ở"),
        "papers": _("Sao y, chứng thực"),
    }.get(event, "")


def doors() -> list[dict[str, Any]]:
    """The events that have a door of their own, with a small drawing."""
    return [{"event": event, "symbol": symbol, "words": event_words(event)} for event, symbol in EVENTS.items()]
