"""Home: one big question, six life events, the way back to one's own dossiers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.platform.web.api import public

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


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    doors = [{"event": event, "symbol": symbol, "words": event_words(event)} for event, symbol in EVENTS.items()]
    return render(request, "portal/home.html", {"doors": doors})
