"""A page of questions at /trial, for the browser, in the kit's frame alone; the room's own addresses beside it."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils.translation import override

from motcua.forms.api import DrawnPage, draw_item, draw_page, form_context, validate_page
from motcua.forms.tests.samples import CONTEXT, field, make, page, say
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
LIVE = make(
    page("before", field("limit", "number"), field("secret", sensitive=True)),
    page(
        "live",
        field("copies", "number"),
        field("why", show_if="copies != null && copies > limit"),
        field("total", "money", calculate="copies * 8000"),
        field("dear", "yes_no", show_if="total >= 80000 && copies % 2 == 0"),
        field("born", "date"),
        field("guarded", show_if="secret == 'x' && copies > 0"),
        field("after_guarded", show_if="guarded != null"),
        checks=[
            {"field": "born", "rule": "born <= today", "message": say("Ngày sinh phải trước hôm nay")},
            {"field": "why", "rule": "why.size() > 3", "message": say("Viết dài hơn")},
        ],
    ),
)
PEOPLE = make(
    page("owner", field("owner", "name"), field("unread", "text")),
    page(
        "people",
        field(
            "people",
            "group",
            fields=[
                field("name", "name"),
                field("born", "date"),
                field("age", "number", calculate="years_between(item.born, today)"),
                field("school", show_if="item.age != null && item.age >= 6"),
            ],
            checks=[{"field": "name", "rule": "item.name != owner", "message": say("Là người khác")}],
        ),
    ),
)
ANSWERS = {"limit": 5, "secret": "x", "owner": "Nguyễn Văn Chủ", "unread": "x", "people": [{"name": "Lê Thị Khác"}]}
_PAGE = """{% extends "ui/base.html" %}{% load ui %}{% block content %}
<form method="post" novalidate>{% include "forms/page.html" %}{% ui "button" text="Lưu" %}</form>{% endblock %}"""


@public
def trial(_request: HttpRequest) -> HttpResponse:
    drawn = draw_page(FORM, "only", {}, CONTEXT)
    return HttpResponse(engines["django"].from_string(_PAGE).render({"page": drawn}))


def drawn_live(language: str = "vi", *, refused: bool = False) -> DrawnPage:
    with override(language):
        context = form_context(on=CONTEXT.today)
        raw = ANSWERS | {"born": "2090-05-01"} if refused else ANSWERS
        problems = validate_page(LIVE, "live", raw, ANSWERS, context).problems if refused else ()
        wrong = [each for each in problems if each.field == "born"]
        return draw_page(LIVE, "live", ANSWERS, context, raw=raw, problems=wrong)


@public
def live(request: HttpRequest) -> HttpResponse:
    drawn = drawn_live(request.GET.get("language", "vi"), refused="refused" in request.GET)
    return HttpResponse(engines["django"].from_string(_PAGE).render({"page": drawn}))


@public
def person(_request: HttpRequest) -> HttpResponse:
    drawn = draw_item(PEOPLE, "people", 1, ANSWERS, CONTEXT)
    return HttpResponse(engines["django"].from_string(_PAGE).render({"page": drawn}))


urlpatterns = [
    path("trial", trial),
    path("live", live),
    path("person", person),
    path("", include("motcua.forms.web.urls")),
    path("", include("motcua.platform.ui.urls")),
]
