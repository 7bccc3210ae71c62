"""Who may ask for what."""

from uuid import UUID

from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotAllowedError


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
