"""My dossier: where it is, until when and why, what to do next, everything that was sent and issued."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DocumentKind, DossierView, State
from motcua.dossiers.web import synced
from motcua.dossiers.web.citizen import story
from motcua.dossiers.web.citizen.party_words import shown_to_applicant
from motcua.dossiers.web.citizen.words import language, moment_words, say
from motcua.dossiers.web.desk.reckoning import explain
from motcua.forms import api as forms
from motcua.forms.contracts import FieldType, Form
from motcua.kernel.actors import Actor
from motcua.kernel.money import say_money
from motcua.payments import api as payments
from motcua.platform.files import api as files
from motcua.platform.web.api import actor_of, citizen

UNTIMED = {State.REFUSED, State.WITHDRAWN, State.STOPPED}  # "in time" says nothing about these


@citizen
@never_cache
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    view = dossiers.get_dossier(actor=actor, code=code)
    if view.source:
        return render(request, "dossiers/citizen/synced.html", _synced(view))
    together = dossiers.find_journey(actor=actor, journey_id=view.journey_id) if view.journey_id else None
    context = _shown(view) | {
        "just_submitted": "done" in request.GET and view.state is State.SUBMITTED,
        "explained": explain(actor, view) if view.state not in UNTIMED else None,
        "together": together,
        "pay_url": _pay_url(actor, view),
        "back_url": reverse("dossiers:journey", args=[together.code]) if together else reverse("portal:my"),
    }
    return render(request, "dossiers/citizen/dossier.html", context)


def _pay_url(actor: Actor, view: DossierView) -> str:
    """The page of the money that was asked for; "" where none was, or before there was such a page."""
    owed = payments.find_obligation(actor=actor, kind="dossiers", reference_id=view.id) if view.payment else None
    return reverse("payments:pay", args=[owed.bill_code]) if owed else ""


def _synced(view: DossierView) -> dict[str, Any]:
    agency = agencies.get_agency(view.receiving_agency_id)
    return {
        "dossier": view,
        "name": say(view.procedure_name),
        "agency": agency,
        "agency_name": say(agency.name),
        "standing": dossiers.dueness(view, view.receiving_agency_id) if view.state not in UNTIMED else None,
        "steps": synced.timeline(view, view.receiving_agency_id),
        "fee": say_money(view.fee_total, language()) if view.fee_total else "",
    }


def _shown(view: DossierView) -> dict[str, Any]:
    version = catalogue.get_version(view.version_hash)
    agency = agencies.get_agency(view.receiving_agency_id)
    form = forms.compile_form(version)
    unserved = files.unserved([paper.file_id for paper in view.papers])
    timed = view.received_at is not None and view.state not in UNTIMED
    return {
        "dossier": view,
        "name": say(view.procedure_name),
        "agency": agency,
        "agency_name": say(agency.name),
        "state_words": story.state_words(view),
        "holders": story.holder_words(view),
        "next": story.next_thing(view),
        "steps": story.timeline(view),
        "appointment": _appointment(form, view),
        "co_signers": story.co_signers(view),
        "draws": [step.record["draw"] for step in view.steps if "draw" in step.record],
        "standing": dossiers.dueness(view, view.receiving_agency_id) if timed else None,
        "due": moment_words(view.due_at, view.receiving_agency_id),
        "check_by": moment_words(view.act_by, view.receiving_agency_id),
        "answers": shown_to_applicant(form, view),
        "papers": [{"name": say(p.name), "file": p, "unserved": unserved.get(p.file_id, "")} for p in view.papers],
        "documents": _documents(view),
        "fee": say_money(view.fee_total, language()) if view.fee_total else "",
        "may_correct": "ask_correction" in view.next_actions,
        "correction_asked": moment_words(view.correction_asked.at, view.receiving_agency_id)
        if view.correction_asked
        else "",
        "may_withdraw": "withdraw" in view.next_actions,
        "refusal": next((act.note for act in view.acts if act.action == "refuse"), ""),
    }


def _appointment(form: Form, view: DossierView) -> str:
    """When the applicant is expected at the agency; "" for no appointment, or one that no longer matters."""
    made = [field.id for field in form.fields.values() if field.type is FieldType.APPOINTMENT]
    if view.state not in {State.SUBMITTED, State.AWAITING_SUPPLEMENT, State.IN_PROCESS} or not made:
        return ""
    answers = {key: view.answers[key] for key in made if view.answers.get(key)}
    shown = forms.show_answers(form, answers, language())
    return next((line.value for section in shown for line in section.rows), "")


def _documents(view: DossierView) -> list[dict[str, Any]]:
    """One line for each kind, the newest of it; the slip is there from the first moment."""
    newest = {document.kind: document for document in view.documents}
    listed: list[dict[str, Any]] = [
        {"kind": kind.value, "title": say(doc.title), "number": doc.number, "at": doc.issued_at}
        for kind, doc in newest.items()
    ]
    if DocumentKind.RECEIPT not in newest:
        listed.insert(0, {"kind": DocumentKind.RECEIPT.value, "title": "", "number": "", "at": None})
    return listed
