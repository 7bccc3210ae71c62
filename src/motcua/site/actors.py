"""From a sign-in to an actor: who it is comes from identity, which desk they hold from agencies."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from motcua.agencies.api import position_of
from motcua.agencies.errors import PositionNotFoundError
from motcua.identity import api as identity
from motcua.identity.api import principal_of_token
from motcua.identity.contracts import PersonView, Principal, PrincipalKind
from motcua.kernel.actors import ANONYMOUS, Actor, ActorKind
from motcua.kernel.languages import pick


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a page request; ANONYMOUS when nobody is signed in. One statement for an official."""
    account: Any = request.user
    if not account.is_authenticated:
        return ANONYMOUS
    proved = int(request.session.get("assurance", 0))
    if account.official_id is not None:
        return official(account.official_id, account.name, proved)
    return Actor(ActorKind.PERSON, account.person_id, account.name, assurance=proved)


def actor_of_token(authorization: str | None) -> Actor:
    """The actor behind an Authorization header, `Bearer <token>`. Raises the identity room's refusal of a token."""
    scheme, _, token = (authorization or "").partition(" ")
    return actor_of_principal(principal_of_token(token.strip() if scheme.lower() == "bearer" else ""))


def applicant_of_token(authorization: str | None) -> tuple[Actor, PersonView | None]:
    """The actor behind an Authorization header, and what the State knows of it when it is a person: one statement for
    both. Raises the identity room's refusal of a token."""
    scheme, _, token = (authorization or "").partition(" ")
    principal, record = identity.applicant_of_token(token.strip() if scheme.lower() == "bearer" else "")
    return actor_of_principal(principal), record


def actor_of_principal(principal: Principal) -> Actor:
    """The actor that a proven sign-in stands for."""
    if principal.kind is PrincipalKind.OFFICIAL:
        return official(principal.subject_id, principal.name, principal.assurance)
    return Actor(ActorKind.PERSON, principal.subject_id, principal.name, assurance=principal.assurance)


def official(official_id: UUID, name: str, assurance: int) -> Actor:
    """An official at today's desk. One who holds none any more keeps the name and loses every right."""
    try:
        position = position_of(official_id)
    except PositionNotFoundError:
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
