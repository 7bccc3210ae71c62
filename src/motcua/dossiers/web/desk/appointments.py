"""Who comes to the agency today, or on another day."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.pages import frame
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official


@official()
@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    today = agencies.today()
    day = _day(request.GET.get("day", ""), today)
    language = get_language() or "vi"
    context: dict[str, Any] = frame(request) | {
        "day": words.day(day),
        "is_today": day == today,
        "before": _address(day - timedelta(days=1)),
        "after": _address(day + timedelta(days=1)),
        "coming": [
            {
                "time": timezone.localtime(each.starts_at).strftime("%H:%M"),
                "who": each.applicant_name,
                "what": pick(each.procedure_name, language),
                "code": each.code,
                "href": reverse("dossiers:desk_dossier", args=[each.code]),
            }
            for each in api.list_appointments(actor=actor_of(request), day=day)
        ],
    }
    return render(request, "dossiers/desk/appointments.html", context)


def _address(day: date) -> str:
    return f"{reverse('dossiers:desk_appointments')}?day={day.isoformat()}"


def _day(text: str, today: date) -> date:
    """From the address; today when it is none, or too far off to be meant."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs((day - today).days) <= 400 else today
