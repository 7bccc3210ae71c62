"""Whether a paper holds, for whoever has scanned its QR code: an employer, a bank, a policeman. Nothing of the person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.dossiers import api
from motcua.kernel.dates import say_date
from motcua.kernel.languages import pick
from motcua.platform.web.api import public


@public
@never_cache
@require_safe
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Kind, number, day, agency, and whether another paper took its place."""
    language = get_language() or "vi"
    paper = api.check_paper(token=token)
    context = {
        "paper": paper,
        "title": pick(paper.title, language),
        "agency": pick(paper.agency, language),
        "procedure": pick(paper.procedure_name, language),
        "issued": say_date(timezone.localtime(paper.issued_at).date(), language),
        "newer": say_date(timezone.localtime(paper.newer_at).date(), language) if paper.newer_at else "",
    }
    return render(request, "dossiers/check_paper.html", context)
