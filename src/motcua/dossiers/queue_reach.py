"""A queue for an official who sees a part of the desk: a leg for each family and each procedure of the rights, so that
each is an index in order. Which rows they are is row-level security's word alone; a leg only spares it rows to look at."""

from django.db.models import QuerySet

from motcua.agencies.api import kinds_of
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor

MOST_LEGS = 12  # beyond, walking the desk's own order costs less than as many merged legs


def legs_within(actor: Actor, rows: "QuerySet[Dossier]") -> "list[QuerySet[Dossier]]":
    """`rows` of the desk, split along what the actor's rights name; no two share a row. One leg for who sees all."""
    kinds = kinds_named(actor)
    if kinds is None:
        return [rows]
    families, codes = kinds
    of_families = [rows.filter(family=family) for family in families]
    of_codes = [rows.filter(procedure_code=code).exclude(family__in=families) for code in codes]
    return [*of_families, *of_codes] or [rows.none()]


def kinds_named(actor: Actor) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Families and procedure codes, None where legs along them would not help: any procedure, or a great many."""
    kinds = kinds_of(actor.reach) if actor.reach else None
    return None if kinds is None or sum(map(len, kinds)) > MOST_LEGS else kinds
