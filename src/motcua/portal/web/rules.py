"""What the rule was on a day: fees, time limits, papers and references of a procedure, and how they came about."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.errors import ProcedureNotFoundError
from motcua.platform.web.api import public

LONGEST_DAY = 20


@public
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    asked = request.GET.get("on", "").strip()[:LONGEST_DAY]
    day = _day(asked) if asked else agencies.today()
    try:
        found = catalogue.rules_on(code, day or agencies.today())
    except ProcedureNotFoundError as error:
        raise Http404 from error
    context: dict[str, Any] = catalogue.show_rules(found, get_language() or "vi")
    context |= {"asked": asked or f"{found.day:%d/%m/%Y}", "known": day is not None}
    if day is None:
        problem = _("Hãy viết ngày như 30/06/2025.")
        context |= {"problem": problem, "error_summary": [{"text": problem, "href": "#on"}]}
    return render(request, "portal/rules.html", context, status=200 if day else 400)


def _day(text: str) -> date | None:
    """The day in "30/6/2025" or "2025-06-30"; None for what is no day."""
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None
