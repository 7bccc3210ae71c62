"""Who may write, and who may publish what somebody else wrote."""

from uuid import UUID

from motcua.agencies.contracts import Role
from motcua.authoring.errors import EditNotAllowedError, OwnEditError
from motcua.kernel.actors import Actor


def may_write(actor: Actor) -> bool:
    return actor.is_official and Role.EDITOR in actor.roles and actor.agency_id is not None


def may_publish(actor: Actor) -> bool:
    return actor.is_official and Role.PUBLISHER in actor.roles


def require_writer(actor: Actor, author_id: UUID | None = None) -> None:
    """An editor; with `author_id`, that very one. Raises EditNotAllowedError."""
    if not may_write(actor) or (author_id is not None and actor.id != author_id):
        raise EditNotAllowedError


def require_publisher(actor: Actor, author_id: UUID) -> None:
    """A publisher who did not write it. Raises EditNotAllowedError, OwnEditError."""
    if not may_publish(actor):
        raise EditNotAllowedError
    if actor.id == author_id:
        raise OwnEditError
