"""Where a dossier lies, how few months a look at it touches, and when a month may go."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Retention
from motcua.dossiers import keeping
from motcua.dossiers.cli import main
from motcua.dossiers.domain.codes import EVERYWHERE, places_of
from motcua.dossiers.queries import _TRACK, row_of, track_dossier
from motcua.dossiers.tests import world as worlds
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import first_id
from motcua.ledger import api as ledger
from motcua.platform.database import partitions
from motcua.platform.database.prepared import _numbered
from motcua.platform.database.transactions import acting, prepared

AS_OWNER = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
CODE = "H47-260302-0001"


def test_a_code_says_in_which_three_days_its_dossier_lies():
    (first, end), everywhere = places_of(CODE)
    assert (first, end) == (first_id(datetime(2026, 3, 1, tzinfo=UTC)), first_id(datetime(2026, 3, 4, tzinfo=UTC)))
    assert everywhere == EVERYWHERE


@pytest.mark.parametrize("code", ["", "H47", "H47-991399-0001", "260302", "H47-26030-1"])
def test_a_code_without_a_day_is_looked_for_everywhere(code):
    assert tuple(places_of(code)) == (EVERYWHERE,)


@pytest.fixture
def filed(clean_db, owner_cursor, frozen_clock):
    """A dossier that was submitted in March, among the partitions of two years."""
    partitions.make(owner_cursor.connection, date(2025, 1, 1), date(2026, 12, 1))
    return worlds.submitted(worlds.build())


def plan_of(statement, *parameters):
    """What the kept plan did when it ran the seventh time: the tables it looked into, and how often a plan was kept."""
    query = _numbered(statement)[0].decode()
    values = ", ".join(f"'{value}'" for value in parameters)
    with acting(SYSTEM), connection.connection.cursor() as cursor:
        cursor.execute(f"PREPARE looked AS {query}")
        for _time in range(6):
            cursor.execute(f"EXECUTE looked ({values})")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE looked ({values})")
        (plan,) = cursor.fetchone()
        cursor.execute("SELECT generic_plans FROM pg_prepared_statements WHERE name = 'looked'")
        (kept,) = cursor.fetchone()
        cursor.execute("DEALLOCATE looked")
    return sorted(tables_in(plan[0]["Plan"])), kept


def tables_in(node):
    yield from (node[key] for key in ("Relation Name",) if key in node)
    for below in node.get("Plans", ()):
        yield from tables_in(below)


def test_a_dossier_lies_in_the_month_of_its_submission(filed):
    with acting(SYSTEM):
        assert prepared("SELECT tableoid::regclass::text FROM dossiers_dossier").fetchall() == [
            ("dossiers_dossier_2026_03",)
        ]


def test_tracking_touches_one_month_with_a_plan_that_is_kept(filed):
    assert plan_of(_TRACK, filed.code, *next(places_of(filed.code))) == (["dossiers_dossier_2026_03"], 2)


def test_a_dossier_that_was_written_down_later_than_its_code_says_is_found_too(filed, owner_cursor):
    elsewhere = UUID(int=filed.id.int + (90 * 86_400_000 << 80))
    owner_cursor.execute("DELETE FROM dossiers_document")
    owner_cursor.execute("UPDATE dossiers_dossier SET id = %s", [elsewhere])
    assert track_dossier(code=filed.code).code == filed.code
    with acting(SYSTEM):
        assert row_of(filed.code).id == elsewhere


@AS_OWNER
def test_a_month_is_kept_until_every_dossier_in_it_has_ended_long_enough_ago(filed, owner_cursor, settings, capsys):
    def detach(years, name="dossiers_dossier_2026_03"):
        settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"dossiers_kept_years": years})
        code = main(["dossiers", "detach-partition", name])
        return code, capsys.readouterr()

    for years, name, why in (
        (0, "dossiers_dossier_2026_03", "MOTCUA_DOSSIERS_KEPT_YEARS"),
        (10, "dossiers_dossier_2026_03", "holds 1 dossiers that have not ended"),
        (10, "dossiers_dossier_rest", "no month of dossiers"),
        (10, "ledger_entry_rest", "no month of dossiers"),
        (10, "dossiers_dossier", "no partition dossiers_dossier;"),
    ):
        code, said = detach(years, name)
        assert (code, said.out, why in said.err) == (2, "", True), said.err
    ended = clock.now() - timedelta(days=5 * 366)
    owner_cursor.execute("UPDATE dossiers_dossier SET state = 'returned', ended_at = %s", [ended])
    code, said = detach(10)
    assert (code, "1 dossiers that ended after 2016-03-02" in said.err) == (2, True)
    owner_cursor.execute(
        "INSERT INTO dossiers_synceddossier (dossier_id, agency_id, batch_id, source_order, content_hash, status) "
        "SELECT id, receiving_agency_id, id, 1, '', 10 FROM dossiers_dossier"
    )
    code, said = detach(4)
    assert code == 0
    assert owner_cursor.execute("SELECT count(*) FROM dossiers_synceddossier").fetchone() == (0,), "moved too"
    assert "archive.dossiers_dossier_2026_03_dossiers_document" in said.out
    assert owner_cursor.execute("SELECT code FROM archive.dossiers_dossier_2026_03").fetchall() == [(filed.code,)]
    assert owner_cursor.execute("SELECT count(*) FROM dossiers_dossier").fetchone() == (0,)
    assert owner_cursor.execute(
        "SELECT facts->'tables'->>0 FROM ledger_entry WHERE action = 'dossiers.partition_detached'"
    ).fetchall() == [("dossiers_dossier_2026_03",)]


def left(filed, owner_cursor, settings, years):
    """The dossier was returned so many years ago; the installation keeps what nobody else speaks of for three."""
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"dossiers_kept_years": 3})
    ended = clock.now() - timedelta(days=years * 366)
    owner_cursor.execute("UPDATE dossiers_dossier SET state = 'returned', ended_at = %s", [ended])


@AS_OWNER
@pytest.mark.parametrize("retention", [Retention(years=70), Retention(years=None)])
def test_a_month_stays_for_one_result_that_is_kept_longer_and_says_for_which(
    filed, owner_cursor, settings, capsys, monkeypatch, retention
):
    left(filed, owner_cursor, settings, years=5)
    version = catalogue.get_version(row_hash(owner_cursor))
    kept = replace(version, results=tuple(replace(one, retention=retention) for one in version.results))
    monkeypatch.setattr(catalogue, "get_version", lambda _hash: kept)
    assert main(["dossiers", "detach-partition", "dossiers_dossier_2026_03"]) == 2
    assert f"1 dossiers whose result is kept longer, as {filed.code}" in capsys.readouterr().err
    left(filed, owner_cursor, settings, years=71)
    assert main(["dossiers", "detach-partition", "dossiers_dossier_2026_03"]) == (2 if retention.years is None else 0)


def row_hash(owner_cursor):
    return owner_cursor.execute("SELECT version_hash FROM dossiers_dossier").fetchone()[0]


@AS_OWNER
def test_a_month_that_goes_and_its_entry_in_the_ledger_are_one(filed, owner_cursor, settings, monkeypatch):
    """Whatever breaks between: neither without the other."""
    left(filed, owner_cursor, settings, years=5)

    def cut(**_said):
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger, "entry_parameters", cut)
    with pytest.raises(KeyboardInterrupt):
        keeping.detach_partition(actor=SYSTEM, name="dossiers_dossier_2026_03")
    assert owner_cursor.execute("SELECT count(*) FROM dossiers_dossier").fetchone() == (1,)
    monkeypatch.undo()
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"dossiers_kept_years": 3})
    keeping.detach_partition(actor=SYSTEM, name="dossiers_dossier_2026_03")
    assert owner_cursor.execute(
        "SELECT count(*) FROM ledger_entry WHERE action = 'dossiers.partition_detached'"
    ).fetchone() == (1,)


@AS_OWNER
def test_an_operator_sees_the_months_of_every_big_table(filed, capsys):
    assert main(["dossiers", "partitions"]) == 0
    said = capsys.readouterr().out
    assert "dossiers_dossier_2026_03             2026-03-01 2026-04-01" in said
    assert "ledger_entry_rest                    -          -" in said


def test_no_policy_of_another_table_looks_into_the_dossiers_by_itself(db):
    found = prepared(
        "SELECT policyname FROM pg_policies WHERE tablename <> 'dossiers_dossier' AND concat(qual, with_check) LIKE %s",
        ("%dossiers_dossier %",),
    ).fetchall()
    assert not found, f"{found}: ask dossiers_sees, dossiers_holds or dossiers_handles, whose plans are kept (ADR 0023)"
