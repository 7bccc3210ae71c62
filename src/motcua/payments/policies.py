"""Who may ask for what."""

from uuid import UUID

from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotAllowedError
from motcua.payments.contracts import LOOKS_AFTER


def payer(actor: Actor) -> UUID:
    """The person who asks. Raises NotAllowedError for anybody else."""
    if not actor.is_person or actor.id is None:
        raise NotAllowedError
    return actor.id


def official_id(actor: Actor) -> UUID:
    """The official who asks. Raises NotAllowedError for anybody else."""
    if not actor.is_official or actor.id is None:
        raise NotAllowedError
    return actor.id


def agency_of(actor: Actor) -> UUID:
    """The agency of the official who asks. Raises NotAllowedError for anybody else."""
    if not actor.is_official or actor.agency_id is None:
        raise NotAllowedError
    return actor.agency_id


def may_look_after(actor: Actor) -> bool:
    """Whether the page of what an agency's money needs is for this official."""
    return actor.is_official and actor.agency_id is not None and not actor.roles.isdisjoint(LOOKS_AFTER)
