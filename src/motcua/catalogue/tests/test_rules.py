"""What the rule was on a day: over one version, over several, and before any."""

from datetime import date

import pytest

from motcua.catalogue import cli
from motcua.catalogue.api import publish_package, rules_on
from motcua.catalogue.contracts import Fee
from motcua.catalogue.domain.rules import history_of, reigns_of
from motcua.catalogue.errors import ProcedureNotFoundError
from motcua.catalogue.packages.loader import load_package
from motcua.kernel.actors import SYSTEM

from .packages import FEES, PROCEDURE, write_package

CODE = "9.000001"
LATER = PROCEDURE.replace("from: 2025-07-01", "from: 2027-01-01").replace("amount: 2, unit", "amount: 1, unit")


def publish(folder, **files):
    return publish_package(actor=SYSTEM, folder=write_package(folder, **files))


def amounts(found):
    return {fee.id: fee.amount for fee in found.fees}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-06-30", {"card_old": 5000, "post": 20000}),
        ("2026-06-30", {"card_old": 5000, "post": 20000}),
        ("2026-07-01", {"card_new": 6000, "post": 20000}),
        ("2024-12-31", {}),
    ],
)
def test_the_fees_of_a_day_are_those_in_force_on_it(tmp_path, day, expected):
    publish(tmp_path)
    assert amounts(rules_on(CODE, date.fromisoformat(day))) == expected


@pytest.mark.django_db
def test_a_day_before_the_first_version_says_so_and_tells_only_what_names_its_own_first_day(tmp_path):
    publish(tmp_path)
    found = rules_on(CODE, date(2025, 6, 30))
    assert (found.in_force, found.papers, found.time_limits) == (False, (), ())
    assert [law.number for law in found.legal_basis] == ["1/2025/QĐ-TV"]


@pytest.mark.django_db
def test_the_version_of_the_day_rules_whatever_was_published_since(tmp_path):
    old, new = publish(tmp_path / "old"), publish(tmp_path / "new", procedure=LATER)
    before, after = rules_on(CODE, date(2026, 12, 31)), rules_on(CODE, date(2027, 1, 1))
    assert (before.version.hash, after.version.hash) == (old.hash, new.hash)
    assert [limit.amount for limit in (*before.time_limits, *after.time_limits)] == [2, 1]


def test_history_joins_what_goes_on_and_cuts_what_a_later_version_changes(tmp_path):
    old = load_package(write_package(tmp_path / "old"))
    new = load_package(
        write_package(tmp_path / "new", procedure=LATER, fees=FEES.replace("amount: 20000", "amount: 15000"))
    )
    told = [
        (span.rule.id if isinstance(span.rule, Fee) else span.kind, span.rule.amount, span.valid_from, span.valid_to)
        for span in history_of(reigns_of([old, new]))
    ]
    assert told == [
        ("post", 20000, date(2025, 1, 1), date(2026, 12, 31)),
        ("post", 15000, date(2027, 1, 1), None),
        ("card_old", 5000, date(2025, 1, 1), date(2026, 6, 30)),
        ("card_new", 6000, date(2026, 7, 1), None),
        ("time_limit", 2, date(2025, 7, 1), date(2026, 12, 31)),
        ("time_limit", 1, date(2027, 1, 1), None),
    ]


@pytest.mark.django_db
def test_an_unknown_procedure_has_no_rules():
    with pytest.raises(ProcedureNotFoundError):
        rules_on("9.999999", date(2026, 1, 1))


@pytest.mark.django_db
def test_the_command_tells_each_rule_with_its_days_and_reference(tmp_path, capsys):
    publish(tmp_path)
    assert cli.main(["catalogue", "rules", CODE, "--on", "2026-06-30"]) == 0
    said = capsys.readouterr().out
    assert "  Tiền thẻ: 5.000 đồng  [2025-01-01 to 2026-06-30; 1/2025/QĐ-TV]" in said
    assert cli.main(["catalogue", "rules", CODE, "--on", "30/6/2026"]) == 2
    assert cli.main(["catalogue", "rules", "9.999999"]) == 2


@pytest.mark.django_db
def test_the_api_tells_the_rules_of_a_day_and_their_history(tmp_path, client):
    publish(tmp_path)
    told = client.get(f"/api/v1/procedures/{CODE}/rules?on=2026-06-30").json()
    assert (told["in_force"], [fee["amount"] for fee in told["fees"]]) == (True, [5000, 20000])
    assert {span["kind"] for span in told["history"]} == {"fee", "time_limit"}
    assert client.get(f"/api/v1/procedures/{CODE}/rules?on=tomorrow").status_code == 422
    assert client.get("/api/v1/procedures/9.999999/rules").status_code == 404
