"""Steps in the scenarios of a package: recorded in their turn and in full, or it is said what is wrong."""

import json
from importlib.resources import files

import pytest

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers import scenario_acts
from motcua.dossiers.scenarios import play_scenario
from motcua.dossiers.tests.world import PACKAGES

CALENDAR = agencies.shipped_calendar("vn")
VISITED = {
    "do": "record_step",
    "step": "inspection",
    "at": "2026-03-06T15:00:00+07:00",
    "record": {"finding": "fits", "visited_on": "06/03/2026"},
}
RESOLVED = {"do": "resolve", "at": "2026-03-12T10:00:00+07:00", "proposal": {"certificate_number": "1"}}


@pytest.fixture(scope="module")
def house():
    (folder,) = PACKAGES.glob("1.013225-*")
    return catalogue.load_package(folder), dict(catalogue.load_scenarios(folder)["three-floors"])


def told(house, *acts):
    version, scenario = house
    accepted = {"do": "accept", "at": "2026-03-02T10:00:00+07:00"}
    scenario = scenario | {"acts": [accepted, *acts], "then": {"state": "awaiting_approval"}}
    return [str(each) for each in play_scenario(version, scenario, CALENDAR)]


def test_a_scenario_records_its_steps_before_it_proposes(house):
    assert told(house, VISITED, RESOLVED) == []
    (found,) = told(house, RESOLVED)
    assert "`resolve` is not possible before these steps are recorded: inspection" in found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"step": "inspecting"}, "`inspecting` is no step that waits to be recorded; waiting: inspection"),
        ({"record": {"finding": "fits"}}, "not filled in visited_on"),
        ({"record": VISITED["record"] | {"weather": "fine"}}, "not known weather"),
        ({"at": "2026-03-01T15:00:00+07:00"}, "before what stands above it"),
    ],
)
def test_a_step_that_is_not_recorded_as_the_flow_says_is_told(house, change, said):
    (found,) = told(house, VISITED | change, RESOLVED)
    assert said in found


def test_a_step_is_recorded_once_in_a_scenario_too(house):
    (found,) = told(house, VISITED, VISITED)
    assert "waiting: none" in found


def test_a_scenario_may_tell_every_act_that_is_played(house):
    schema = files("motcua.catalogue").joinpath("schemas/scenario.schema.json").read_text("utf-8")
    allowed = json.loads(schema)["properties"]["acts"]["items"]["properties"]["do"]["enum"]
    assert set(scenario_acts._FIRST) <= set(allowed)
