"""`{% load ui %}`: govuk-frontend's components, and our own small ones.

{% ui "button" text=_("Lưu và làm tiếp") %}
{% ui "input" id="phone" name="phone" label__text=_("Số điện thoại") hint__text=_("10 chữ số") %}
{% ui "radios" params=field.params %}
{% uiblock "details" summaryText=_("Vì sao?") %}<p class="govuk-body">…</p>{% enduiblock %}
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.encoding import iri_to_uri
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from motcua.kernel.languages import pick
from motcua.platform.ui import components, defaults, due, statuses

register = template.Library()


@register.simple_tag
def ui(component: str, params: Mapping[str, object] | None = None, **options: object) -> SafeString:
    """A govuk-frontend component. Options go in one by one (`label__text=`), or together as `params=`; both may mix."""
    return components.render(component, defaults.localised(component, _nested({**(params or {})}, options)))


@register.simple_block_tag
def uiblock(
    content: SafeString,
    component: str,
    params: Mapping[str, object] | None = None,
    into: str = "html",
    **options: object,
) -> SafeString:
    """A component around a block of template; the block becomes the option named by `into`."""
    return ui(component, params, **{**options, into: content})


def _nested(target: dict[str, object], options: Mapping[str, object]) -> dict[str, object]:
    """Unfold `label__text="Họ và tên"` into `{"label": {"text": "Họ và tên"}}`, on a copy."""
    for path, value in options.items():
        *parents, last = path.split("__")
        place = target
        for parent in parents:
            inner = place.get(parent)
            place[parent] = dict(inner) if isinstance(inner, Mapping) else {}
            place = place[parent]  # type: ignore[assignment] # set to a dict in the line above
        place[last] = str(value) if isinstance(value, Promise) else value
    return target


@register.simple_tag
def navigation(links: Iterable[Mapping[str, object]]) -> SafeString:
    """Where one can go from here, as links with `text`, `href` and whether they are `current`."""
    listed = tuple((str(link["text"]), str(link["href"]), bool(link.get("current"))) for link in links)
    return _navigation(listed, get_language())


@lru_cache(maxsize=512)
def _navigation(links: tuple[tuple[str, str, bool], ...], _language: str | None) -> SafeString:
    listed = [{"text": text, "href": href, "current": current} for text, href, current in links]
    return ui("service-navigation", navigation=listed) if links else SafeString("")


@register.simple_tag
def is_demo() -> bool:
    """Whether this installation shows made-up people and dossiers (setting MOTCUA_DEMO); the frame then says so."""
    return bool(getattr(getattr(settings, "ENVIRONMENT", None), "demo", False))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A line icon in the colour of the text. Decorative, unless `label` says what it means."""
    drawing = _drawing(name)
    return format_html('{}<span class="govuk-visually-hidden">{}</span>', drawing, label) if label else drawing


@cache
def _drawing(name: str) -> SafeString:
    return SafeString(render_to_string(f"ui/icons/{name}.svg").strip())


@register.inclusion_tag("ui/parts/due_chip.html")
def due_chip(
    working_days_left: int | None = None,
    due_on: date | None = None,
    state: str = "running",
    waits_for: Iterable[Mapping[str, str]] = (),
) -> dict[str, object]:
    """The due date in words. `state`: running, paused (the clock stands), done (ended in time), late (ended too late),
    withdrawn (nothing is said). `waits_for`: for whom the clock is paused, each name by language."""
    names = [pick(name, get_language() or "vi") for name in waits_for]
    return {"chip": due.chip(working_days_left, state=state, waits_for=names), "due_on": due_on}


@register.inclusion_tag("ui/parts/status_tag.html")
def status_tag(code: int) -> dict[str, object]:
    """The national dossier status `code` (1..10) in words; an unknown code shows itself."""
    return {"words": statuses.status_words(code), "tone": statuses.status_tone(code)}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(steps: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """What happened, newest first. A step: `title`, `when` (datetime or text), `who`, `note`, `state` done|now|next."""
    return {"steps": list(steps)}


@register.inclusion_tag("ui/parts/key_hint.html")
def key_hint(keys: str, does: str = "") -> dict[str, object]:
    """One keyboard shortcut, e.g. `{% key_hint "g h" _("Về trang đầu") %}`."""
    return {"keys": keys.split(), "does": does}


@register.inclusion_tag("ui/parts/empty_state.html")
def empty_state(
    title: str, text: str = "", href: str = "", action: str = "", symbol: str = "inbox"
) -> dict[str, object]:
    """Nothing here: say what, say what one can do instead."""
    return {"title": title, "text": text, "href": href, "action": action, "symbol": symbol}


@register.inclusion_tag("ui/parts/search_box.html")
def search_box(  # noqa: PLR0917 - a tag: templates name what they pass
    url: str,
    value: str = "",
    live_url: str = "",
    label: str = "",
    hint: str = "",
    name: str = "q",
    size: str = "large",
    keep: Iterable[tuple[str, str]] = (),
) -> dict[str, object]:
    """A search field: a plain GET form to `url`; with `live_url`, htmx shows its fragment (a listbox) while one types.

    `keep`: what else the form sends, as (name, value).
    """
    shown = {"url": url, "value": value, "live_url": live_url, "label": label, "hint": hint, "name": name, "size": size}
    return {**shown, "keep": list(keep)}


@register.inclusion_tag("ui/parts/sections.html")
def sections(items: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Progress by sections of a form. An item: `title`, `href` (optional), `state` done|now|next."""
    listed = list(items)
    now = next((number for number, item in enumerate(listed, 1) if item.get("state") == "now"), 0)
    return {"items": listed, "now": now, "name": listed[now - 1]["title"] if now else "", "total": len(listed)}


@register.inclusion_tag("ui/parts/copy_code.html")
def copy_code(code: str, label: str = "") -> dict[str, object]:
    """A dossier code to read, select and, where scripts run, copy with one press."""
    return {"code": code, "label": label}


@register.inclusion_tag("ui/parts/languages.html", takes_context=True)
def language_links(context: template.Context) -> dict[str, object]:
    """The present page in each language; an address that cannot be translated leads to that language's first page."""
    request = context.get("request")
    return {"links": [_language(request, code, own) for code, own in (("vi", "Tiếng Việt"), ("en", "English"))]}


def _language(request: HttpRequest | None, code: str, own_name: str) -> dict[str, object]:
    current = (get_language() or "vi").split("-")[0] == code
    home = "/" if code == "vi" else f"/{code}/"
    path = request.get_full_path() if request else home
    address = path if current or request is None else _translated(request, code)
    return {"code": code, "name": own_name, "current": current, "href": home if address == path else address}


def _translated(request: HttpRequest, code: str) -> str:
    """The address of the present page in another language; the present one when there is none."""
    page = request.resolver_match
    if page is None:
        return translate_url(request.get_full_path(), code)
    asked = request.META.get("QUERY_STRING", "")
    with suppress(NoReverseMatch), override(code):
        address = reverse(page.view_name, args=page.args, kwargs=page.kwargs)
        return f"{address}?{iri_to_uri(asked)}" if asked else address
    return request.get_full_path()
