"""Says at once whether a condition can be used, while it is being typed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.authoring.domain import conditions
from motcua.authoring.errors import EditNotFoundError
from motcua.authoring.web import words
from motcua.authoring.web.drawing import say_simple
from motcua.authoring.web.editing import open_editing
from motcua.authoring.web.problems import say_problem
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import PackageProblem
from motcua.catalogue.errors import ExpressionError
from motcua.platform.web.api import official

ALWAYS_THERE = {"channel", "today", "item"}


@official("editor", "publisher")
@require_http_methods(["POST"])
def condition(request: HttpRequest) -> HttpResponse:
    """A part of the page: what the condition means, or what to write instead."""
    try:
        editing = open_editing(request, UUID(request.POST.get("edit", "")))
    except ValueError as error:
        raise EditNotFoundError from error
    expression = request.POST.get(request.POST.get("name", ""), "").strip()
    context = {"expression": expression}
    try:
        catalogue.condition(expression)
        unknown = [
            name for name in catalogue.names_in(expression) if name not in editing.fields and name not in ALWAYS_THERE
        ]
    except ExpressionError as error:
        context["wrong"] = str(error)
    else:
        if unknown:
            what = f"The condition reads `{unknown[0]}`, but no field of form.yaml has this id."
            context["wrong"] = say_problem(PackageProblem("form.yaml", 0, what))
        elif expression:
            fields = {**editing.fields, **words.GIVEN}
            simple = conditions.read_simple(expression, fields)
            context["said"] = say_simple(simple, fields) if simple else _("Điều kiện dùng được.")
    return render(request, "authoring/parts/condition_said.html", context)
