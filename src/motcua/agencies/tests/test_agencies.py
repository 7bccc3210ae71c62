import os
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from motcua.agencies import api
from motcua.agencies.errors import (
    AgencyNotFoundError,
    CalendarNotFoundError,
    DataUnreadableError,
    NoCompetentAgencyError,
    PositionNotFoundError,
    UnitNotFoundError,
)
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.ledger.api import history_of
from motcua.platform import remembering

pytestmark = pytest.mark.django_db
SHARED = Path(os.environ.get("MOTCUA_SHARED", Path(__file__).resolve().parents[5] / "shared"))
NATIONAL = SHARED / "data" / "vn_units_2026.csv"
TITLE = {"vi": "Chuyên viên", "en": "Specialist"}
UNITS = """level,code,province_code,type,name,full_name,name_en,code_name
province,46,,thành phố,Huế,Thành phố Huế,Hue,hue
commune,19774,46,phường,Kim Long,Phường Kim Long,Kim Long,kim_long
ward,20044,46,xã,A Lưới 2,Xã A Lưới 2,A Luoi 2,a_luoi_2
commune,19815,46,phường,An Cựu,Phường An Cựu,An Cuu,an_cuu
commune,20014,46,phường,Hoá Châu,Phường Hoá Châu,Hoa Chau,hoa_chau
"""


@pytest.fixture(autouse=True)
def _nothing_remembered():
    remembering.forget()
    yield
    remembering.forget()


@pytest.fixture
def units(tmp_path):
    file = tmp_path / "units.csv"
    file.write_text(UNITS, encoding="utf-8")
    assert api.import_units(file) == 5
    return file


def agency(code, tier="commune", unit_code="19774", **more):
    return api.register_agency(
        actor=SYSTEM, code=code, name={"vi": f"Cơ quan {code}"}, tier=tier, unit_code=unit_code, **more
    )


def test_units_come_in_vietnamese_order(units):
    assert [unit.name["vi"] for unit in api.list_units("commune", "46")] == [
        "A Lưới 2",
        "An Cựu",
        "Hoá Châu",
        "Kim Long",
    ]
    assert [unit.code for unit in api.list_units("province")] == ["46"]
    assert api.get_unit("19774").parent_code == "46"


@pytest.mark.skipif(not NATIONAL.exists(), reason="the national list is not beside the repository")
def test_the_national_list_is_read_in_whole():
    assert api.import_units(NATIONAL) == 34 + 3321
    provinces = api.list_units("province")
    assert len(provinces) == 34
    assert sum(len(api.list_units("commune", province.code)) for province in provinces) == 3321
    assert [unit.name["vi"] for unit in provinces[:3]] == ["An Giang", "Bắc Ninh", "Cà Mau"]
    assert provinces[-1].name["vi"] == "Vĩnh Long"


def test_importing_again_changes_nothing_and_a_new_name_replaces_the_old(units):
    units.write_text(UNITS.replace("Kim Long", "Kim Long Mới"), encoding="utf-8")
    assert api.import_units(units) == 5
    assert api.get_unit("19774").name["vi"] == "Kim Long Mới"
    assert len(api.list_units("commune", "46")) == 4


def test_a_unit_exists_only_in_its_time(units):
    with pytest.raises(UnitNotFoundError):
        api.get_unit("19774", on=date(2025, 6, 30))
    with pytest.raises(UnitNotFoundError):
        api.get_unit("99999")


