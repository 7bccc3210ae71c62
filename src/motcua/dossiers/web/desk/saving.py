"""Saving and deleting filters, and carrying a queue out of the system."""

import csv
from io import StringIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.dossiers import api
from motcua.dossiers.errors import FilterNameTakenError
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.asking import named, query_of, read_filter
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official

DESK = ("receiver", "specialist", "head")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would reckon with a cell that begins so


@official(*DESK)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter that the form holds under a name."""
    asked, shared = read_filter(request.POST), request.POST.get("shared") == "1"
    here = reverse("dossiers:desk") + query_of(asked)
    narrowing = f"{here}{'&' if '?' in here else '?'}filtering=1"
    try:
        api.save_filter(
            actor=actor_of(request),
            name=request.POST.get("name", ""),
            query=named(asked),
            shared=shared,
        )
    except FilterNameTakenError as error:
        messages.error(request, str(error.message))
        return HttpResponseRedirect(narrowing)
    if shared and asked.search:
        messages.info(request, _("Từ tìm kiếm không được lưu vào bộ lọc dùng chung, vì có thể là tên một người."))
        return HttpResponseRedirect(narrowing)
    return HttpResponseRedirect(here)


@official(*DESK)
@require_POST
def delete(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    api.delete_filter(actor=actor_of(request), filter_id=filter_id)
    return HttpResponseRedirect(reverse("dossiers:desk"))


@official(*DESK)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The queue as CSV that spreadsheets open as it is: codes and dates, nobody's name but the official's."""
    rows = api.export_queue(actor=actor_of(request), wanted=read_filter(request.GET))
    language = get_language() or "vi"
    written = StringIO()
    table = csv.writer(written)
    table.writerow(
        [
            _("Mã hồ sơ"),
            _("Tên thủ tục"),
            _("Bước"),
            _("Cách nộp"),
            _("Ngày nộp"),
            _("Hạn"),
            _("Ngày kết thúc"),
            _("Người làm"),
            _("Hệ thống nguồn"),
        ]
    )
    for row in rows:
        dates = (row.submitted_at, row.due_at or row.act_by, row.ended_at)
        said = [timezone.localtime(at).strftime("%d/%m/%Y %H:%M") if at else "" for at in dates]
        cells = [
            row.code,
            pick(row.procedure_name, language),
            str(words.STATES[row.state]),
            str(words.CHANNELS[row.channel][1]),
        ]
        table.writerow([tame(cell) for cell in (*cells, *said, row.assignee_name, row.source)])
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="ho-so.csv"'
    return answer


def tame(cell: str) -> str:
    """A cell that no spreadsheet reckons with."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
