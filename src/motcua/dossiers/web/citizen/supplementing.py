"""Answering a request for more: only what was marked, nothing typed or sent lost on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Paper
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierView, State, SupplementRequest
from motcua.dossiers.errors import StaleDossierError, SubmissionInvalidError
from motcua.dossiers.web import marked
from motcua.dossiers.web.citizen.attaching import upload_box
from motcua.dossiers.web.citizen.unsent import survives_sign_in, take_unsent
from motcua.dossiers.web.citizen.words import moment_words, paper_words, say
from motcua.forms import api as forms
from motcua.forms.contracts import Fact, Problem
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInputError
from motcua.platform.files import api as files
from motcua.platform.web.api import actor_of, citizen, number_sent

SALT = "dossiers.supplement"
MOST_FILES = 10  # of one paper

Sent = dict[str, list[dict[str, str]]]
"""Files that came in already, by paper: `id` and `name`. Signed, since only one's own uploads may be named."""


@dataclass(frozen=True)
class Supplement:
    """What was asked of `actor` about this dossier, and the form of just that."""

    actor: Actor
    view: DossierView
    request: SupplementRequest
    form: marked.Marked
    papers: tuple[Paper, ...]
    facts: Mapping[str, Fact]


@survives_sign_in
@citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    view = dossiers.get_dossier(actor=actor, code=code)
    if view.state is not State.AWAITING_SUPPLEMENT or view.supplement is None:
        return HttpResponseRedirect(reverse("dossiers:mine", args=[code]))
    asked = _asked(actor, view, view.supplement)
    if request.method == "POST":
        return _answer(request, asked)
    unsent = take_unsent(request)
    if unsent is None:
        return _page(request, asked, view.answers, {}, ())
    raw = forms.read_post(asked.form.page, unsent)
    return _page(request, asked, raw, _kept(actor, code, unsent.get("kept", "")), (), signed_out=True)


def _asked(actor: Actor, view: DossierView, request: SupplementRequest) -> Supplement:
    version = catalogue.get_version(view.version_hash)
    papers = tuple(paper for paper in version.papers if paper.id in request.papers)
    facts = dossiers.record_facts(
        actor,
        view.applicant_id,
        view.version_hash,
        channel=view.channel.value,
        before=view.answers,
        marked=request.fields,
    )
    return Supplement(actor, view, request, marked.form_of(version, request.fields), papers, facts)


def _answer(request: HttpRequest, asked: Supplement) -> HttpResponse:
    asked = _widened(asked, forms.read_post(asked.form.page, request.POST), request.POST)
    raw = forms.read_post(asked.form.page, request.POST)
    sent, problems = _receive(request, asked)
    if forms.is_redrawing(request.POST) or "drop" in request.POST:
        return _page(request, asked, raw, sent, problems)
    if problems:
        return _page(request, asked, raw, sent, problems, status=422)
    try:
        dossiers.answer_supplement(
            actor=asked.actor,
            dossier_id=asked.view.id,
            expected_version=_version(request),
            answers=raw,
            papers={paper: tuple(UUID(file["id"]) for file in listed) for paper, listed in sent.items() if listed},
        )
    except SubmissionInvalidError as error:
        return _page(request, asked, raw, sent, _problems(asked, error.fields), status=422)
    except StaleDossierError as error:
        return _page(request, asked, raw, sent, [Problem("", error.code, str(error.message))], status=409)
    return HttpResponseRedirect(reverse("dossiers:mine", args=[asked.view.code]))


def _widened(asked: Supplement, raw: Mapping[str, Any], post: QueryDict) -> Supplement:
    """The same form with the questions that the corrected answers call for, though nobody marked them."""
    view, known = asked.view, dict(raw)
    while True:
        context = forms.form_context(channel=view.channel.value, on=agencies.today(), facts=asked.facts)
        opened = dossiers.opened_questions(view.version_hash, view.answers, asked.request.fields, known, context)
        wider = marked.form_of(catalogue.get_version(view.version_hash), (*asked.request.fields, *opened))
        answered = forms.read_post(wider.page, post)
        if answered.keys() <= known.keys():
            return replace(asked, form=wider)
        known |= answered