def test_a_file_that_is_no_list_of_units_is_refused(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    for path in (wrong, tmp_path / "missing.csv"):
        with pytest.raises(DataUnreadableError):
            api.import_units(path)


def test_the_nearest_competent_agency_resolves(units):
    province = agency("H57", "province", "46")
    commune = agency("H57.01", parent_id=province.id)
    police = agency("H57.01.CA", branch="police", parent_id=province.id)
    assert api.competent_agency(("commune",), "19774") == commune
    assert api.competent_agency(("province", "commune"), "19774") == commune
    assert api.competent_agency(("province",), "19774") == province
    assert api.competent_agency(("commune",), "19774", branch="police") == police
    assert api.competent_agency(("commune", "province"), "20044") == province  # no agency in this commune
    for tiers, unit in ((("commune",), "20044"), (("ministry",), "46"), ((), "19774"), (("province",), "00000")):
        with pytest.raises(NoCompetentAgencyError):
            api.competent_agency(tiers, unit)


def test_a_position_reaches_the_agencies_below_it():
    top = agency("H57", "province", "46")
    below = agency("H57.01", parent_id=top.id)
    lowest = agency("H57.01.01", parent_id=below.id)
    beside = agency("H57.02", unit_code="20044", parent_id=top.id)
    official = api.appoint_official(actor=SYSTEM, name="Lê Văn Mẫu", agency_id=below.id, title=TITLE, roles=["head"])
    position = api.position_of(official.id)
    assert position.agency == below
    assert set(position.agency_ids) == {below.id, lowest.id}
    assert beside.id not in position.agency_ids
    assert (position.official_name, position.title, position.roles) == ("Lê Văn Mẫu", TITLE, {"head"})


def test_a_position_ends_and_the_right_with_it():
    office = agency("H57.01")
    official = api.appoint_official(actor=SYSTEM, name="Lê Văn Mẫu", agency_id=office.id, title=TITLE, roles=["head"])
    day = api.today()
    api.end_position(actor=SYSTEM, official_id=official.id, agency_id=office.id, last_day=day)
    assert api.position_of(official.id, on=day).valid_to == day
    for other_day in (day + timedelta(days=1), day - timedelta(days=1)):
        with pytest.raises(PositionNotFoundError):
            api.position_of(official.id, on=other_day)


def test_officials_are_listed_by_given_name_and_role():
    office = agency("H57.01")
    for name, role in (("Trần Ánh", "head"), ("Lê Ân", "receiver"), ("Vũ An", "receiver")):
        api.appoint_official(actor=SYSTEM, name=name, agency_id=office.id, title=TITLE, roles=[role])
    assert [one.name for one in api.list_officials(office.id)] == ["Vũ An", "Trần Ánh", "Lê Ân"]
    assert [one.name for one in api.list_officials(office.id, role="head")] == ["Trần Ánh"]


def test_agencies_are_found_by_id_code_tier_and_unit():
    here, there = agency("H57.01"), agency("H57.02", unit_code="20044")
    assert api.get_agency(here.id) == api.get_agency_by_code("H57.01") == here
    assert api.list_agencies(tier="commune") == (here, there)
    assert api.list_agencies(unit_code="20044") == (there,)
    with pytest.raises(AgencyNotFoundError):
        api.get_agency(uuid4())


@pytest.mark.parametrize("code", ["\x00", "H57\ud800", "' OR 1=1 --", "Ｈ57", ""])
def test_hostile_codes_are_simply_not_there(code):
    with pytest.raises(AgencyNotFoundError):
        api.get_agency_by_code(code)
    with pytest.raises(UnitNotFoundError):
        api.get_unit(code)
    with pytest.raises(NoCompetentAgencyError):
        api.competent_agency(("commune", "province"), code)


def test_a_changed_agency_shows_at_once():
    first = agency("H57.01")
    assert api.get_agency(first.id).phone == ""
    agency("H57.01", phone="0234 3000 000")
    assert api.get_agency(first.id).phone == "0234 3000 000"


def test_an_agency_has_its_own_days_off():
    here, there = agency("H57.01"), agency("H57.02", unit_code="20044")
    flood = date(2026, 11, 25)
    assert api.calendar_of(here.id).is_open(flood)
    api.set_exception(actor=SYSTEM, calendar="vn", day=flood, name={"vi": "Nghỉ tránh lũ"}, agency_id=here.id)
    assert not api.calendar_of(here.id).is_open(flood)
    assert api.calendar_of(here.id).name_of(flood) == {"vi": "Nghỉ tránh lũ"}
    assert api.calendar_of(there.id).is_open(flood)


def test_a_calendar_that_has_not_changed_is_the_same_object_when_it_is_read_anew():
    """What is reckoned by a calendar is kept beside it: a new one each minute would hold on to memory for ever."""
    here, there = agency("H57.01"), agency("H57.02", unit_code="20044")
    first, other = api.calendar_of(here.id), api.calendar_of(there.id)
    remembering.forget()
    assert api.calendar_of(here.id) is first is other
    flood = date(2026, 3, 3)
    api.set_exception(actor=SYSTEM, calendar="vn", day=flood, name={"vi": "Nghỉ tránh lũ"}, agency_id=here.id)
    changed = api.calendar_of(here.id)
    remembering.forget()
    assert api.calendar_of(here.id) is changed is not first
    assert api.calendar_of(there.id) is first


def test_an_agencys_own_rule_stands_above_the_calendars():
    here = agency("H57.01")
    day = date(2026, 11, 26)
    api.set_exception(actor=SYSTEM, calendar="vn", day=day, name={}, intervals=[["08:00", "10:00"]], agency_id=here.id)
    api.set_exception(actor=SYSTEM, calendar="vn", day=day, name={})
    assert api.calendar_of(here.id).open_minutes(day) == 120


def test_an_installation_defines_its_own_hours():
    here = agency("H57.01", calendar="winter")
    with pytest.raises(CalendarNotFoundError):
        api.calendar_of(here.id)
    api.define_calendar(
        actor=SYSTEM, name="winter", zone="Asia/Ho_Chi_Minh", week={0: [["07:30", "11:30"]]}, valid_from=date(2025, 1, 1),
        country="VN", day_minutes=240,
    )  # fmt: skip
    calendar = api.calendar_of(here.id)
    assert (calendar.open_minutes(date(2026, 3, 2)), calendar.day_minutes) == (240, 240)
    assert not calendar.is_open(date(2026, 2, 16))


def test_asking_for_the_calendar_again_asks_the_database_nothing(count_statements):
    here = agency("H57.01")
    api.calendar_of(here.id)
    with count_statements() as seen:
        assert api.calendar_of(here.id) is api.calendar_of(here.id)
    assert seen == []


def test_a_position_costs_one_statement(count_statements):
    office = agency("H57.01")
    official = api.appoint_official(actor=SYSTEM, name="Lê Văn Mẫu", agency_id=office.id, title=TITLE, roles=["head"])
    api.position_of(official.id)
    with count_statements() as seen:
        api.position_of(official.id)
    assert len(seen) == 1


def test_only_operators_change_agencies_and_each_change_is_in_the_ledger(units):
    head = Actor(ActorKind.OFFICIAL, id=uuid4(), roles=frozenset({"head"}))
    operator = Actor(ActorKind.OFFICIAL, id=uuid4(), name="Vận hành", roles=frozenset({"operator"}))
    with pytest.raises(NotAllowedError):
        api.register_agency(actor=head, code="H57.09", name={"vi": "x"}, tier="commune")
    with pytest.raises(NotAllowedError):
        api.import_units(units, actor=head)
    made = api.register_agency(actor=operator, code="H57.09", name={"vi": "x"}, tier="commune")
    assert [entry.action for entry in history_of(made.id)] == ["agencies.agency_registered"]
