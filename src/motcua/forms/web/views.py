"""What lists on a page are filled with: communes of a province, communes of before, what one of them is now."""

import re

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from motcua.forms.contexts import form_context
from motcua.forms.web import old_addresses
from motcua.forms.web.places import commune_items
from motcua.platform.web.api import public

_BOX = re.compile(r"[a-z][a-z0-9_-]{0,150}", re.ASCII)
AN_HOUR = 3600


@public
@require_GET
@cache_control(public=True, max_age=AN_HOUR)
def communes(request: HttpRequest) -> HttpResponse:
    """`?field=home&home-province=46`: `<option>` elements; an unknown province has none."""
    field = request.GET.get("field", "")
    province = request.GET.get(f"{field}-province", "")
    known = len(province) == 2 and province.isascii() and province.isdigit()
    items = commune_items(form_context(), province if known else "")
    return HttpResponse(format_html_join("", "{}", ((_option(item),) for item in items)))


@public
@require_GET
@cache_control(public=True, max_age=AN_HOUR)
def old_units(request: HttpRequest) -> HttpResponse:
    """`?field=home&home-oldprovince=46&home-oldname=huong`: communes of before to choose from."""
    box, context = _box(request), form_context()
    name, province = request.GET.get(f"{box}-oldname", ""), request.GET.get(f"{box}-oldprovince", "")
    units = context.old_units.find(name, province) if box and context.old_units else ()
    searched = bool(name.strip() and province)
    urls = {"parts": reverse("forms:old_parts")}
    return HttpResponse(old_addresses.found(box, units, None, context, urls=urls, searched=searched))


@public
@require_GET
@cache_control(public=True, max_age=AN_HOUR)
def old_parts(request: HttpRequest) -> HttpResponse:
    """`?field=home&home-old=20014`: what a commune of before is now, or the question which part of it."""
    box, context = _box(request), form_context()
    unit = context.old_units.get(request.GET.get(f"{box}-old", "")) if box and context.old_units else None
    return HttpResponse(old_addresses.now(box, unit, context) if unit and unit.parts else "")


def _box(request: HttpRequest) -> str:
    """The name of the question's boxes; "" for what can be none."""
    box = request.GET.get("field", "")
    return box if _BOX.fullmatch(box) else ""


def _option(item: dict[str, str]) -> str:
    return format_html('<option value="{}">{}</option>', item["value"], item["text"])
