"""Who looked at a person's data: the ledger's entries about her, for herself."""

from collections.abc import Iterable
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.dossiers import api as dossiers
from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.languages import LocalText
from motcua.ledger import api as ledger
from motcua.ledger.contracts import EntriesAsked, EntryView
from motcua.platform.database.transactions import looking
from motcua.trust.contracts import LooksAsked, LooksPage, LookView
from motcua.trust.words import may_read_why, say_what

PAGE = 20


def list_looks(*, actor: Actor, asked: LooksAsked | None = None, limit: int = PAGE, skip: int = 0) -> LooksPage:
    """What officials looked at and did with the actor's data, newest first. Raises NotAllowedError for who is no person,
    DossierNotFoundError for a dossier that is not the actor's."""
    person, asked = _person(actor), asked or LooksAsked()
    with looking(actor):
        found = ledger.find_entries(person_id=person, asked=_entries(actor, asked), limit=limit + 1, skip=skip)
        shown = found[:limit]
        return LooksPage(_views(actor, shown), shown[-1].id if len(found) > limit else None)


def count_looks(*, actor: Actor, asked: LooksAsked) -> int:
    person = _person(actor)
    with looking(actor):
        return ledger.count_entries(person_id=person, asked=_entries(actor, asked))


def get_look(*, actor: Actor, entry_id: UUID) -> LookView:
    """Raises NotAllowedError, EntryNotFoundError."""
    person = _person(actor)
    with looking(actor):
        return _views(actor, [ledger.get_entry(person_id=person, entry_id=entry_id)])[0]


def take_proof(*, actor: Actor, entry_id: UUID) -> str:
    """The `.tlog-proof` of one entry about the actor. Raises NotAllowedError, EntryNotFoundError, ProofNotReadyError."""
    look = get_look(actor=actor, entry_id=entry_id)
    return ledger.proof_of(entry_id=look.id, holder=_person(actor), closed=not look.open)


def _person(actor: Actor) -> UUID:
    if not actor.is_person or actor.id is None:
        raise NotAllowedError
    return actor.id


def _entries(actor: Actor, asked: LooksAsked) -> EntriesAsked:
    record = dossiers.get_dossier(actor=actor, code=asked.code).id if asked.code else None
    kinds = () if asked.everything else (ActorKind.OFFICIAL.value,)
    return EntriesAsked(asked.since, asked.until, record, kinds, asked.before)


def _views(actor: Actor, entries: Iterable[EntryView]) -> tuple[LookView, ...]:
    found = tuple(entries)
    mine = dossiers.names_of_mine(actor=actor, ids={one.record_id for one in found if one.record_id})
    return tuple(_view(one, mine.get(one.record_id, ("", {})) if one.record_id else ("", {})) for one in found)


def _view(entry: EntryView, dossier: tuple[str, LocalText]) -> LookView:
    agency = agencies.get_agency(entry.agency_id) if entry.agency_id else None
    official, readable = entry.actor_kind == ActorKind.OFFICIAL.value, may_read_why(entry)
    return LookView(
        id=entry.id,
        at=entry.at,
        what=say_what(entry),
        actor_kind=entry.actor_kind,
        who=entry.actor_name if official else "",
        position=entry.position if official else "",
        agency_id=entry.agency_id,
        agency=agency.name if agency else {},
        agency_code=agency.code if agency else "",
        why=entry.why if readable else "",
        code=dossier[0],
        procedure=dossier[1],
        listed="subjects" in entry.facts and entry.subject_id is None,
        open=readable,
        sealed_basis=entry.sealed_basis,
    )
