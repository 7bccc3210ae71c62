"""Who may do what here. Roles are the plain words of positions, as actors carry them."""

from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.errors import NotAllowedError

OPERATOR = "operator"
DESK = frozenset({"receiver", "specialist", "head"})


def may_operate(actor: Actor) -> bool:
    """The system, and officials who run the installation."""
    return actor.kind is ActorKind.SYSTEM or (actor.is_official and OPERATOR in actor.roles)


def require_operator(actor: Actor) -> None:
    if not may_operate(actor):
        raise NotAllowedError


def require_desk(actor: Actor) -> None:
    """The system, and officials who handle dossiers: nobody else searches or enters people."""
    if actor.kind is not ActorKind.SYSTEM and not (actor.is_official and actor.roles & DESK):
        raise NotAllowedError
