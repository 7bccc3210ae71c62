"""What every citizen's page has around it: where one is, and the way to one's own things."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def navigation(request: HttpRequest, current: str = "") -> list[dict[str, Any]]:
    """The service navigation; `current` is the name of the page one is on."""
    del request
    pages = [("home", _("Trang đầu")), ("search", _("Thủ tục")), ("my", _("Hồ sơ của tôi")), ("track", _("Tra cứu"))]
    return [{"text": text, "href": reverse(f"portal:{name}"), "current": name == current} for name, text in pages]
