"""A sheet of which the package has one: what the procedure is, the note on its fees."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from motcua.authoring.web.drawing import draw_sheet, errors_of
from motcua.authoring.web.editing import SINGLES, open_editing
from motcua.authoring.web.saving import save
from motcua.authoring.web.typed import as_typed
from motcua.authoring.web.typing_in import read_sheet
from motcua.platform.web.api import official


@official("editor", "publisher")
@require_http_methods(["GET", "HEAD", "POST"])
def single(request: HttpRequest, edit_id: UUID, name: str) -> HttpResponse:
    if name not in SINGLES:
        raise Http404
    editing = open_editing(request, edit_id)
    file, sheet = SINGLES[name]
    node, outcome = editing.model(file), None
    if request.method == "POST":
        fields = editing.fields
        outcome = save(request, editing, file, lambda it: read_sheet(sheet, it, request.POST, fields), str(sheet.one))
        if outcome.saved:
            return HttpResponseRedirect(request.get_full_path())
        node = as_typed(sheet, node, request.POST, fields)
        editing = open_editing(request, edit_id)
    rows = draw_sheet(sheet, node, editing.around(file=file))
    context = editing.frame("fees" if name == "fee-note" else name) | {
        "title": sheet.one,
        "rows": rows,
        "outcome": outcome,
        "error_summary": errors_of(rows),
        "unreadable": node is None,
        "file_url": editing.file_url(file),
    }
    return render(request, "authoring/sheet.html", context, status=outcome.status if outcome else 200)
