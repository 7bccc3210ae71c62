"""The counter: find the person, choose the procedure, and fill in the same form on their behalf."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from motcua.dossiers.web.desk.pages import frame
from motcua.platform.web.api import official


@official("receiver")
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    return render(request, "dossiers/desk/counter.html", frame(request))
