"""Reading figures: groups, months, what is of now; and the page and the address where anybody reads them."""

from datetime import date, timedelta

import pytest
from falcon import testing

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import FigureRow
from motcua.dossiers.http.plane import application
from motcua.dossiers.models import FeedCursor, Figure
from motcua.dossiers.tests import world as worlds
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from motcua.platform.database.transactions import acting, prepared

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
TODAY = date(2026, 3, 2)


@pytest.fixture
def world(db, frozen_clock):
    """Monday 2 March 2026, 09:00."""
    return worlds.build()


def keep(agency, measure: str, day: date, number: int, procedure: str = worlds.BIRTH) -> None:
    with acting(SYSTEM):
        Figure.objects.create(agency_id=agency.id, procedure_code=procedure, measure=measure, day=day, number=number)


def test_months_are_summed_and_what_is_of_now_stands_beside_them(world):
    keep(world.agency, "on_time", FEBRUARY, 3)
    keep(world.agency, "on_time", MARCH, 4)
    keep(world.agency, "on_time", MARCH, 2, procedure="2.000815")
    keep(world.agency, "state:in_process", FEBRUARY, 5)
    keep(world.agency, "state:awaiting_approval", MARCH, 1)
    keep(world.agency, "state:returned", FEBRUARY, 9)
    for day, number in ((TODAY - timedelta(days=1), 2), (TODAY, 3), (TODAY + timedelta(days=2), 4)):
        keep(world.agency, "due", day, number)
    keep(world.agency, "due", TODAY + timedelta(days=9), 7)
    (row,) = api.board_figures(since=MARCH, until=TODAY).rows
    wanted = FigureRow(agency_id=world.agency.id, on_time=6, in_progress=6, overdue=2, due_today=3, due_soon=4)
    assert row == wanted
    (both,) = api.board_figures(since=FEBRUARY, until=TODAY, by=()).rows
    assert (both.agency_id, both.on_time, both.in_progress) == (None, 9, 6)


def test_who_asks_for_some_figures_is_told_those_as_ever_and_pays_for_no_others(world):
    for measure in ("on_time", "received", "state:in_process"):
        keep(world.agency, measure, MARCH, 3)
    keep(world.agency, "due", TODAY - timedelta(days=1), 2)
    (row,) = api.board_figures(since=MARCH, until=TODAY, figures={"on_time", "overdue"}).rows
    assert (row.on_time, row.overdue, row.received, row.in_progress) == (3, 2, 0, 0)


def test_one_groups_by_procedure_month_and_tier_and_asks_for_some_agencies(world):
    keep(world.agency, "late", FEBRUARY, 3)
    keep(world.agency, "late", MARCH, 4, procedure="2.000815")
    keep(world.elsewhere, "late", MARCH, 5)
    ask = {"since": FEBRUARY, "until": TODAY}
    by_month = api.board_figures(by=("month",), **ask).rows
    assert [(row.month, row.late) for row in by_month] == [(FEBRUARY, 3), (MARCH, 9)]
    by_procedure = api.board_figures(by=("procedure",), agency_ids=[world.agency.id], **ask).rows
    assert [(row.procedure_code, row.late) for row in by_procedure] == [(worlds.BIRTH, 3), ("2.000815", 4)]
    (by_tier,) = api.board_figures(by=("tier",), **ask).rows
    assert (by_tier.tier, by_tier.late, by_tier.agency_id) == ("commune", 12, None)
    with pytest.raises(ValueError, match="agency"):
        api.board_figures(by=("colour",), **ask)


def test_anybody_reads_the_page_and_small_numbers_are_not_on_it(world, client):
    keep(world.agency, "on_time", MARCH, 97)
    keep(world.agency, "late", MARCH, 3)
    keep(world.elsewhere, "on_time", MARCH, 2)
    page = client.get("/en/figures").content.decode()
    assert "at least 96%" in page
    assert ">97<" not in page
    assert "under 5" in page
    assert page.index("Phú Xuân") < page.index("Kim Long")
    assert client.get("/figures?tier=province").content.decode().count("Phú Xuân") == 0
    assert client.get("/figures?months=1&page=x&tier=%00").status_code == 200


