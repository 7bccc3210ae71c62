"""Whether a proof holds: the page, and what its script has to know. The proof never comes here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.ledger import api as ledger
from motcua.platform.web.api import public
from motcua.trust.verdicts import said_by_script
from motcua.trust.words import outline_words


@public
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    keys = (ledger.read_key() or b"").decode().splitlines()
    return render(request, "trust/verify.html", {"keys": keys, "said": said_by_script(), "actions": outline_words()})
