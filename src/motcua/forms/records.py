"""Drafts and the record of whoever they are for: read at the start, again when a draft is taken up, and at submission.

It is always the owner's record, whoever writes: an official at the counter, or a party who was let in.
"""

from dataclasses import asdict
from uuid import UUID

from motcua.catalogue import api as catalogue
from motcua.forms.compiling import compile_form
from motcua.forms.contexts import form_context
from motcua.forms.contracts import DraftView, Fact, Form, FormContext, RecordChange
from motcua.forms.domain import prefilling
from motcua.forms.models import Draft
from motcua.forms.parties import void_changed
from motcua.forms.queries import locked, to_view
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView
from motcua.identity.errors import PersonNotFoundError
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.errors import ExternalError
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

_RECORD, _CHANGES = "record", "record_changes"  # keys of a draft's facts


def record_of(actor: Actor, owner_id: UUID) -> PersonView | None:
    """None where there is none, or its keeper doesn't answer: then the person is asked instead."""
    try:
        return identity.get_person(actor=actor, person_id=owner_id)
    except (PersonNotFoundError, ExternalError):
        return None


def facts_from(
    form: Form, person: PersonView | None, channel: str, context: FormContext | None = None
) -> dict[str, Fact]:
    """What `person`'s record, read just now, answers of `form`. `context`: one that the caller has made already."""
    if person is None:
        return {}
    around = context or form_context(channel=channel, applicant=person)
    return prefilling.recorded(form, person, around, clock.now())


def read_record_again(*, actor: Actor, draft_id: UUID) -> DraftView:
    """Bring the draft up to what the owner's record says now, and keep what changed until it was seen.

    It doesn't lengthen the time that the draft is kept. Raises DraftNotFoundError.
    """
    with acting(actor):
        row = locked(actor, draft_id)
        brought = brought_up(actor, row)
        if brought is not None:
            changed = brought.answers != row.answers or bool(brought.changes)
            row.answers = brought.answers
            row.revision += changed
            row.save(update_fields=["answers", "facts", "revision"])
            if brought.changes:
                fields = [change.field for change in brought.changes]
                ledger.record(
                    actor=actor,
                    action="forms.record_changed",
                    record_id=row.id,
                    subject_id=row.owner_id,
                    facts={"fields": fields},
                )
                void_changed(actor, row)
        return to_view(row, row.papers.all())


def see_record_changes(*, actor: Actor, draft_id: UUID) -> DraftView:
    """The person has seen what the record says otherwise now. Raises DraftNotFoundError."""
    with acting(actor):
        row = locked(actor, draft_id)
        if row.facts.pop(_CHANGES, None):
            row.save(update_fields=["facts"])
        return to_view(row, row.papers.all())


def brought_up(actor: Actor, row: Draft) -> prefilling.BroughtUp | None:
    """What the draft becomes by the record of now, which `row.facts` says then; None when nobody tells."""
    person = record_of(actor, row.owner_id)
    if person is None:
        return None
    form = compile_form(catalogue.get_version(row.version_hash))
    now = facts_from(form, person, "in_person" if row.filed_by else "online")
    brought = prefilling.brought_up(row.answers, prefilling.from_json(row.facts.get(_RECORD, {})), now)
    earlier = tuple(RecordChange(**change) for change in row.facts.get(_CHANGES, ()))
    unseen = prefilling.told_together(earlier, brought.changes)
    row.facts = row.facts | {_RECORD: prefilling.to_json(now), _CHANGES: [asdict(change) for change in unseen]}
    return brought
