"""Which agency resolves what: the rules that were loaded, their order, and what is refused."""

import json
from datetime import date
from pathlib import Path

import pytest

from motcua.agencies import api
from motcua.agencies.contracts import RouteReason
from motcua.agencies.errors import DataUnreadableError
from motcua.agencies.models import RoutingRule, Unit
from motcua.kernel.actors import ANONYMOUS, SYSTEM
from motcua.kernel.errors import NotAllowedError
from motcua.ledger.models import Entry

pytestmark = pytest.mark.django_db
BEGAN = date(2025, 7, 1)
LAW = "Điều 4 Nghị định Thử"
HEAD = "procedure,field,tier,unit,branch,agency,priority,valid_from,valid_to,legal"
LAND = api.Matter("1.013978", "Đất đai", ("commune", "province"), "", "19804")


@pytest.fixture(autouse=True)
def country():
    for level, code, parent in (("province", "46", ""), ("commune", "19804", "46"), ("commune", "19753", "46")):
        Unit.objects.create(
            code=code, level=level, name={}, full_name={}, parent_code=parent, sort_key=code, valid_from=BEGAN
        )
    for code, tier, unit in (
        ("H57.17", "commune", "19804"),
        ("H57.18", "commune", "19753"),
        ("H57.01", "province", "46"),
    ):
        api.register_agency(actor=SYSTEM, code=code, name={"vi": code}, tier=tier, unit_code=unit)


def load(folder: Path, *lines: str) -> int:
    table = folder / "rules.csv"
    table.write_text("\n".join((HEAD, *lines)), "utf-8")
    return api.import_routes(table)


def where(matter: api.Matter = LAND, on: date | None = None) -> str:
    route = api.find_route(matter, on=on)
    return f"{route.reason}: {route.agency.code if route.agency else 'nobody'}"


def test_without_rules_a_matter_goes_by_tier_and_place_or_stays_where_it_was_received():
    assert where() == "place: H57.17"
    received = api.get_agency_by_code("H57.18")
    assert api.find_route(LAND, otherwise=received.id).reason is RouteReason.RECEIVED_THERE
    nowhere = api.Matter("1.1", "", ("commune",), "police", "19804")
    assert where(nowhere) == "nobody: nobody"


def test_the_rule_that_says_more_counts_and_priority_before_all(tmp_path):
    load(tmp_path, f",Đất đai,,46,,H57.01,,2025-07-01,,{LAW}")
    assert where() == "rule: H57.01"
    load(tmp_path, f",Đất đai,,19804,,H57.18,,2025-07-01,,{LAW}")
    assert where() == "rule: H57.18", "the commune before the province"
    load(tmp_path, f"1.013978,,,46,,H57.17,,2025-07-01,,{LAW}")
    assert where() == "rule: H57.17", "the procedure before its field"
    load(tmp_path, f",,,,,H57.01,5,2025-07-01,,{LAW}")
    assert where() == "rule: H57.01", "priority before all"
    assert api.find_route(LAND).rule.legal == LAW


@pytest.mark.parametrize(
    "line",
    [
        f"2.1,,,,,H57.01,,2025-07-01,,{LAW}",
        f",Hộ tịch,,,,H57.01,,2025-07-01,,{LAW}",
        f",,ministry,,,H57.01,,2025-07-01,,{LAW}",
        f",,,19753,,H57.01,,2025-07-01,,{LAW}",
        f",,,,police,H57.01,,2025-07-01,,{LAW}",
        f",,,,,H57.01,,2099-07-01,,{LAW}",
        f",,,,,H57.01,,2025-07-01,2025-08-01,{LAW}",
    ],
    ids=["procedure", "field", "tier", "unit", "branch", "not-yet", "no-longer"],
)
def test_a_rule_for_something_else_is_none(tmp_path, line):
    load(tmp_path, line)
    assert where() == "place: H57.17"


def test_a_rule_holds_on_its_days_and_a_later_one_takes_its_place(tmp_path):
    load(tmp_path, f",Đất đai,,46,,H57.01,,2025-07-01,2026-12-31,{LAW}", f",Đất đai,,46,,H57.18,,2027-01-01,,{LAW}")
    assert where(on=date(2026, 12, 31)) == "rule: H57.01"
    assert where(on=date(2027, 1, 1)) == "rule: H57.18"


def test_a_rule_may_leave_it_to_the_coordinators(tmp_path):
    load(tmp_path, f",Đất đai,,46,,,,2025-07-01,,{LAW}")
    assert where() == "unclear: nobody"


def test_a_rule_is_never_changed_but_ends_and_loading_again_does_nothing(tmp_path):
    line = ",Đất đai,,46,,{agency},,2025-07-01,{end}," + LAW
    assert load(tmp_path, line.format(agency="H57.01", end="")) == 1
    load(tmp_path, line.format(agency="H57.01", end=""))
    assert RoutingRule.objects.count() == 1
    with pytest.raises(DataUnreadableError) as refused:
        load(tmp_path, line.format(agency="H57.18", end=""))
    assert "end that one" in refused.value.fields["line 1"]
    load(tmp_path, line.format(agency="H57.01", end="2025-12-31"))
    assert where() == "place: H57.17"
    facts = Entry.objects.filter(action="agencies.routes_imported").values_list("facts", flat=True)
    assert list(facts) == [{"added": 1, "ended": 0}, {"added": 0, "ended": 0}, {"added": 0, "ended": 1}]


def test_each_line_at_fault_is_named_and_then_nothing_is_loaded(tmp_path):
    with pytest.raises(DataUnreadableError) as refused:
        load(
            tmp_path,
            f",,,46,,H57.01,,2025-07-01,,{LAW}",
            f"1.1,Đất đai,,,,H57.01,,2025-07-01,,{LAW}",
            f",,village,,,H57.01,,2025-07-01,,{LAW}",
            f",,,99,,H57.01,,2025-07-01,,{LAW}",
            f",,,,,H99,,2025-07-01,,{LAW}",
            ",,,,,H57.01,,2025-07-01,,",
            f",,,,,H57.01,,hôm qua,,{LAW}",
            f",,,,,H57.01,-1,2025-07-01,,{LAW}",
            f",,,46,,H57.01,,2025-07-01,,{LAW}",
        )
    assert list(refused.value.fields) == [f"line {number}" for number in range(2, 10)]
    assert not RoutingRule.objects.exists()


def test_rules_come_as_json_too_and_only_from_operators(tmp_path):
    table = tmp_path / "rules.json"
    table.write_text(
        json.dumps([{"unit": "46", "agency": "H57.01", "valid_from": "2025-07-01", "legal": LAW}]), "utf-8"
    )
    assert api.import_routes(table) == 1 and where() == "rule: H57.01"
    with pytest.raises(NotAllowedError):
        api.import_routes(table, actor=ANONYMOUS)
    for wrong in ("[]", "{}", "[1]", "not json", '[{"agence": "H57.01"}]'):
        table.write_text(wrong, "utf-8")
        with pytest.raises(DataUnreadableError):
            api.import_routes(table)


def test_what_was_asked_once_costs_no_further_statement(count_statements):
    api.find_route(LAND)
    with count_statements() as asked:
        api.find_route(LAND)
    assert [one for one in asked if "routingrule" in str(one)] == []
