"""On-time figures of each agency, for anybody; numbers too small to speak of agencies are left out."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.agencies.contracts import Tier
from motcua.dossiers import api
from motcua.dossiers.contracts import PublicFigures, PublicRate
from motcua.kernel.dates import say_moment
from motcua.kernel.languages import pick
from motcua.platform.web.api import public

PAGE = 50
MONTHS = (1, 3, 12)


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The last months, this one included; by tier; most decided first."""
    language = get_language() or "vi"
    months = next((each for each in MONTHS if request.GET.get("months") == str(each)), MONTHS[1])
    tier = next((each.value for each in Tier if request.GET.get("tier") == each.value), "")
    today = agencies.today()
    since = api.months_back(today, months - 1)
    told = api.public_figures(since=since, until=today, tier=tier or None)
    page = Paginator(told, PAGE).get_page(request.GET.get("page"))
    as_of = api.figures_as_of()
    context = {
        "rows": [_row(one, language) for one in page],
        "page": page,
        "months": _months(months),
        "tiers": _tiers(tier),
        "query": f"months={months}&tier={tier}",
        "since": since,
        "as_of": say_moment(as_of, ZoneInfo(settings.TIME_ZONE), language) if as_of else "",
        "least": settings.MOTCUA_FIGURES_LEAST,
        "json": f"/api/v1/figures?months={months}&tier={tier}",
    }
    return render(request, "dossiers/figures.html", context)


def _row(one: PublicFigures, language: str) -> dict[str, Any]:
    agency = agencies.get_agency(one.agency_id)
    rate = one.rate
    return {
        "agency": pick(agency.name, language),
        "decided": _number(rate.decided),
        "on_time": _rate(rate),
        "width": next((each for each in (rate.percent, rate.at_least, rate.at_most) if each is not None), None),
        "late": _number(rate.late) if rate.decided else "–",
        "overdue": _number(one.overdue),
    }


def _number(number: int | None) -> str:
    return _("dưới %(n)s") % {"n": settings.MOTCUA_FIGURES_LEAST} if number is None else str(number)


def _rate(rate: PublicRate) -> str:
    if rate.percent is not None:
        return f"{rate.percent}%"
    if rate.at_least is not None:
        return _("từ %(n)s%%") % {"n": rate.at_least}
    if rate.at_most is not None:
        return _("không quá %(n)s%%") % {"n": rate.at_most}
    return "–"


def _months(chosen: int) -> list[dict[str, Any]]:
    words = {1: _("Tháng này"), 3: _("3 tháng gần nhất"), 12: _("12 tháng gần nhất")}
    return [{"value": str(each), "text": words[each], "selected": each == chosen} for each in MONTHS]


def _tiers(chosen: str) -> list[dict[str, Any]]:
    words = {Tier.MINISTRY: _("Bộ, ngành"), Tier.PROVINCE: _("Cấp tỉnh"), Tier.COMMUNE: _("Cấp xã")}
    every = {"value": "", "text": _("Mọi cấp"), "selected": not chosen}
    return [every, *({"value": each.value, "text": words[each], "selected": each.value == chosen} for each in Tier)]
