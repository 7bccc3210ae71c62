"""Through whose hands a dossier goes: what happens to "who works on it" when it moves on. Pure."""

from collections.abc import Mapping
from typing import Any

DESK_ROLES = ("receiver", "specialist", "head")
COMES_BACK_TO = frozenset({"specialist", "head"})  # the counter's work belongs to the counter: whoever is there does it

Hand = tuple[str, str]  # an official's id and name
NOBODY: Hand = ("", "")


def passed_on(
    hands: Mapping[str, Any], before: str, after: str, assignee: Hand, by: Hand
) -> tuple[dict[str, Any], Hand]:
    """The hands and the assignee when `by` has moved a dossier from the role `before` to the role `after`.

    Within one role, and while the applicant is waited for, it stays where it is. What goes back to somebody's work
    goes back to who had it. `by` NOBODY: the clock decided, and no hand is remembered.
    """
    if before == after or before not in DESK_ROLES or after not in DESK_ROLES:
        return dict(hands), assignee
    known = {**hands, before: list(by)} if by != NOBODY else dict(hands)
    earlier = known.get(after) if after in COMES_BACK_TO else None
    return known, (str(earlier[0]), str(earlier[1])) if earlier else NOBODY
