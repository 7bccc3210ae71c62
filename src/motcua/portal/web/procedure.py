"""A procedure's page: do I need this, what must I bring, how long, how much, where; then the button."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.agencies.contracts import Role
from motcua.catalogue import api as catalogue
from motcua.catalogue.errors import ProcedureNotFoundError
from motcua.dossiers import api as dossiers
from motcua.platform.web.api import actor_of, public

LONGEST_QUERY = 200


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
    if not (context["named_only"] or version.journey):  # of a guided path each dossier goes its own way
        context["flow"] = dossiers.draw_flow(version, get_language() or "vi")
    context["expected"] = dossiers.expected_words(dossiers.expected_time(version.code))
    asked = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    catalogue.count_use(version.code, "opened")
    if asked:
        catalogue.count_opened(asked)
        context |= {"asked": asked, "back_to_results": f"{reverse('portal:search')}?{urlencode({'q': asked})}"}
    context["at_counter"] = Role.RECEIVER in actor_of(request).roles
    return render(request, "portal/procedure.html", context)


@public
@require_safe
def flow(_request: HttpRequest, code: str) -> HttpResponse:
    """Where a dossier goes, as a file for a modeller."""
    try:
        version = catalogue.get_procedure(code)
    except ProcedureNotFoundError as error:
        raise Http404 from error
    written = dossiers.export_flow(version, get_language() or "vi")
    name = {"Content-Disposition": f'attachment; filename="{version.code}.bpmn"'}
    return HttpResponse(written, content_type="application/xml; charset=utf-8", headers=name)
