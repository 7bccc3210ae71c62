"""Whether a paper holds, for whoever has scanned its QR code: an employer, a bank, a policeman. Nothing of the person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.dossiers import api
from motcua.dossiers.books.words import ISSUED_AS
from motcua.dossiers.contracts.books import PaperCheck
from motcua.dossiers.domain.new_issues import CORRECTION, REISSUE
from motcua.dossiers.errors import PaperUnknownError
from motcua.kernel.dates import say_date
from motcua.kernel.languages import pick
from motcua.platform.web.api import public


@public
@never_cache
@require_safe
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Kind, number, day, agency, and whether another paper took its place."""
    language = get_language() or "vi"
    try:
        paper = api.check_paper(token=token)
    except PaperUnknownError:
        return render(request, "dossiers/check_unknown.html", status=404)
    newer = say_date(timezone.localtime(paper.newer_at).date(), language) if paper.newer_at else ""
    context = {
        "paper": paper,
        "title": pick(paper.title, language),
        "agency": pick(paper.agency, language),
        "procedure": pick(paper.procedure_name, language),
        "issued": say_date(timezone.localtime(paper.issued_at).date(), language),
        "newer": newer,
        "replaced": _replaced(paper, newer) if newer else "",
        "anew": ISSUED_AS.get(paper.issued_as, ""),
    }
    return render(request, "dossiers/check_paper.html", context)


def _replaced(paper: PaperCheck, newer: str) -> str:
    """Since when it holds no more, by which paper, why, and which holds now."""
    text = {
        CORRECTION: _("Từ %(day)s, giấy số %(number)s thay cho giấy này vì giấy này được đính chính."),
        REISSUE: _("Từ %(day)s, giấy số %(number)s được cấp lại thay cho giấy này."),
    }.get(paper.newer_as, _("Từ %(day)s, giấy số %(number)s thay cho giấy này."))
    said = [text % {"day": newer, "number": paper.newer_number}]
    if paper.holds_number:
        said.append(_("Nay giấy số %(number)s mới là giấy còn giá trị.") % {"number": paper.holds_number})
    return " ".join([*said, _("Hãy hỏi người đưa giấy bản mới.")])
