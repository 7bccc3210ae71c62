"""From a sign-in to an actor: who it is comes from identity, which desk they hold from agencies."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from motcua.agencies import api as agencies
from motcua.agencies.contracts import PositionView
from motcua.agencies.errors import PositionNotFoundError
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView, Principal, PrincipalKind
from motcua.kernel.actors import ANONYMOUS, Actor, ActorKind
from motcua.kernel.languages import pick
from motcua.platform.database.transactions import prepared


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a page request; ANONYMOUS when nobody is signed in. One statement for an official."""
    account: Any = request.user
    if not account.is_authenticated:
        return ANONYMOUS
    proved = int(request.session.get("assurance", 0))
    if account.official_id is not None:
        found = official(account.official_id, account.name, proved)
        return ANONYMOUS if identity.ended_with_position(request, found.agency_id) else found
    return Actor(ActorKind.PERSON, account.person_id, account.name, assurance=proved)


def actor_of_token(authorization: str | None) -> Actor:
    """The actor behind an Authorization header, `Bearer <token>`: one statement for whose it is and the desk of the day.
    Raises the identity room's refusal of a token."""
    parameters = identity.token_parameters(_token(authorization))
    found = prepared(_WHO, {**parameters, "day": agencies.today()}).fetchone()
    principal = identity.read_principal(found)
    if principal.kind is not PrincipalKind.OFFICIAL:
        return actor_of_principal(principal)
    try:
        position = agencies.read_position(found)
    except PositionNotFoundError:
        position = None
    return _at_desk(principal.subject_id, principal.name, principal.assurance, position)


def applicant_of_token(authorization: str | None) -> tuple[Actor, PersonView | None]:
    """The actor behind an Authorization header, and what the State knows of it when it is a person: one statement for
    both. Raises the identity room's refusal of a token."""
    principal, record = identity.applicant_of_token(_token(authorization))
    return actor_of_principal(principal), record


def actor_of_principal(principal: Principal) -> Actor:
    """The actor that a proven sign-in stands for."""
    if principal.kind is PrincipalKind.OFFICIAL:
        return official(principal.subject_id, principal.name, principal.assurance)
    return Actor(ActorKind.PERSON, principal.subject_id, principal.name, assurance=principal.assurance)


def desk_of(official_id: UUID) -> UUID | None:
    """The agency of today's position; None for who holds none."""
    try:
        return agencies.position_of(official_id).agency.id
    except PositionNotFoundError:
        return None


def official(official_id: UUID, name: str, assurance: int) -> Actor:
    """An official at today's desk. One who holds none any more keeps the name and loses every right."""
    try:
        position = agencies.position_of(official_id)
    except PositionNotFoundError:
        position = None
    return _at_desk(official_id, name, assurance, position)


def _at_desk(official_id: UUID, name: str, assurance: int, position: PositionView | None) -> Actor:
    if position is None:
        return Actor(ActorKind.OFFICIAL, official_id, name, assurance=assurance)
    return Actor(
        ActorKind.OFFICIAL,
        official_id,
        name,
        position=pick(position.title, "vi"),
        agency_id=position.agency.id,
        agency_ids=position.agency_ids,
        roles=position.roles,
        assurance=assurance,
        reach=position.reach,
    )


def _token(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


_WHO = f"""
WITH RECURSIVE whose AS MATERIALIZED ({identity.WHOSE}),
{agencies.POSITION_ARMS.format(official="(SELECT official_id FROM whose)")}
SELECT * FROM whose LEFT JOIN position ON true
"""
