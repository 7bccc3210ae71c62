"""The inbox."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.kernel.dates import say_moment
from motcua.kernel.languages import pick
from motcua.notices import api
from motcua.notices.contracts import MessageView
from motcua.platform.web.api import actor_of, citizen, id_sent


@citizen
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    found = api.list_messages(actor=actor, before=id_sent(request.GET.get("before", "")))
    shown = found[: api.PAGE]
    context = {
        "rows": [_row(one) for one in shown],
        "unread": api.count_unread(actor=actor),
        "more": f"?{urlencode({'before': shown[-1].id})}" if len(found) > len(shown) else "",
        "first": not request.GET.get("before"),
        "back_url": reverse("portal:my"),
    }
    return render(request, "notices/inbox.html", context)


@citizen
@require_POST
def open_one(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Mark it as read and go where it leads."""
    code = api.mark_read(actor=actor_of(request), message_id=message_id)
    return HttpResponseRedirect(reverse("dossiers:mine", args=[code]) if code else reverse("notices:inbox"))


@citizen
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    api.mark_read(actor=actor_of(request))
    return HttpResponseRedirect(reverse("notices:inbox"))


def _row(one: MessageView) -> dict[str, Any]:
    language = get_language() or "vi"
    return {
        "id": one.id,
        "title": pick(one.title, language),
        "body": pick(one.body, language),
        "when": say_moment(one.at, timezone.get_default_timezone(), language),
        "code": one.about,
        "unread": one.read_at is None,
    }
