"""What one's own agency said on the dossiers of others."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua.dossiers import api
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.pages import done_banner, frame
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official


@official()
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    language = get_language() or "vi"
    context: dict[str, Any] = frame(request) | {
        "done": done_banner(request),
        "given": [
            {
                "code": each.code,
                "name": pick(each.name, language),
                "who": each.recorded_by,
                "when": words.moment(each.recorded_at),
                "rows": [(pick(label, language), pick(value, language)) for label, value in each.shown],
            }
            for each in api.list_given_opinions(actor=actor_of(request))
        ],
    }
    return render(request, "dossiers/desk/opinions.html", context)
