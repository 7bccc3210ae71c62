"""One dossier at several agencies: received by a one-stop centre, resolved by a commune, with tasks at others."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierView
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.site.demo import packages
from motcua.site.demo.retelling import retell
from motcua.site.demo.stories import next_moment, picture, recorder, step_record, subject


def load(world: Mapping[str, Any], clerks: Mapping[str, tuple[Actor, ...]], people: Mapping[str, Actor]) -> None:
    """File it, accept it at the centre, and let the agencies do their acts as far as time has come. Once, on the first start."""
    facts = world["joined_up"]
    rng, receiver = Random(world["dossiers"]["seed"]), clerks[facts["centre"]][0]
    calendar = agencies.calendar_of(agencies.get_agency_by_code(facts["centre"]).id)
    moment = clock.now() - timedelta(days=facts["days_ago"])
    with clock.at(moment):
        view = _filed(facts, people[facts["applicant"]], receiver)
    for act in ({"do": "accept"}, *facts["acts"]):
        moment = next_moment(calendar, moment, rng)
        if moment > clock.now():
            break
        with clock.at(moment):
            view = _do(act, view, receiver)


def _filed(facts: Mapping[str, Any], applicant: Actor, receiver: Actor) -> DossierView:
    """The first example of the package, told by the applicant and handed in at the centre."""
    person = identity.get_person(actor=applicant, person_id=subject(applicant))
    scenario = next(one for one in packages.valid_scenarios(facts["code"]) if one["answers"]["sells_food"])
    receipt = dossiers.submit_dossier(
        actor=applicant,
        procedure_code=facts["code"],
        answers=retell(scenario, person, agencies.today()),
        papers={paper: (picture(applicant, ("jpg",)),) for paper in scenario["papers"]},
        agency_code=facts["centre"],
        key="demo:joined",
    )
    return dossiers.get_dossier(actor=receiver, code=receipt.code)


def _do(act: Mapping[str, Any], view: DossierView, receiver: Actor) -> DossierView:
    at: dict[str, Any] = {"dossier_id": view.id, "expected_version": view.version}
    if act["do"] == "accept":
        return dossiers.accept_dossier(actor=receiver, **at)
    actor = recorder(next(step for step in view.steps if step.id == act["step"]))
    if act["do"] == "pause_step":
        return dossiers.pause_step(actor=actor, step=act["step"], reason=act["reason"], legal=act["legal"], **at)
    record = step_record(catalogue.get_version(view.version_hash), act["step"]) | act.get("record", {})
    return dossiers.record_step(actor=actor, step=act["step"], record=record, **at)
