"""What several do together: a family's guided path under way, and a draft that waits for a second person."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.forms import api as forms
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.site.demo import packages
from motcua.site.demo.retelling import retell
from motcua.site.demo.stories import Desk, Plan, Story, picture, subject, walk


def load(world: Mapping[str, Any], desks: Mapping[str, Desk], people: Mapping[str, Actor]) -> None:
    """Once, on the first start: what becomes of them afterwards is up to whoever plays."""
    rng = Random(world["dossiers"]["seed"])
    _file_together(world["journey"], world["dossiers"]["reasons"], desks, people, rng)
    _wait_for_somebody(world["waiting"], desks, people)


def _file_together(
    facts: Mapping[str, Any],
    reasons: Mapping[str, str],
    desks: Mapping[str, Desk],
    people: Mapping[str, Actor],
    rng: Random,
) -> None:
    """All dossiers are filed; the first has its result, so the worker hands the others over."""
    mother, desk = people[facts["applicant"]], desks[facts["agency"]]
    filed_at = clock.now() - timedelta(days=facts["days_ago"])
    scenario = next(
        one for one in packages.valid_scenarios(facts["code"]) if len(one["expect"].get("dossiers", ())) > 1
    )
    with clock.at(filed_at):
        journey, _replayed = dossiers.submit_journey(
            actor=mother,
            procedure_code=facts["code"],
            answers=_told(scenario, mother),
            papers={paper: (picture(mother, ("jpg",)),) for paper in scenario["papers"]},
            agency_code=desk.agency.code,
            key="demo:journey",
        )
    first = dossiers.get_dossier(actor=mother, code=journey.dossiers[0].code)
    plan = Plan(catalogue.get_version(first.version_hash), desk, mother, filed_at, to="returned", with_supplement=False)
    walk(Story(plan, first.id, first.code, (), reasons, rng))


def _wait_for_somebody(facts: Mapping[str, Any], desks: Mapping[str, Desk], people: Mapping[str, Actor]) -> None:
    """The owner has answered and invited; the other one has opened the link and not decided."""
    owner, other = people[facts["owner"]], people[facts["other"]]
    guest = identity.get_person(actor=other, person_id=subject(other))
    scenario = next(
        one for one in packages.valid_scenarios(facts["code"]) if facts["party"] in one["expect"].get("parties", ())
    )
    told = _told(scenario, owner) | {key: str(getattr(guest, fact)) for key, fact in facts["about_the_other"].items()}
    draft = forms.start_draft(
        actor=owner,
        procedure_code=facts["code"],
        receiving_agency_id=desks[facts["agency"]].agency.id,
        applicant=identity.get_person(actor=owner, person_id=subject(owner)),
    )
    form = forms.compile_form(catalogue.get_version(draft.version_hash))
    for page in (page for page in form.pages if page.id not in form.pages_of(facts["party"])):
        raw = {field.id: told[field.id] for field in page.fields if field.id in told}
        saved = forms.save_answers(actor=owner, draft_id=draft.id, page_id=page.id, raw=raw, revision=draft.revision)
        draft = saved.draft
    invitation = forms.invite_party(actor=owner, draft_id=draft.id, party_id=facts["party"])
    forms.open_invitation(actor=other, token=invitation.token)


def _told(scenario: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    person = identity.get_person(actor=actor, person_id=subject(actor))
    return retell(scenario, person, agencies.today())
