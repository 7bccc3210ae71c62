"""The living style guide: every component, in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def style_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/style_guide.html", {})
