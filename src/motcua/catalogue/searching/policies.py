"""Who looks after the words of search."""

from motcua.agencies.contracts import Role
from motcua.catalogue.errors import WordsNotAllowedError
from motcua.kernel.actors import Actor, ActorKind


def may_edit_words(actor: Actor) -> bool:
    if actor.kind is ActorKind.SYSTEM:
        return True
    return actor.is_official and bool(actor.roles.intersection({Role.EDITOR, Role.OPERATOR}))


def require_editor(actor: Actor) -> None:
    """Raises WordsNotAllowedError."""
    if not may_edit_words(actor):
        raise WordsNotAllowedError
