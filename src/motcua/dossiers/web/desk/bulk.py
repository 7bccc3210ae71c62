"""One act on many dossiers: chosen in the queue, looked at, done, and what came of each."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.dossiers import api
from motcua.dossiers.contracts import Chosen, DossierView, Foreseen
from motcua.dossiers.contracts.batches import MOST, MOST_TO_SIGN
from motcua.dossiers.web.desk import panels, showing, words
from motcua.dossiers.web.desk.asking import query_of, read_filter
from motcua.dossiers.web.desk.bulk_acts import ACTS
from motcua.dossiers.web.desk.listing import due_of
from motcua.dossiers.web.desk.pages import frame, wanted_by_htmx
from motcua.identity import api as identity
from motcua.identity.errors import ProofTooOldError
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInputError, MotCuaError
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, official, status_of


@official("receiver", "specialist", "head")
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What would happen to each; nothing has happened yet."""
    actor, sent = actor_of(request), request.POST
    action = sent.get("action", "")
    if action not in ACTS:
        raise Http404
    picked = _ids(sent.getlist("pick"))
    if not 0 < len(picked) <= _most(action):
        return HttpResponseRedirect(reverse("dossiers:desk") + _back(sent))
    return _page(request, actor, action, picked)


@official("receiver", "specialist", "head")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Do it. Pressed twice, the same page comes."""
    actor, sent = actor_of(request), request.POST
    action, batch = sent.get("action", ""), _uuid(sent.get("batch", ""))
    if batch is None or (action not in ACTS and action != "assign"):
        raise Http404
    chosen = read_chosen(sent)
    try:
        if action == "approve":
            identity.require_proof(request)
        made = api.start_batch(actor=actor, batch_id=batch, action=action, chosen=chosen, given=_given(action, sent))
    except MotCuaError as error:
        if action == "assign":
            raise
        picked = [each.dossier_id for each in chosen] or _ids(sent.getlist("shown"))
        return _page(request, actor, action, picked[: _most(action)], error=error)
    return HttpResponseRedirect(reverse("dossiers:desk_batch", args=[made.id]) + _back(sent))


@official("receiver", "specialist", "head")
@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """How far it came, and what came of each; asked by htmx, only that."""
    view = api.get_batch(actor=actor_of(request), batch_id=batch_id)
    act = ACTS.get(view.action)
    context: dict[str, Any] = {
        "batch": view,
        "does": str(act.does) if act else _("Giao lại hồ sơ"),
        "done": view.count("done"),
        "refused": view.count("refused"),
        "waiting": view.count("waiting"),
        "settled": len(view.rows) - view.count("waiting"),
        "asked": words.moment(view.asked_at),
        "query": query_of(read_filter(request.GET)),
        "undo": str(uuid4()),
    }
    if wanted_by_htmx(request) == "batch":
        return render(request, "dossiers/desk/parts/batch_rows.html", context)
    return render(request, "dossiers/desk/batch.html", frame(request) | context)


@official("head")
@require_POST
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    undo_id = _uuid(request.POST.get("batch", ""))
    if undo_id is None:
        raise Http404
    made = api.undo_batch(actor=actor_of(request), batch_id=batch_id, undo_id=undo_id)
    return HttpResponseRedirect(reverse("dossiers:desk_batch", args=[made.id]))


def read_chosen(sent: QueryDict) -> list[Chosen]:
    """The ticked rows, `<dossier>:<version>`, and for each whom it goes to, `to-<dossier>`; what is not ours is left out."""
    found = []
    for row in sent.getlist("row"):
        written, _colon, version = row.partition(":")
        dossier_id = _uuid(written)
        if dossier_id is None or not (version.isdecimal() and len(version) < 9):
            continue
        to = sent.get(f"to-{written}")
        if to is None or _uuid(to):
            found.append(Chosen(dossier_id, int(version), _uuid(to or "")))
    return found


def _page(
    request: HttpRequest, actor: Actor, action: str, picked: list[UUID], error: MotCuaError | None = None
) -> HttpResponse:
    seen = api.foresee(actor=actor, action=action, dossier_ids=picked)
    rows = [_row(actor, action, each) for each in seen]
    problems = {key: str(text) for key, text in error.fields.items()} if isinstance(error, InvalidInputError) else {}
    summary = [{"text": text, "href": f"#bulk-{key}"} for key, text in problems.items()]
    if error and not summary:
        summary = [{"text": str(error.message), "href": "#bulk-rows"}]
    if isinstance(error, ProofTooOldError):
        summary = [{"text": str(error.message), "href": f"{reverse('identity:passkey_prove')}?next=/desk/"}]
    context: dict[str, Any] = frame(request) | {
        "action": action,
        "does": str(ACTS[action].does),
        "able": [row for row in rows if not row["problem"]],
        "unable": [row for row in rows if row["problem"]],
        "batch_id": request.POST.get("batch") or str(uuid4()),
        "query": _back(request.POST),
        "reading": action == "approve",
        "ways": [
            {"value": key, "text": str(says), "checked": key == "counter"} for key, says in panels.HOW_RETURNED.items()
        ],
        "typed": request.POST,
        "errors": {key: {"text": text} for key, text in problems.items()},
        "error_summary": summary,
        "most": MOST_TO_SIGN,
    }
    return render(request, "dossiers/desk/bulk.html", context, status=status_of(error) if error else 200)


def _row(actor: Actor, action: str, each: Foreseen) -> dict[str, Any]:
    case, language = each.dossier, get_language() or "vi"
    due, checking = due_of(case)
    row: dict[str, Any] = {
        "id": str(case.id),
        "value": f"{case.id}:{case.version}",
        "code": case.code,
        "href": reverse("dossiers:desk_dossier", args=[case.code]),
        "applicant": case.applicant_name,
        "procedure": pick(case.procedure_name, language),
        "due": due,
        "checking": checking,
        "problem": each.problem,
        "will": str(ACTS[action].will),
    }
    if action == "approve" and not each.problem:
        row |= _to_read(api.get_dossier(actor=actor, code=case.code, why=_("Đọc trước khi phê duyệt")))
    return row


def _to_read(view: DossierView) -> dict[str, Any]:
    """What has to be before one's eyes before one signs."""
    return {
        "result": panels.result_rows(view),
        "sections": showing.sections(view),
        "papers": showing.papers(view),
        "changes": showing.changes(view),
        "last": showing.last_word(view),
        "proposed": next((act for act in reversed(view.acts) if act.action == "resolve"), None),
    }


def _given(action: str, sent: QueryDict) -> dict[str, str]:
    if action != "return":
        return {"note": sent.get("note", ""), "reason": sent.get("reason", "")}
    with override("vi"):  # it becomes part of the note, in Vietnamese whoever writes it
        how = str(panels.HOW_RETURNED.get(sent.get("how", ""), panels.HOW_RETURNED["counter"]))
    note = sent.get("note", "").strip()
    return {"note": f"{how}. {note}" if note else f"{how}."}


def _most(action: str) -> int:
    return MOST_TO_SIGN if action == "approve" else MOST


def _back(sent: QueryDict) -> str:
    return query_of(read_filter(QueryDict(sent.get("query", "").lstrip("?"))))


def _ids(written: list[str]) -> list[UUID]:
    return [found for found in map(_uuid, written) if found]


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
