"""A procedure's page: do I need this, what must I bring, how long, how much, where; then the button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.agencies.contracts import Role
from motcua.catalogue import api as catalogue
from motcua.catalogue.errors import ProcedureNotFoundError
from motcua.platform.web.api import actor_of, public


@public
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    try:
        version = catalogue.get_procedure(code)
    except ProcedureNotFoundError as error:
        raise Http404 from error
    context = catalogue.show_procedure(
        version, get_language() or "vi", agencies.today(), catalogue.list_services(version)
    )
    context["at_counter"] = Role.RECEIVER in actor_of(request).roles
    return render(request, "portal/procedure.html", context)
