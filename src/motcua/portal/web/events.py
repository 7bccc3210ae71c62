"""Life events as people say them: the doors of the first page, and a filter of search."""

from typing import Any

from django.utils.translation import gettext_lazy

EVENTS = {
    "birth": "baby",
    "moving": "house",
    "marriage": "heart",
    "business": "store",
    "driving": "car",
    "travel": "file-check",
}


_WORDS = {
    "birth": gettext_lazy("Sinh con"),
    "moving": gettext_lazy("Chuyển chỗ ở"),
    "marriage": gettext_lazy("Kết hôn"),
    "business": gettext_lazy("Mở cửa hàng"),
    "driving": gettext_lazy("Lái xe"),
    "travel": gettext_lazy("Đi nước ngoài"),
    "work": gettext_lazy("Đi làm"),
    "school": gettext_lazy("Đi học"),
    "health": gettext_lazy("Sức khỏe"),
    "death": gettext_lazy("Gia đình có người mất"),
    "land": gettext_lazy("Đất đai, nhà ở"),
    "papers": gettext_lazy("Sao y, chứng thực"),
}


def event_words(event: str) -> str:
    """A life event as people say it; "" for an unknown one."""
    return str(_WORDS.get(event, ""))


def doors() -> list[dict[str, Any]]:
    """The events that have a door of their own, with a small drawing."""
    return [{"event": event, "symbol": symbol, "words": event_words(event)} for event, symbol in EVENTS.items()]
