"""How long dossiers have really taken: working days, percentiles, and silence where too few tell."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests.world import submitted
from motcua.dossiers.times import FEWEST, percentile, reckon_times, working_days
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from motcua.platform import remembering
from motcua.platform.database.transactions import acting

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def decided(world, *, days: int, many: int, agency: UUID | None = None, ago: int = 1, state: str = "returned") -> None:
    """Copies of Lan's dossier that took `days` days on the wall and were decided `ago` days before now."""
    with acting(SYSTEM):
        row = Dossier.objects.order_by("id")[0]
        end = NOW - timedelta(days=ago)
        for _copy in range(many):
            row.pk = new_id()
            row.code = f"T-{row.pk}"
            row.state, row.received_at, row.decided_at = state, end - timedelta(days=days), end
            row.resolving_agency_id = agency or world.agency.id
            row._state.adding = True
            row.save()


@pytest.mark.parametrize(
    ("taken", "half", "most"),
    [
        ([1], 1, 1),
        ([1, 2], 1, 2),
        ([1, 2, 3], 2, 3),
        ([0] * 9 + [30], 0, 0),
        ([0] * 8 + [5, 30], 0, 5),
        (list(range(1, 101)), 50, 90),
    ],
)
def test_percentiles_are_the_fewest_days_in_which_so_many_were_done(taken, half, most):
    counted = Counter(taken)
    assert (percentile(counted, 50), percentile(counted, 90)) == (half, most)


def test_days_off_do_not_count_and_the_same_day_is_none():
    calendar = agencies.shipped_calendar("vn")
    assert working_days(calendar, date(2026, 3, 2), date(2026, 3, 2)) == 0
    assert working_days(calendar, date(2026, 3, 6), date(2026, 3, 9)) == 1  # Friday to Monday


def test_nothing_is_said_of_too_few_and_an_agency_with_few_is_told_what_all_took(world):
    submitted(world)
    code = world.version.code
    decided(world, days=0, many=FEWEST - 1)
    assert reckon_times() == 0 and api.expected_time(code) is None and api.expected_words(None) == ""
    decided(world, days=0, many=1, agency=world.elsewhere.id)
    assert reckon_times() == 1
    remembering.forget()
    found = api.expected_time(code, world.elsewhere.id)
    assert (found.number, found.median, found.agency_id) == (FEWEST, 0, None)
    decided(world, days=7, many=FEWEST, agency=world.elsewhere.id)
    assert reckon_times() == 2
    remembering.forget()
    assert (api.expected_time(code, world.elsewhere.id).median, api.expected_time(code).nine_of_ten) == (5, 5)


def test_only_what_was_decided_lately_and_came_to_a_result_counts(world):
    submitted(world)
    decided(world, days=1, many=FEWEST, ago=91)
    decided(world, days=1, many=FEWEST, state="refused")
    assert reckon_times() == 0


def test_the_page_of_the_procedure_says_it_in_words_and_asks_nothing_twice(world, client):
    submitted(world)
    page = f"/procedures/{world.version.code}"
    assert "ngày qua" not in client.get(page).text
    decided(world, days=0, many=12)
    decided(world, days=7, many=10)
    reckon_times()
    remembering.forget()
    said = "Trong 90 ngày qua, một nửa số hồ sơ xong trong ngày tiếp nhận; cứ 10 hồ sơ thì 9 hồ sơ xong trong 5 ngày làm việc."
    assert said in client.get(page).text
    english = client.get(f"/en{page}").text
    assert "half of the dossiers were done on the day they were received" in english
