"""Check your answers, declare, submit."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.agencies import api as agencies
from motcua.dossiers import api as dossiers
from motcua.dossiers.errors import AssuranceTooLowError, SubmissionInvalidError
from motcua.dossiers.services.filing import judge_draft
from motcua.dossiers.services.submitting import Receipt
from motcua.dossiers.web.citizen import together_words
from motcua.dossiers.web.citizen.party_words import party_words, shown_to
from motcua.dossiers.web.citizen.places import agency_name
from motcua.dossiers.web.citizen.unsent import survives_sign_in
from motcua.dossiers.web.citizen.words import fee_words, limit_words, paper_words, say
from motcua.dossiers.web.citizen.writing import BACK_TO_CHECK, Writing, open_writing, taken_up
from motcua.forms import api as forms
from motcua.forms.errors import RecordChangedError
from motcua.identity import api as identity
from motcua.kernel.actors import Actor
from motcua.platform.web.api import actor_of, signed_in


@survives_sign_in
@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return _page(request, draft_id)
    if request.POST.get("declared") != "yes":
        told = _("Hãy đánh dấu vào ô cam đoan trước khi nộp.")
        return _page(request, draft_id, [{"text": told, "href": "#declared"}], not_declared=told, status=422)
    return _submit(request, draft_id)


def _submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A second press, or a reload, finds the same dossier: submitting a draft is idempotent."""
    actor = actor_of(request)
    try:
        receipt = dossiers.submit_draft(actor=actor, draft_id=draft_id)
    except SubmissionInvalidError as error:
        return _page(request, draft_id, _refused(open_writing(actor, draft_id), error.fields), status=422)
    except RecordChangedError as error:
        return _page(request, draft_id, [{"text": str(error.message), "href": "#record-changes"}], status=409)
    except AssuranceTooLowError as error:
        return _page(request, draft_id, [{"text": str(error), "href": "#confirm"}], status=403)
    return HttpResponseRedirect(_submitted_url(actor, receipt))


def _submitted_url(actor: Actor, receipt: Receipt) -> str:
    if actor.is_official:
        return reverse("dossiers:desk_dossier", args=[receipt.code])
    if receipt.journey:
        return f"{reverse('dossiers:journey', args=[receipt.journey])}?done=1"
    return f"{reverse('dossiers:mine', args=[receipt.code])}?done=1"


def _refused(writing: Writing, fields: Mapping[str, Any]) -> list[dict[str, str]]:
    """Each problem with a link to where it can be mended."""
    pages = {field.id: page.id for page in writing.form.pages for field in page.fields}
    services = {part.id: part.procedure for part in writing.version.journey}
    found = []
    for name, text in fields.items():
        if name.startswith("parties."):
            url = writing.people_url
        elif name.startswith("papers."):
            url = f"{writing.paper_url(name.removeprefix('papers.'))}?{BACK_TO_CHECK}"
        elif (field := name.partition("[")[0]) in pages:
            url = f"{_place(writing, pages[field], name)}?{BACK_TO_CHECK}#{forms.anchor_of(name)}"
        elif name.partition(".")[0] in services:  # nothing here mends it; by itself the service can be filed
            url = reverse("portal:procedure", args=[services[name.partition(".")[0]]])
            apart = _("%(problem)s Phần này chưa nộp chung được; bạn nộp riêng dịch vụ này.") % {"problem": text}
            found.append({"text": apart, "href": url})
            continue
        else:
            url = "#main-content"
        found.append({"text": str(text), "href": url})
    return found


def _place(writing: Writing, page_id: str, name: str) -> str:
    """The page of the question, or of the item that it is about."""
    place = name.partition("[")[2].partition("]")[0]
    return writing.item_url(page_id, int(place) + 1) if place else writing.question_url(page_id)


def _page(
    request: HttpRequest,
    draft_id: UUID,
    errors: list[dict[str, str]] | None = None,
    *,
    not_declared: str = "",
    status: int = 200,
) -> HttpResponse:
    writing = taken_up(actor_of(request), draft_id)
    if writing.draft.party:
        return HttpResponseRedirect(writing.check_url)
    answers, channel, today = writing.validation.answers, writing.draft.channel, agencies.today()
    own = {field.id for page in writing.pages for field in page.fields}
    open_fields: dict[str, str] = {}
    for problem in writing.validation.problems:
        if problem.field.partition("[")[0] in own:
            open_fields.setdefault(problem.field, problem.message)
    waiting = {f"parties.{one.party.id}": party_words(one)["line"] for one in writing.waiting_parties}
    missing = {f"papers.{paper.id}": _("Còn thiếu: %s") % say(paper.name) for paper in writing.missing_papers}
    together = judge_draft(actor=writing.actor, draft=writing.draft) if writing.version.journey else None
    only_there = (
        {} if together is None else {k: v for k, v in together.problems.items() if k not in open_fields | missing}
    )
    still_open = _refused(writing, open_fields | missing | waiting | only_there)
    level = writing.version.assurance if writing.actor.is_person else 0
    too_low = writing.actor.assurance < level
    context = {
        **writing.frame(),
        "level_too_low": too_low,
        "eids": identity.eid_links(request.LANGUAGE_CODE, request.path, level) if too_low else [],
        "answers": shown_to(writing),
        "change_url": f"{writing.question_url('PAGE')}?{BACK_TO_CHECK}",
        "papers": [_paper(writing, paper) for paper in writing.uploads],
        "brought": [paper_words(paper, writing.version) for paper in writing.papers if paper.kind == "present"],
        "fees": together_words.fees(together.planned, channel, today)
        if together
        else fee_words(writing.version, answers, channel, today),
        "together": together_words.dossiers(together.planned, writing.version, channel, today) if together else [],
        "writing_together": together is not None,
        "limit": limit_words(writing.version, today, channel),
        "agency": agency_name(writing.draft.receiving_agency_id),
        "still_open": still_open,
        "people": [party_words(one) for one in writing.draft.parties],
        "mending_url": _mending_url(writing, still_open),
        "sections": writing.sections(on="check"),
        "not_declared": not_declared,
        "declaration_box": _declaration(),
        "error_summary": errors or [],
        "back_url": writing.before(writing.check_url),
    }
    return render(request, "dossiers/citizen/check.html", context, status=status)


def _mending_url(writing: Writing, still_open: list[dict[str, str]]) -> str:
    """The first place where something is to be done; "" when that is in no question of this form."""
    if writing.mending_url != writing.check_url:
        return writing.mending_url
    here = reverse("dossiers:draft", args=[writing.draft.id])
    return next((item["href"] for item in still_open if item["href"].startswith(here)), "")


def _paper(writing: Writing, paper: Any) -> dict[str, Any]:
    url = f"{writing.paper_url(paper.id)}?{BACK_TO_CHECK}"
    return paper_words(paper, writing.version) | {"files": writing.files_of(paper.id), "url": url}


def _declaration() -> dict[str, Any]:
    text = _("Tôi cam đoan những điều đã khai là đúng sự thật và chịu trách nhiệm về lời khai.")
    return {"idPrefix": "declared", "name": "declared", "items": [{"value": "yes", "text": text}]}