def test_programs_read_the_same(world):
    keep(world.agency, "on_time", MARCH, 97)
    keep(world.agency, "late", MARCH, 3)
    got = testing.TestClient(application).simulate_get("/api/v1/figures")
    assert got.headers["Cache-Control"] == "public, max-age=300"
    (line,) = got.json["agencies"]
    assert (line["agency"], line["decided"], line["percent"], line["at_least"]) == ("H57.17", 100, None, 96)
    for query in ({"months": "0"}, {"months": "999999"}, {"months": "x"}, {"tier": "village"}):
        refused = testing.TestClient(application).simulate_get("/api/v1/figures", params=query)
        assert (refused.status_code, refused.json["code"]) == (400, "dossiers.figures_question_invalid")


def test_public_figures_are_summed_again_when_others_are_folded_and_not_before(world, count_statements):
    def told() -> int:
        return api.public_figures(since=MARCH, until=TODAY)[0].rate.decided

    def fold(number: int) -> None:
        keep(world.agency, "on_time", MARCH, number, procedure=f"1.{number:06}")
        facts = {"position": number, "version": 1, "change_id": new_id(), "at": clock.now()}
        with acting(SYSTEM):
            FeedCursor.objects.update_or_create(name="figures", defaults=facts)

    fold(50)
    assert told() == 50
    with count_statements() as asked:
        assert told() == 50
    assert len(asked) == 1
    fold(7)
    assert told() == 57


def test_two_spans_of_months_cannot_be_subtracted(world):
    keep(world.agency, "on_time", MARCH, 50)
    keep(world.agency, "on_time", FEBRUARY, 2)
    keep(world.elsewhere, "on_time", MARCH, 95)
    keep(world.elsewhere, "late", MARCH, 5)
    keep(world.elsewhere, "on_time", FEBRUARY, 95)
    keep(world.elsewhere, "late", FEBRUARY, 2)
    told = {}
    for months in ("1", "2"):
        got = testing.TestClient(application).simulate_get("/api/v1/figures", params={"months": months}).json
        told |= {(months, line["agency"]): line for line in got["agencies"]}
    here, there = "H57.17", next(code for _months, code in told if code != "H57.17")
    assert [told[each, here]["decided"] for each in "12"] == [50, 50]
    assert [told[each, here]["months_left_out"] for each in "12"] == [0, 1]
    assert [told[each, there]["late"] for each in "12"] == [5, None]


def test_what_a_dossier_counts_as(db):
    """One line for each way that a dossier may stand."""
    march, april, promised = "2026-03-31T18:00Z", "2026-04-02T03:00Z", "2026-04-01T03:00Z"
    table = {
        ("submitted", None, None, None): {"state:submitted"},
        ("awaiting_earlier", None, None, None): {"state:awaiting_earlier"},
        ("in_process", march, promised, None): {"state:in_process", "received", "due"},
        ("awaiting_supplement", march, None, None): {"state:awaiting_supplement", "received"},
        ("approved", march, promised, promised): {"state:approved", "received", "on_time"},
        ("returned", march, promised, april): {"state:returned", "received", "late"},
        ("approved", march, None, april): {"state:approved", "received", "undated"},
        ("refused", None, None, april): {"state:refused", "refused"},
        ("refused", march, promised, april): {"state:refused", "received", "refused", "late"},
        ("withdrawn", march, promised, april): {"state:withdrawn", "received", "withdrawn"},
        ("stopped", None, None, april): {"state:stopped", "stopped"},
    }
    for (state, received, due, decided), wanted in table.items():
        rows = prepared(
            "SELECT day, measure FROM dossiers_measures(%s, 'online', %s, %s, %s, %s, 'Asia/Ho_Chi_Minh')",
            (state, march, received, due, decided),
        ).fetchall()
        assert {measure for _day, measure in rows} == wanted | {"submitted", "submitted_online"}, state
        # Six in the evening in Greenwich on the last of March is April in Việt Nam.
        assert {day for day, _measure in rows} == {date(2026, 4, 1)}, state
    assert agencies.today()
