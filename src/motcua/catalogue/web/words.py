"""The words of search, for those who look after them: what people asked in vain, synonyms, trying before saving, undo."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.catalogue import api
from motcua.catalogue.contracts import Explained, SynonymChange, SynonymView
from motcua.catalogue.errors import SynonymChangedError, SynonymInvalidError, SynonymNotFoundError
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official, status_of

EDITING = ("editor", "operator")
SHOWN = 5  # results of a trial
LONGEST = 300
MISSED = 20  # a week's work


@official(*EDITING)
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The page; `everyday` in the address opens that word in the form."""
    actor, everyday = actor_of(request), request.GET.get("everyday", "")[:LONGEST].strip()
    known = next((one for one in api.list_synonyms(actor=actor) if one.everyday == everyday), None)
    form = {"everyday": everyday, "legal": known.legal if known else "", "known": known}
    return _page(request, actor, form)


@official(*EDITING)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """What the pressed button says: try the word, keep it, switch it off or on."""
    actor, sent = actor_of(request), request.POST
    act = sent.get("act", "")
    if act == "try":
        return _page(request, actor, _typed(sent) | {"trial": _trial(sent)})
    try:
        done = _done(actor, act, sent)
    except (SynonymInvalidError, SynonymNotFoundError) as error:
        return _refused(request, actor, error)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("catalogue:words"))


@official(*EDITING)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    actor, number = actor_of(request), request.POST.get("change", "")
    try:
        change = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
        api.undo_synonym(actor=actor, change_id=change, reason=request.POST.get("reason", ""))
    except (SynonymInvalidError, SynonymNotFoundError, SynonymChangedError) as error:
        return _refused(request, actor, error)
    messages.success(request, _("Đã hoàn tác. Tìm kiếm dùng lại từ như trước."))
    return HttpResponseRedirect(reverse("catalogue:words"))


def _done(actor: Actor, act: str, sent: QueryDict) -> str:
    everyday, reason = sent.get("everyday", "").strip(), sent.get("reason", "")
    if act in {"off", "on"}:
        api.switch_synonym(actor=actor, everyday=everyday, active=act == "on", reason=reason)
        said = _("Đã bật từ “%(word)s”.") if act == "on" else _("Đã tắt từ “%(word)s”.")
        return said % {"word": everyday}
    kept = api.put_synonym(actor=actor, everyday=everyday, legal=sent.get("legal", ""), reason=reason)
    return _("Đã lưu từ “%(word)s”. Tìm kiếm dùng ngay.") % {"word": kept.everyday}


def _refused(
    request: HttpRequest, actor: Actor, error: SynonymInvalidError | SynonymNotFoundError | SynonymChangedError
) -> HttpResponse:
    fields = {key: str(text) for key, text in getattr(error, "fields", {}).items()}
    summary = [{"text": text, "href": f"#{key}"} for key, text in fields.items()]
    form = _typed(request.POST) | {"errors": fields}
    return _page(request, actor, form, summary or [{"text": str(error.message), "href": "#words"}], status_of(error))


def _typed(sent: QueryDict) -> dict[str, Any]:
    return {name: sent.get(name, "")[:LONGEST] for name in ("everyday", "legal", "reason", "query")}


def _trial(sent: QueryDict) -> dict[str, Any]:
    """What the query finds now, and what it would find with the word."""
    everyday, legal = sent.get("everyday", "").strip().lower(), sent.get("legal", "").strip()
    query = sent.get("query", "").strip() or everyday
    return {
        "query": query,
        "before": _ranked(api.explain_search(query, SHOWN)),
        "after": _ranked(api.explain_search(query, SHOWN, {everyday: legal} if everyday else {})),
    }


def _ranked(found: tuple[Explained, ...]) -> list[dict[str, Any]]:
    language = get_language() or "vi"
    return [
        {
            "code": one.summary.code,
            "name": pick(one.summary.name, language),
            "title": one.title,
            "reading": one.reading,
            "closeness": f"{one.closeness * 100:.0f} %",
        }
        for one in found
    ]


def _page(
    request: HttpRequest,
    actor: Actor,
    form: dict[str, Any],
    errors: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    synonyms = api.list_synonyms(actor=actor)
    context = {
        "form": form,
        "error_summary": errors,
        "missed": [
            {"query": one.query, "nothing": one.nothing, "unopened": one.unopened, "href": _open(one.query)}
            for one in api.list_missed(actor=actor, limit=MISSED)
        ],
        "ours": [_row(one) for one in synonyms if not one.curated],
        "curated": [_row(one) for one in synonyms if one.curated],
        "changes": [_change(one) for one in api.list_synonym_changes(actor=actor)],
    }
    return render(request, "catalogue/words.html", context, status=status)


def _row(one: SynonymView) -> dict[str, Any]:
    return {
        "everyday": one.everyday,
        "legal": one.legal,
        "owner": one.owner,
        "reason": one.reason,
        "active": one.active,
        "href": _open(one.everyday),
    }


def _open(everyday: str) -> str:
    return f"{reverse('catalogue:words')}?{urlencode({'everyday': everyday})}"


def _change(one: SynonymChange) -> dict[str, Any]:
    return {
        "id": one.id,
        "everyday": one.everyday,
        "before": _said(one.before),
        "after": _said(one.after),
        "by": one.by,
        "at": one.at,
        "reason": one.reason,
    }


def _said(view: SynonymView | None) -> str:
    if view is None:
        return _("chưa có")
    return view.legal if view.active else _("tắt")
