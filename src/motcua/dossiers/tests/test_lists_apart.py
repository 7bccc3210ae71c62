"""Lists that stand apart from the steps: late without a reason, results to issue anew, dossiers that other systems decide."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import QueueFilter, State
from motcua.dossiers.models import Dossier
from motcua.dossiers.queue_apart import APART, LATE, NEW_ISSUE, PUSHED, leg_of
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests.lawful import accepted, which
from motcua.dossiers.tests.pushing import System, dossier
from motcua.dossiers.tests.test_new_issues import proposed, returned
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting, prepared
from motcua.platform.ui.due import chip


def codes(actor, only, **more):
    page = api.list_queue(actor=actor, wanted=QueueFilter(only=only, **more))
    return [row.code for row in page.rows], getattr(page, only)


def late(world, clock, *keys):
    views = [accepted(world, key) for key in keys]
    clock.forward(timedelta(days=20))
    while api.ring_alarms():
        pass
    return [api.get_dossier(actor=world.head, code=view.code) for view in views]


def test_the_head_sees_what_is_late_until_somebody_says_why(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path)
    first, second = late(world, frozen_clock, "k1", "k2")
    assert codes(world.head, LATE) == ([first.code, second.code], 2)
    api.explain_lateness(actor=world.specialist, **which(first), reason="Thiếu người")
    assert codes(world.head, LATE) == ([second.code], 1)
    page = signed_in(world.head).get("/desk/?only=unexplained").text
    assert "Trễ chưa ghi lý do" in page and second.code in page and first.code not in page
    written = signed_in(world.head).get("/desk/export.csv?only=unexplained").content.decode()
    assert second.code in written and first.code not in written
    assert codes(world.head, LATE, whose="mine") == ([], 1)
    assert codes(world.head, LATE, whose="free") == ([second.code], 1)
    assert codes(world.stranger, LATE) == ([], 0)


def test_who_is_late_waits_in_the_list_also_while_the_applicant_is_asked(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path)
    (view,) = late(world, frozen_clock, "k1")
    lawful.asked(world, view)
    assert codes(world.head, LATE) == ([view.code], 1)
    assert codes(world.head, LATE, state=State.AWAITING_SUPPLEMENT)[0] == [view.code]
    assert codes(world.head, LATE, state=State.IN_PROCESS)[0] == []


def test_an_empty_list_says_so(world):
    page = signed_in(world.head).get("/desk/?only=unexplained").text
    assert "Hồ sơ trễ nào cũng đã có lý do" in page
    assert "only=unexplained" not in signed_in(world.head).get("/desk/").text, "nothing to see, no tab"


def test_the_head_sees_what_is_to_be_signed_anew(world, tmp_path):
    world = lawful.build(world, tmp_path)
    asked = proposed(world, returned(world))
    assert codes(world.head, NEW_ISSUE) == ([asked.code], 1)
    page = signed_in(world.head).get("/desk/?only=new_issue").text
    assert 'name="pick"' not in page and "Chờ đính chính, cấp lại" in page
    api.correct_result(actor=world.head, **which(asked))
    assert codes(world.head, NEW_ISSUE) == ([], 0)


@pytest.fixture
def pushed(world):
    one, two = System(world.agency), System(world.agency, name="Phần mềm hộ tịch", login="ho-tich")
    one.push(dossier(), dossier(code="H57.17-260226-0002", status=10, decided_at="2026-03-01T09:00:00+07:00"))
    two.push(dossier(code="H57.17-260225-0003", applicant={"name": "Trần Văn Minh", "number": "046088000023"}))
    return one, two


def test_what_other_systems_push_is_listed_latest_first_and_by_its_system(world, pushed):
    every = ["H57.17-260227-0001", "H57.17-260226-0002", "H57.17-260225-0003"]
    found, count = codes(world.receiver, PUSHED)
    assert (found, count) == (every, 3)
    assert codes(world.receiver, PUSHED, source="Phần mềm hộ tịch")[0] == ["H57.17-260225-0003"]
    assert codes(world.receiver, PUSHED, search="Minh")[0] == ["H57.17-260225-0003"]
    assert codes(world.receiver, PUSHED, state=State.RETURNED)[0] == [every[1]]
    assert codes(world.stranger, PUSHED) == ([], 0)
    assert api.list_sources(actor=world.receiver) == ("Hệ thống một cửa Phú Xuân", "Phần mềm hộ tịch")


def test_the_page_of_pushed_dossiers_offers_a_filter_by_system_and_no_act(world, pushed):
    desk = signed_in(world.receiver)
    page = desk.get("/desk/?only=pushed&filtering=1").text
    assert 'name="source"' in page and "Phần mềm hộ tịch" in page and 'name="pick"' not in page
    assert '<input type="hidden" name="only" value="pushed">' in page
    one = desk.get("/desk/", {"only": "pushed", "source": "Phần mềm hộ tịch"}).text
    assert "H57.17-260225-0003" in one and "H57.17-260226-0002" not in one
    assert "Từ hệ thống khác" in desk.get("/desk/").text


def test_pushed_dossiers_come_a_page_at_a_time(world):
    System(world.agency).push(*(dossier(code=f"H57.17-260227-{n:04}", sequence=n) for n in range(1, 8)))
    seen, cursor = [], ""
    for _page in range(3):
        page = api.list_queue(actor=world.receiver, wanted=QueueFilter(only=PUSHED), cursor=cursor, limit=3)
        seen += [row.code for row in page.rows]
        cursor = page.cursor
    assert sorted(seen) == [f"H57.17-260227-{n:04}" for n in range(1, 8)] and not cursor


INDEX_OF = {LATE: "dossier_unexplained", NEW_ISSUE: "dossier_new_issue", PUSHED: "dossier_of_other_system"}


@pytest.mark.parametrize("only", APART)
def test_each_list_walks_along_its_own_index_with_a_kept_plan(world, only):
    """The condition has to be the index's own words: else every dossier of the agency would be looked at."""
    order = {LATE: "act_by, id", NEW_ISSUE: "id DESC", PUSHED: "id DESC"}[only]
    with acting(SYSTEM), connection.connection.cursor() as cursor:
        for setting in ("enable_seqscan = off", "enable_bitmapscan = off", "plan_cache_mode = force_generic_plan"):
            cursor.execute(f"SET LOCAL {setting}")
        statement = f"SELECT id {leg_of(only)} ORDER BY {order} LIMIT 51".replace("%(agency)s", "$1")
        cursor.execute(f"PREPARE looked(uuid) AS {statement}")
        cursor.execute(f"EXPLAIN EXECUTE looked('{world.agency.id}')")
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("DEALLOCATE looked")
    names = prepared(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = %s::regclass",
        (INDEX_OF[only],),
    ).fetchall()
    assert any(name in plan for (name,) in names) and "->  Sort" not in plan, plan


