"""What stands around every page: where one can go, and who one is. A context processor, since it knows all rooms."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.kernel.actors import ANONYMOUS, Actor
from motcua.platform.web.api import landing_name

CITIZEN = ("portal:home", "portal:search", "portal:my", "portal:track")
OFFICIAL = ("dossiers:desk",)
WRITING = ("authoring:home",)
EDITING = ("catalogue:words",)
AT_THE_COUNTER = (*OFFICIAL, "dossiers:desk_counter")  # filing for others is the receiver's work


def frame(request: HttpRequest) -> dict[str, Any]:
    """`navigation` and `account` for `ui/base.html`; both are lists of links."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    here = request.resolver_match.view_name if request.resolver_match else ""
    language = get_language() or ""
    account = _account(actor) if actor.id is not None else _nobodys_account(language)
    return {"navigation": _navigation(_names(actor), here, language), "account": account}


@lru_cache(maxsize=512)
def _navigation(names: tuple[str, ...], here: str, _language: str) -> tuple[dict[str, Any], ...]:
    words = {
        "portal:home": _("Trang đầu"),
        "portal:search": _("Thủ tục"),
        "portal:my": _("Hồ sơ của tôi"),
        "portal:track": _("Tra cứu"),
        "dossiers:desk": _("Bàn làm việc"),
        "dossiers:desk_counter": _("Nộp hộ tại quầy"),
        "authoring:home": _("Biên soạn"),
        "catalogue:words": _("Từ tìm kiếm"),
    }
    return tuple({"text": words[name], "href": reverse(name), "current": name == here} for name in names)


def _names(actor: Actor) -> tuple[str, ...]:
    if not actor.is_official:
        return CITIZEN
    at_desk: tuple[str, ...] = AT_THE_COUNTER if "receiver" in actor.roles else OFFICIAL
    if landing_name(actor) not in OFFICIAL:
        at_desk = ()
    writing = WRITING if actor.roles & {"editor", "publisher"} else ()
    return (*at_desk, *writing, *(EDITING if "editor" in actor.roles else ()))


@lru_cache(maxsize=8)
def _nobodys_account(_language: str) -> tuple[dict[str, str], ...]:
    return ({"text": _("Đăng nhập"), "href": reverse("identity:sign_in"), "icon": "log-in"},)


def _account(actor: Actor) -> tuple[dict[str, str], ...]:
    home = landing_name(actor) if actor.is_official else "portal:my"
    keys = ({"text": _("Khóa và phiên"), "href": reverse("identity:passkeys"), "icon": "lock"},)
    return (
        {"text": actor.name, "href": reverse(home), "icon": "user"},
        *(keys if actor.is_official else ()),
        {"text": _("Đăng xuất"), "href": reverse("identity:sign_out"), "icon": "log-out"},
    )
