"""Writing drafts: each function is one transaction, and leaves one entry in the ledger.

`take_draft` alone leaves none: the submission that calls it does.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.forms.agreements import asked_parties
from motcua.forms.compiling import compile_form
from motcua.forms.contexts import form_context
from motcua.forms.contracts import DraftView, Form, SavedPage
from motcua.forms.domain.engine import page_place, validate_page
from motcua.forms.domain.keeping import kept_answers
from motcua.forms.domain.prefilling import from_json, to_json
from motcua.forms.errors import (
    AnswersTooLargeError,
    DraftChangedError,
    DraftNotAllowedError,
    NotServedOnlineError,
    PageNotFoundError,
    RecordChangedError,
    TooManyDraftsError,
)
from motcua.forms.events import DraftExpiring
from motcua.forms.models import Draft
from motcua.forms.parties import void_changed
from motcua.forms.queries import days_told, expiry, locked, locked_shared, shared, to_view, visible
from motcua.forms.records import brought_up, facts_from, record_of
from motcua.identity.contracts import PersonView
from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files
from motcua.platform.outbox import api as outbox

MOST_DRAFTS = 50
MOST_CHARACTERS = 600_000  # of all answers of one draft
SWEEP = 500


def start_draft(
    *,
    actor: Actor,
    procedure_code: str,
    on_behalf_of: UUID | None = None,
    receiving_agency_id: UUID | None = None,
    applicant: PersonView | None = None,
) -> DraftView:
    """Begin an application on the version in force, answered as far as the owner's record goes; `applicant`: that
    record, when the caller has it already.

    A person begins one's own; an official names the person in `on_behalf_of` and files at an agency of the position.
    It doesn't look for an open one: ask `find_draft` first and offer it.
    Raises ProcedureNotFoundError, DraftNotAllowedError, NotServedOnlineError, TooManyDraftsError.
    """
    owner_id, filed_by, agency_id = _parties(actor, on_behalf_of, receiving_agency_id)
    version = catalogue.get_procedure(procedure_code)
    if filed_by is None and not version.online:
        raise NotServedOnlineError
    channel = "in_person" if filed_by else "online"
    person = applicant if applicant and applicant.id == owner_id else record_of(actor, owner_id)
    record = facts_from(compile_form(version), person, channel)
    now = clock.now()
    with acting(actor):
        if visible(actor).filter(owner_id=owner_id).count() >= MOST_DRAFTS:
            raise TooManyDraftsError(limit=MOST_DRAFTS)
        row = Draft.objects.create(
            owner_id=owner_id,
            filed_by=filed_by,
            procedure_code=version.code,
            version_hash=version.hash,
            receiving_agency_id=agency_id,
            answers={name: fact.value for name, fact in record.items()},
            facts={"record": to_json(record)} | _pinned(version),
            created_at=now,
            saved_at=now,
            expires_at=expiry(),
        )
        _record(actor, "forms.draft_started", row, procedure=version.code, version=version.hash)
        catalogue.count_use(version.code, "started")
        return to_view(row, ())


def save_answers(*, actor: Actor, draft_id: UUID, page_id: str, raw: Mapping[str, Any], revision: int) -> SavedPage:
    """Keep one page as it was typed, readable or not, and tell what is to be mended.

    Raises DraftNotFoundError, PageNotFoundError, AnswersTooLargeError, and DraftChangedError (with the draft as the
    other tab left it) when `revision` isn't the last one.
    """
    with acting(actor):
        row, party = _locked_for(actor, draft_id)
        if row.revision != revision:
            raise DraftChangedError(to_view(row, row.papers.all(), party=party))
        form = compile_form(catalogue.get_version(row.version_hash))
        page = form.pages[page_place(form, page_id)]
        if not _may_answer(form, row, page_id, party):
            raise PageNotFoundError
        record = from_json(row.facts.get("record", {}))
        context = form_context(channel="in_person" if row.filed_by else "online", facts=record)
        judged = validate_page(form, page_id, raw, row.answers, context)
        elsewhere = {key: value for key, value in row.answers.items() if key not in {f.id for f in page.fields}}
        locked_here = {f.id: record[f.id].value for f in page.fields if f.id in record and record[f.id].locked}
        row.answers = elsewhere | kept_answers(page, raw, judged) | locked_here
        if len(str(row.answers)) > MOST_CHARACTERS:
            raise AnswersTooLargeError
        row.current_page = row.current_page if party else page_id
        row.revision += 1
        row.saved_at, row.expires_at = clock.now(), expiry()
        row.save(update_fields=["answers", "current_page", "revision", "saved_at", "expires_at"])
        _record(actor, "forms.answers_saved", row, page=page_id, revision=row.revision)
        void_changed(actor, row)
        return SavedPage(to_view(row, row.papers.all(), party=party), judged.problems)


def _locked_for(actor: Actor, draft_id: UUID) -> tuple[Draft, str]:
    """The draft for writing, and which party the actor is in it: "" for the owner. Raises DraftNotFoundError."""
    if actor.is_person and (mine := shared(actor).filter(draft_id=draft_id).first()):
        row, _place = locked_shared(actor, draft_id)
        return row, mine.party
    return locked(actor, draft_id), ""


def _may_answer(form: Form, row: Draft, page_id: str, party: str) -> bool:
    """A party answers its own pages and nobody else's; what is a party's the owner leaves to it."""
    if party:
        return page_id in form.pages_of(party)
    return not any(page_id in form.pages_of(asked.id) for asked in asked_parties(row))


def delete_draft(*, actor: Actor, draft_id: UUID) -> None:
    """Throw a draft and its files away. Raises DraftNotFoundError."""
    with acting(actor):
        row = locked(actor, draft_id)
        _throw_away(row)
        _record(actor, "forms.draft_deleted", row)


def take_draft(*, actor: Actor, draft_id: UUID) -> DraftView:
    """Lock the draft, delete it and hand it over, inside the caller's transaction; its files stay for the dossier.

    Raises DraftNotFoundError, also to the second of two who take it at once, and RecordChangedError when the owner's
    record says something else by now than the person has seen.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("take_draft belongs into the transaction that makes something of the draft")
    with acting(actor):
        row = locked(actor, draft_id)
        brought = brought_up(actor, row)
        if brought is not None and brought.changes:
            raise RecordChangedError
        row.answers = brought.answers if brought is not None else row.answers
        view = to_view(row, row.papers.all())
        row.delete()
        return view