@pytest.mark.parametrize(("calendar", "left"), [("receiving", 4), ("resolving", 3)])
def test_days_left_are_counted_by_the_calendar_on_which_the_limit_runs(world, tmp_path, calendar, left):
    """The resolving agency is closed on Thursday and Friday; the one that receives is not."""
    world = lawful.build(world, tmp_path, calendar=calendar)
    view = accepted(world)
    for day in (date(2026, 3, 5), date(2026, 3, 6)):
        agencies.set_exception(actor=SYSTEM, calendar="vn", day=day, name={"vi": "Lũ"}, agency_id=world.elsewhere.id)
    with acting(SYSTEM):
        due = datetime(2026, 3, 6, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
        Dossier.objects.filter(id=view.id).update(resolving_agency_id=world.elsewhere.id, due_at=due, act_by=due)
    seen = api.get_dossier(actor=world.receiver, code=view.code)
    assert api.dueness(seen, view.receiving_agency_id).working_days_left == left
    tracked = api.track_dossier(code=view.code)
    assert api.dueness(tracked, tracked.agency_id) == api.dueness(seen, view.receiving_agency_id)


def test_what_counts_as_near_due_is_the_installations_to_say(world, tmp_path, settings):
    world = lawful.build(world, tmp_path, days=4)
    view = accepted(world)
    near = QueueFilter(state=State.IN_PROCESS, due="near")
    assert api.list_queue(actor=world.specialist, wanted=near).rows == ()
    assert chip(4).tone == "calm"
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"near_due_days": 5})
    assert [row.code for row in api.list_queue(actor=world.specialist, wanted=near).rows] == [view.code]
    assert chip(4).tone == "near"
