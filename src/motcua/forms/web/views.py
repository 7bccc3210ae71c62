"""The communes of a province, as options for the list on the page."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from motcua.forms.contexts import form_context
from motcua.forms.web.fields import commune_items
from motcua.platform.web.api import public


@public
@require_GET
@cache_control(public=True, max_age=3600)
def communes(request: HttpRequest) -> HttpResponse:
    """`?field=home&home-province=46`: `<option>` elements; an unknown province has none."""
    field = request.GET.get("field", "")
    province = request.GET.get(f"{field}-province", "")
    known = len(province) == 2 and province.isascii() and province.isdigit()
    items = commune_items(form_context(), province if known else "")
    return HttpResponse(format_html_join("", "{}", ((_option(item),) for item in items)))


def _option(item: dict[str, str]) -> str:
    return format_html('<option value="{}">{}</option>', item["value"], item["text"])
