"""Some months of dossiers, lived through at their own moments with a fixed random seed."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.site.demo.stories import Desk, Plan, live


def load(world: Mapping[str, Any], desks: Mapping[str, Desk], applicants: list[Actor]) -> int:
    """Live through every planned dossier, the oldest first; returns how many there are. Does nothing a second time."""
    if any(dossiers.list_my_dossiers(actor=one) for one in applicants):
        return 0
    rng = Random(world["seed"])
    planned = sorted(_plans(world, desks, applicants, rng), key=lambda plan: plan.filed_at)
    return sum(live(plan, number, world["reasons"], rng) for number, plan in enumerate(planned))


def _plans(world: Mapping[str, Any], desks: Mapping[str, Desk], applicants: list[Actor], rng: Random) -> list[Plan]:
    plans = []
    for end in world["ends"]:
        for _ in range(end["many"]):
            filed = rng.choice(world["procedures"])
            desk = desks[str(filed["agency"])]
            days = rng.uniform(*end["filed"])
            plans.append(
                Plan(
                    version=catalogue.get_procedure(filed["code"]),
                    desk=desk,
                    applicant=rng.choice(applicants),
                    filed_at=clock.now() - timedelta(days=days, minutes=10),
                    to=end["to"],
                    with_supplement=end["to"] in ("returned", "approved") and rng.random() < 0.3,
                )
            )
    return plans
