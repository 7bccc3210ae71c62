"""What is over at a desk, for an official who sees a part: a leg for each family and each procedure of the rights, so that
each is an index in order. Which rows they are is row-level security's word alone; a leg only spares it rows to look at. What is
open needs no legs: it is as much as people can still work off."""

from django.db.models import QuerySet

from motcua.agencies.api import kinds_of
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor

MOST_LEGS = 12  # beyond, walking the desk's own order costs less than as many merged legs


def legs_within(actor: Actor, rows: "QuerySet[Dossier]") -> "list[QuerySet[Dossier]]":
    """`rows` of the desk, split along what the actor's rights name; no two share a row. One leg for who sees all."""
    kinds = kinds_of(actor.reach) if actor.reach else None
    if kinds is None or sum(map(len, kinds)) > MOST_LEGS:
        return [rows]
    families, codes = kinds
    of_families = [rows.filter(family=family) for family in families]
    of_codes = [rows.filter(procedure_code=code).exclude(family__in=families) for code in codes]
    return [*of_families, *of_codes] or [rows.none()]