def delete_expired_drafts(*, actor: Actor) -> int:
    """Throw away drafts whose time is over, at most 500 a call; returns how many. For the system's worker only.

    Raises DraftNotAllowedError.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise DraftNotAllowedError
    with acting(actor):
        over = Draft.objects.filter(expires_at__lte=clock.now()).order_by("expires_at")
        rows = list(over.select_for_update(skip_locked=True)[:SWEEP])
        for row in rows:
            _record(actor, "forms.draft_expired", row)
            _throw_away(row)
        return len(rows)


def tell_expiring_drafts(*, actor: Actor) -> int:
    """Announce drafts that will soon be thrown away, each once as long as nobody saves it; at most 500 a call.

    Returns how many. For the system's worker only. Raises DraftNotAllowedError.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise DraftNotAllowedError
    now = clock.now()
    with acting(actor):
        soon = Draft.objects.filter(expires_at__gt=now, expires_at__lte=now + timedelta(days=days_told()))
        untold = soon.filter(~Q(expiry_told=F("expires_at")) | Q(expiry_told__isnull=True)).order_by("expires_at")
        rows = list(untold.select_for_update(skip_locked=True)[:SWEEP])
        for row in rows:
            row.expiry_told = row.expires_at
            row.save(update_fields=["expiry_told"])
            _record(actor, "forms.draft_expiry_told", row, until=row.expires_at.isoformat())
            outbox.announce(
                DraftExpiring(
                    draft_id=row.id,
                    owner_id=row.owner_id,
                    filed_by=row.filed_by,
                    procedure_code=row.procedure_code,
                    expires_at=row.expires_at,
                )
            )
        return len(rows)


def _parties(actor: Actor, on_behalf_of: UUID | None, agency_id: UUID | None) -> tuple[UUID, UUID | None, UUID | None]:
    """Owner, filing official and receiving agency."""
    if actor.is_person and actor.id and on_behalf_of in (None, actor.id):
        return actor.id, None, agency_id
    agency_id = agency_id or actor.agency_id
    if actor.is_official and actor.id and on_behalf_of and agency_id in actor.agency_ids:
        return on_behalf_of, actor.id, agency_id
    raise DraftNotAllowedError


def _pinned(version: ProcedureVersion) -> dict[str, Any]:
    """A journey's draft is pinned to the versions of everything that it will file, too."""
    if not version.journey:
        return {}
    return {"versions": {part.id: catalogue.get_procedure(part.procedure).hash for part in version.journey}}


def _throw_away(row: Draft) -> None:
    files.forget_files([paper.file_id for paper in row.papers.all()])
    Draft.objects.filter(id=row.id).delete()


def _record(actor: Actor, action: str, row: Draft, **facts: Any) -> None:
    ledger.record(actor=actor, action=action, record_id=row.id, subject_id=row.owner_id, facts=facts)
