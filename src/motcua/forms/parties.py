"""Several people behind one draft: inviting, being let in, agreeing to exactly what one has seen.

A link lets in the one person whose personal number the applicant gave. Whoever agrees does so to a content, named by
its hash; any change of that content takes the agreement back by itself.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from motcua.catalogue import api as catalogue
from motcua.forms.agreements import asked_parties, content_hash, is_complete, judged, view_of_party
from motcua.forms.compiling import compile_form
from motcua.forms.contracts import DraftView, Party, PartyView
from motcua.forms.errors import (
    AgreementNotAssuredError,
    AgreementOutdatedError,
    AgreementTooEarlyError,
    DraftNotFoundError,
    InvitationNotFoundError,
    InvitationNotPossibleError,
    InvitationNotYoursError,
)
from motcua.forms.models import Draft, DraftParty
from motcua.forms.queries import locked, locked_shared, shared, to_view
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.texts import clean_lines
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking

LINK_DAYS = 14  # how long a link waits to be opened
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Invitation:
    """`token` is told once, to who invites; only its hash is kept."""

    token: str
    party: PartyView


def invite_party(*, actor: Actor, draft_id: UUID, party_id: str) -> Invitation:
    """Make a link for the person whose number the draft names; an earlier link of this party is dead from now on.

    Raises DraftNotFoundError, InvitationNotPossibleError.
    """
    with acting(actor):
        row = locked(actor, draft_id)
        party = _party(row, party_id)
        number = _number(row, party)
        token, now = secrets.token_urlsafe(24), clock.now()
        made, _created = DraftParty.objects.update_or_create(
            draft=row,
            party=party_id,
            defaults={
                "owner_id": row.owner_id,
                "personal_id": number,
                "token_hash": _digest(token),
                "invited_at": now,
                "expires_at": now + timedelta(days=LINK_DAYS),
                "person_id": None,
                "person_name": "",
                "agreed_at": None,
                "agreed_hash": "",
                "declined_at": None,
                "reason": "",
                "voided_at": None,
            },
        )
        _record(actor, "forms.party_invited", row, party_id)
        return Invitation(token, view_of_party(party, made))


def revoke_invitation(*, actor: Actor, draft_id: UUID, party_id: str) -> None:
    """Take the link back; who was let in sees nothing from now on. Raises DraftNotFoundError."""
    with acting(actor):
        row = locked(actor, draft_id)
        if DraftParty.objects.filter(draft=row, party=party_id).delete()[0]:
            _record(actor, "forms.invitation_revoked", row, party_id)


def open_invitation(*, actor: Actor, token: str) -> UUID:
    """Let in whom the link is for; returns the draft's id.

    Raises InvitationNotFoundError, and InvitationNotYoursError to anybody else, which is written down and shows nothing.
    """
    if not actor.is_person or actor.id is None:
        raise InvitationNotYoursError
    number = identity.get_person(actor=actor, person_id=actor.id).personal_id
    with acting(SYSTEM):
        row = DraftParty.objects.select_for_update().filter(token_hash=_digest(token)).first()
        if row is None or (row.person_id is None and row.expires_at <= clock.now()):
            raise InvitationNotFoundError
        draft = Draft.objects.filter(id=row.draft_id, expires_at__gt=clock.now()).first()
        if draft is None:
            raise InvitationNotFoundError
        mine = row.personal_id == number
        if mine and row.person_id is None:
            row.person_id, row.person_name = actor.id, actor.name
            row.save(update_fields=["person_id", "person_name"])
            _record(actor, "forms.invitation_opened", draft, row.party)
        elif not mine:
            _record(actor, "forms.invitation_misdirected", draft, row.party)
    if not mine:
        raise InvitationNotYoursError
    return draft.id


def agree(*, actor: Actor, draft_id: UUID, seen: str) -> DraftView:
    """Agree to the content whose hash is `seen`, as it was shown.

    Raises DraftNotFoundError, AgreementOutdatedError, AgreementTooEarlyError, AgreementNotAssuredError.
    """
    with acting(actor):
        row, mine = locked_shared(actor, draft_id)
        needed = catalogue.get_version(row.version_hash).assurance
        if actor.assurance < needed:
            raise AgreementNotAssuredError(needed=needed)
        now = content_hash(row)
        if now != seen:
            raise AgreementOutdatedError
        if not is_complete(row):
            raise AgreementTooEarlyError
        _answered(mine, agreed_at=clock.now(), agreed_hash=now)
        _record(actor, "forms.party_agreed", row, mine.party, content=now)
        return to_view(row, row.papers.all(), party=mine.party)


def decline(*, actor: Actor, draft_id: UUID, reason: str) -> DraftView:
    """Say no, or take an agreement back, with a reason that the applicant reads. Raises DraftNotFoundError."""
    with acting(actor):
        row, mine = locked_shared(actor, draft_id)
        _answered(mine, declined_at=clock.now(), reason=clean_lines(reason)[:LONGEST_REASON])
        _record(actor, "forms.party_declined", row, mine.party)
        return to_view(row, row.papers.all(), party=mine.party)


def void_changed(actor: Actor, row: Draft) -> None:
    """After a change, in the caller's transaction: agreements to another content are taken back, and whoever is no
    longer asked, or was another person, is shut out."""
    if not compile_form(catalogue.get_version(row.version_hash)).parties:
        return
    with acting(SYSTEM):  # who changed it may be another party, to whom this row is not shown
        rows = list(DraftParty.objects.select_for_update().filter(draft_id=row.id))
        parties = {party.id: party for party in asked_parties(row)}
        now = content_hash(row) if any(one.agreed_at for one in rows) else ""
        for one in rows:
            party = parties.get(one.party)
            if party is None or row.answers.get(party.binds) != one.personal_id:
                one.delete()
                _record(actor, "forms.invitation_revoked", row, one.party)
            elif one.agreed_at and one.agreed_hash != now:
                one.agreed_at, one.agreed_hash, one.voided_at = None, "", clock.now()
                one.save(update_fields=["agreed_at", "agreed_hash", "voided_at"])
                _record(actor, "forms.agreement_voided", row, one.party)


def draft_hash(*, actor: Actor, draft_id: UUID) -> str:
    """The hash of the draft as it is now, to be sent back with an agreement. Raises DraftNotFoundError."""
    with looking(actor):
        mine = shared(actor).filter(draft_id=draft_id).first()
        if mine is None:
            raise DraftNotFoundError
        return content_hash(mine.draft)


def _party(row: Draft, party_id: str) -> Party:
    for party in asked_parties(row):
        if party.id == party_id:
            return party
    raise DraftNotFoundError


def _number(row: Draft, party: Party) -> str:
    """Whose application it becomes, too: another person than the owner and than every other party."""
    number = judged(row).answers.get(party.binds)
    own = identity.get_person(actor=SYSTEM, person_id=row.owner_id).personal_id
    others = {row.answers.get(other.binds) for other in asked_parties(row) if other.id != party.id}
    if not isinstance(number, str) or number == own or number in others:
        raise InvitationNotPossibleError(fields={party.binds: InvitationNotPossibleError.message})
    return number


def _answered(mine: DraftParty, *, agreed_at: Any = None, agreed_hash: str = "", **refusal: Any) -> None:
    """Written as the system: to the database nobody gives an agreement, not even the own, by changing a row."""
    mine.agreed_at, mine.agreed_hash, mine.voided_at = agreed_at, agreed_hash, None
    mine.declined_at, mine.reason = refusal.get("declined_at"), refusal.get("reason", "")
    with acting(SYSTEM):
        mine.save(update_fields=["agreed_at", "agreed_hash", "voided_at", "declined_at", "reason"])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(actor: Actor, action: str, row: Draft, party: str, **facts: Any) -> None:
    ledger.record(
        actor=actor, action=action, record_id=row.id, subject_id=row.owner_id, facts={"party": party, **facts}
    )