def _receive(request: HttpRequest, asked: Supplement) -> tuple[Sent, list[Problem]]:
    """What came earlier, less what was dropped, and what comes now; with what could not be taken."""
    sent = _kept(asked.actor, asked.view.code, request.POST.get("kept", ""))
    dropped = request.POST.get("drop")
    problems: list[Problem] = []
    for paper in asked.papers:
        listed = [file for file in sent.get(paper.id, []) if file["id"] != dropped]
        for upload in request.FILES.getlist(f"papers.{paper.id}")[: MOST_FILES - len(listed)]:
            try:
                accepted = frozenset(paper.accept) & files.ALL_KINDS
                stream = cast("BinaryIO", upload.file)
                stored = files.store_file(stream, upload.name or "", accepted, owner_id=asked.actor.id)
                listed.append({"id": str(stored.id), "name": stored.name})
            except InvalidInputError as error:
                problems.append(Problem(f"papers.{paper.id}", error.code, f"{upload.name}: {error.message}"))
        sent[paper.id] = listed
    return sent, problems


def _kept(actor: Actor, code: str, token: str) -> Sent:
    """Files named by the form's signed field; nothing when it was made for someone or something else."""
    try:
        found: Sent = signing.loads(token, salt=f"{SALT}:{actor.id}:{code}")
    except signing.BadSignature:
        return {}
    return found


def _problems(asked: Supplement, fields: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a paper is said with the paper's name: there may be several."""
    names = {f"papers.{paper.id}": say(paper.name) for paper in asked.papers}
    said = {name: f"{names[name]}: {text}" if name in names else str(text) for name, text in fields.items()}
    return [Problem(name, "supplement", text) for name, text in said.items()]


def _version(request: HttpRequest) -> int:
    return number_sent(request.POST.get("version", ""))


def _page(
    request: HttpRequest,
    asked: Supplement,
    raw: Mapping[str, Any],
    sent: Sent,
    problems: Iterable[Problem],
    *,
    status: int = 200,
    signed_out: bool = False,
) -> HttpResponse:
    problems = tuple(problems)
    view = asked.view
    free_days = dossiers.free_days_at(view.receiving_agency_id, view.procedure_code, view.id)
    shown = [problem for problem in problems if not problem.field.startswith("papers.")]
    drawn = asked.form.draw(raw, shown, free_days, asked.facts)
    wrong_papers = [problem for problem in problems if problem.field.startswith("papers.")]
    context = {
        "dossier": view,
        "name": say(view.procedure_name),
        "asked": asked.request,
        "asked_at": moment_words(asked.request.requested_at, view.receiving_agency_id),
        "agency_name": say(agencies.get_agency(view.receiving_agency_id).name),
        "fields": drawn.fields,
        "papers": [_paper(asked, paper, sent.get(paper.id, []), wrong_papers) for paper in asked.papers],
        "kept": signing.dumps(sent, salt=f"{SALT}:{asked.actor.id}:{view.code}"),
        "signed_out": signed_out,
        "error_summary": [*drawn.errors, *({"text": p.message, "href": f"#{p.field}"} for p in wrong_papers)]
        if status != 200
        else [],
        "back_url": reverse("dossiers:mine", args=[view.code]),
    }
    return render(request, "dossiers/citizen/supplement.html", context, status=status)


def _paper(asked: Supplement, paper: Paper, sent: list[dict[str, str]], wrong: list[Problem]) -> dict[str, Any]:
    name = f"papers.{paper.id}"
    version = catalogue.get_version(asked.view.version_hash)
    told = [problem.message for problem in wrong if problem.field == name]
    before = [file for file in asked.view.papers if file.paper_id == paper.id]
    label = _("Gửi lại: %(paper)s") % {"paper": say(paper.name)}
    box = upload_box(name, paper, told, more=bool(sent), label="" if sent else label)
    return paper_words(paper, version) | {"box": box, "sent": sent, "before": before}
