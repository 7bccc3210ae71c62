"""The desk of an agency's webhooks: where changes are sent, what did not arrive and why, and sending it again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.dossiers import api
from motcua.dossiers.contracts import WebhookView
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.pages import frame
from motcua.kernel.errors import MotCuaError
from motcua.platform.web.api import actor_of, official, status_of

LOOKS_AFTER = ("head", "operator")
_KINDS = {"running": "green", "failing": "yellow", "paused": "grey", "paused_itself": "red"}


@official(*LOOKS_AFTER)
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """The agency's webhooks, and a form for one more; its secret is on the page that answers, and never again."""
    actor, sent = actor_of(request), request.POST
    context: dict[str, Any] = {"typed": sent}
    status = 200
    if request.method == "POST":
        try:
            made = api.add_webhook(
                actor=actor, url=sent.get("url", "").strip(), procedure_code=sent.get("procedure", "").strip()
            )
        except MotCuaError as error:
            status, text = status_of(error), str(error.message)
            context |= {"error": {"text": text}, "error_summary": [{"text": text, "href": "#url"}]}
        else:
            context = {"made": made}
    shown = [_told(one) for one in api.list_webhooks(actor=actor)]
    troubles = [one for one in shown if one["view"].dead or one["view"].state == "paused_itself"]
    response = render(
        request,
        "dossiers/desk/webhooks.html",
        frame(request) | context | {"hooks": shown, "troubles": troubles},
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response


@official(*LOOKS_AFTER)
@require_safe
def webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """One webhook: how it stands, its dead letters, what may be done."""
    return _page(request, webhook_id)


@official(*LOOKS_AFTER)
@require_POST
def act(request: HttpRequest, webhook_id: UUID, action: str) -> HttpResponse:
    """One of the acts on a webhook, then its page again."""
    actor, sent = actor_of(request), request.POST
    try:
        if action == "rotate":
            return _page(request, webhook_id, made=api.rotate_secret(actor=actor, webhook_id=webhook_id))
        if action == "replay":
            api.replay_from(actor=actor, webhook_id=webhook_id, cursor=sent.get("after", "").strip())
        elif action == "again":
            letter = sent.get("letter", "")
            api.replay_dead(actor=actor, webhook_id=webhook_id, letter_id=UUID(letter) if letter else None)
        else:
            simple = {"pause": api.pause_webhook, "resume": api.resume_webhook, "end": api.end_webhook}
            simple[action](actor=actor, webhook_id=webhook_id)
    except (KeyError, ValueError):
        return _page(request, webhook_id, status=400)
    except MotCuaError as error:
        if status_of(error) == 404:
            raise
        text = str(error.message)
        problem = {"error": {"text": text}, "error_summary": [{"text": text, "href": "#after"}], "typed": sent}
        return _page(request, webhook_id, status=status_of(error), **problem)
    if action == "end":
        return HttpResponseRedirect(reverse("dossiers:desk_webhooks"))
    return HttpResponseRedirect(reverse("dossiers:desk_webhook", args=[webhook_id]))


def _page(request: HttpRequest, webhook_id: UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    view, letters = api.get_webhook(actor=actor_of(request), webhook_id=webhook_id)
    context = frame(request) | _told(view) | more
    context["letters"] = [
        {
            "letter": one,
            "action": str(words.DONE.get("submitted" if one.action == "submit" else one.action, one.action)),
            "died": words.moment(one.died_at),
            "first": words.moment(one.first_tried_at),
            "why": _why(one.why),
        }
        for one in letters
    ]
    response = render(request, "dossiers/desk/webhook.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _told(view: WebhookView) -> dict[str, Any]:
    return {
        "view": view,
        "state": _states()[view.state],
        "colour": _KINDS[view.state],
        "why": _why(view.why),
        "next": words.moment(view.next_try_at),
        "last": words.moment(view.last_arrived_at) if view.last_arrived_at else "",
        "made_at": words.moment(view.created_at),
        "href": reverse("dossiers:desk_webhook", args=[view.id]),
    }


def _states() -> dict[str, str]:
    return {
        "running": _("Đang gửi"),
        "failing": _("Đang gửi lại"),
        "paused": _("Tạm dừng"),
        "paused_itself": _("Tự dừng vì không gửi được"),
    }


def _why(why: str) -> str:
    """What went wrong, for people; the short English word stays for those who look after machines."""
    said = {
        "timeout": _("Hệ thống nhận không trả lời kịp."),
        "name not found": _("Không tìm thấy tên miền."),
        "connection failed": _("Không kết nối được, hoặc kết nối bị đứt."),
        "certificate not valid": _("Chứng thư của hệ thống nhận không hợp lệ."),
        "TLS failed": _("Không lập được kết nối bảo mật."),
        "change no longer kept": _("Thay đổi này đã hết hạn lưu."),
    }
    if why.startswith("HTTP "):
        return _("Hệ thống nhận trả lời bằng mã %(status)s.") % {"status": why.removeprefix("HTTP ")}
    if why.startswith("address refused"):
        return _("Địa chỉ này không được phép gửi đến.")
    return said.get(why, why)
