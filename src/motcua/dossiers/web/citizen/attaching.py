"""One page for each paper that is sent as files."""

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.catalogue.contracts import Paper
from motcua.dossiers.web.citizen.unsent import survives_sign_in, take_unsent
from motcua.dossiers.web.citizen.words import paper_words
from motcua.dossiers.web.citizen.writing import BACK_TO_CHECK, Writing, open_writing
from motcua.forms import api as forms
from motcua.forms.errors import PaperNotFoundError
from motcua.kernel.errors import InvalidInputError
from motcua.platform.web.api import actor_of, signed_in

MEDIA_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
BOX = "files"


@survives_sign_in
@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, draft_id: UUID, paper_id: str) -> HttpResponse:
    writing = open_writing(actor_of(request), draft_id)
    paper = next((paper for paper in writing.version.papers if paper.id == paper_id and paper.kind == "upload"), None)
    if paper is None:
        raise PaperNotFoundError
    if writing.draft.party:
        return HttpResponseRedirect(writing.check_url)
    if request.method == "POST":
        return _receive(request, writing, paper)
    if paper not in writing.uploads:
        return HttpResponseRedirect(writing.resume_url)
    return _page(request, writing, paper, signed_out=take_unsent(request) is not None)


def _receive(request: HttpRequest, writing: Writing, paper: Paper) -> HttpResponse:
    """Always takes what was chosen first; then goes on, stays, or says what is missing."""
    if removed := request.POST.get("remove"):
        return _remove(request, writing, paper, removed)
    problems = _attach_all(request, writing, paper)
    chosen = bool(request.FILES.getlist(BOX))
    later, staying = "later" in request.POST, "upload" in request.POST
    enough = chosen or (not staying and (not paper.required or bool(writing.files_of(paper.id))))
    if not problems and not later and not enough:
        problems = [_("Hãy chọn ảnh hoặc tệp của giấy tờ này. Nếu chưa có trong tay, bạn bấm “Lưu và làm tiếp sau”.")]
    writing = open_writing(writing.actor, writing.draft.id)
    if problems:
        return _page(request, writing, paper, problems)
    if later:
        return HttpResponseRedirect(reverse("dossiers:saved_draft", args=[writing.draft.id]))
    return HttpResponseRedirect(_here(request, writing, paper) if staying else _onward(request, writing, paper))


def _onward(request: HttpRequest, writing: Writing, paper: Paper) -> str:
    return writing.mending_url if _to_check(request) else writing.after(writing.paper_url(paper.id))


def _to_check(request: HttpRequest) -> bool:
    return request.GET.get("back") == "check"


def _attach_all(request: HttpRequest, writing: Writing, paper: Paper) -> list[str]:
    """Attach every chosen file that can be taken; what is wrong with the others, each by its name."""
    problems = []
    for file in request.FILES.getlist(BOX):
        try:
            forms.attach_paper(
                actor=writing.actor,
                draft_id=writing.draft.id,
                paper_id=paper.id,
                stream=cast("BinaryIO", file.file),
                file_name=file.name or "",
            )
        except InvalidInputError as error:
            problems.append(f"{file.name}: {error.message}")
    return problems


def _remove(request: HttpRequest, writing: Writing, paper: Paper, file_id: str) -> HttpResponse:
    file = next((file for file in writing.files_of(paper.id) if str(file.file_id) == file_id), None)
    if file is not None:  # a second press of the button finds it gone, which is what was wanted
        forms.remove_paper(actor=writing.actor, draft_id=writing.draft.id, file_id=file.file_id)
    return HttpResponseRedirect(_here(request, writing, paper))


def _here(request: HttpRequest, writing: Writing, paper: Paper) -> str:
    return writing.paper_url(paper.id) + (f"?{BACK_TO_CHECK}" if _to_check(request) else "")


def _page(
    request: HttpRequest, writing: Writing, paper: Paper, problems: list[str] | None = None, *, signed_out: bool = False
) -> HttpResponse:
    to_check = _to_check(request)
    files = writing.files_of(paper.id)
    context = {
        **writing.frame(),
        "paper": paper_words(paper, writing.version),
        "files": files,
        "box": upload_box(BOX, paper, problems or [], more=bool(files)),
        "sections": writing.sections(on="papers"),
        "signed_out": signed_out,
        "problems": problems or [],
        "error_summary": [{"text": text, "href": f"#{BOX}"} for text in problems or []],
        "back_url": writing.check_url if to_check else writing.before(writing.paper_url(paper.id)),
        "submit": _("Lưu và quay lại kiểm tra") if to_check else _("Lưu và đi tiếp"),
    }
    return render(request, "dossiers/citizen/paper.html", context, status=422 if problems else 200)


def upload_box(name: str, paper: Paper, problems: list[str], *, more: bool, label: str = "") -> dict[str, Any]:
    """Options of the file box. A phone offers its camera by itself; forcing it would shut out the gallery."""
    limit = settings.UPLOAD_LIMIT_BYTES
    kinds = ", ".join(kind.upper() for kind in paper.accept)
    return {
        "id": name,
        "name": name,
        "multiple": True,
        "label": {
            "text": label or (_("Thêm trang khác") if more else _("Chụp ảnh hoặc chọn tệp")),
            "classes": "govuk-label--s",
        },
        "hint": {
            "text": _("%(kinds)s, mỗi tệp tối đa %(size)s MB. Giấy có nhiều trang thì chọn nhiều ảnh.")
            % {"kinds": kinds, "size": limit // 2**20}
        },
        "errorMessage": {"text": " ".join(problems)} if problems else None,
        "attributes": {
            "accept": ",".join(MEDIA_TYPES[kind] for kind in paper.accept if kind in MEDIA_TYPES),
            "data-max-bytes": str(limit),
            "data-too-big": _("Tệp này quá nặng. Hãy chụp lại ở cỡ nhỏ hơn."),
        },
    }
