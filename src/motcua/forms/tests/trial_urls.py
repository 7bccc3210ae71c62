"""A page of questions at /trial, for the browser, in the kit's frame alone; the room's own addresses beside it."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from motcua.forms.api import draw_page
from motcua.forms.tests.samples import CONTEXT, field, make, page
from motcua.platform.web.api import public

FORM = make(
    page(
        "only",
        field("it", "choice"),
        field("under", show_if="it == 'b'"),
        field("several", show_if="it in ['a', 'b']"),
        field("home", "address"),
    )
)
_PAGE = """{% extends "ui/base.html" %}{% load ui %}{% block content %}
<form method="post" novalidate>{% include "forms/page.html" %}{% ui "button" text="Lưu" %}</form>{% endblock %}"""


@public
def trial(_request: HttpRequest) -> HttpResponse:
    drawn = draw_page(FORM, "only", {}, CONTEXT)
    return HttpResponse(engines["django"].from_string(_PAGE).render({"page": drawn}))


urlpatterns = [
    path("trial", trial),
    path("", include("motcua.forms.web.urls")),
    path("", include("motcua.platform.ui.urls")),
]
