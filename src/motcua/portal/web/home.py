"""Home: one big question, six life events, the way back to one's own dossiers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.platform.web.api import public
from motcua.portal.web.events import doors


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"doors": doors()})
