import csv
import gzip
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import override_settings

from motcua.agencies import api as agencies
from motcua.agencies.contracts import ONE_STOP
from motcua.identity import api as identity
from motcua.identity.models import Account, Person
from motcua.kernel.identifiers import personal_id_facts, personal_id_problem
from motcua.kernel.texts import fold
from motcua.platform import remembering
from motcua.site.demo import packages, world

SHARED = Path(os.environ.get("MOTCUA_SHARED", Path(__file__).resolve().parents[6] / "shared")) / "data"
UNITS = SHARED / "vn_units_2026.csv"
CHANGES = SHARED / "vn_units_old_to_new_nso.csv.gz"


@pytest.fixture
def country(db, monkeypatch):
    """The world without procedures and dossiers."""
    remembering.forget()
    monkeypatch.setattr(world.packages, "publish", lambda: 0)
    monkeypatch.setattr(world.dossiers, "load", lambda *_facts: 0)
    world.load()
    yield
    remembering.forget()


def test_everybody_named_at_the_start_can_sign_in(country):
    with override_settings(ENVIRONMENT=SimpleNamespace(demo=True)):
        for line in world.sign_ins():
            login, password = line.split()[:2]
            assert identity.authenticate(login, password).name in line


def test_every_commune_of_hue_has_its_agency_and_two_have_all_three_desks(country):
    communes = agencies.list_units("commune", "46")
    assert len(communes) == 40
    assert {agencies.competent_agency(("commune",), unit.code).unit_code for unit in communes} == {
        u.code for u in communes
    }
    for unit_code in ("19774", "20107"):
        office = agencies.competent_agency(("commune",), unit_code)
        roles = {role for one in agencies.list_officials(office.id) for role in one.roles}
        assert roles == {"receiver", "specialist", "head"}


def test_police_procedures_find_their_desks(country):
    assert agencies.competent_agency(("province",), "19774", branch="police").code == "G01.46"
    assert agencies.competent_agency(("commune",), "19774", branch="police").code == "G01.46.02"


def test_authors_write_for_the_agencies_below_their_office(country):
    def stewards(tier, branch=""):
        return {one.code for one in agencies.list_stewards((tier,), branch)}

    assert {"H57", "H57.60"} <= stewards("commune") and "H57.60" in stewards("province", "food_safety")
    assert "G01" in stewards("commune", "police") and not stewards("commune", "police") & {"H57", "H57.60"}


def test_an_official_works_at_the_desk_named(country):
    position = agencies.position_of(world.official_id("kimlong-3"))
    assert (position.agency.unit_code, position.roles) == ("19774", {"head"})


def test_building_twice_makes_nobody_twice(country):
    counts = Account.objects.count(), len(agencies.list_agencies())
    world.load()
    assert (Account.objects.count(), len(agencies.list_agencies())) == counts


def test_everybodys_number_is_well_formed_and_fits_the_person():
    for person in world._world()["people"]:
        number = person["personal_id"]
        assert personal_id_problem(number) is None
        facts = personal_id_facts(number)
        assert (facts.sex, facts.birth_year) == (person["sex"], person["born"].year)


def test_one_man_has_no_account_and_is_served_at_the_counter():
    assert [one["name"] for one in world._world()["people"] if "login" not in one] == ["Nguyễn Văn Cuội"]


@pytest.mark.skipif(not UNITS.exists(), reason="the list of units is not beside the repository")
def test_the_units_are_those_of_the_day():
    def read(path, keep):
        with path.open(encoding="utf-8") as table:
            rows = [row for row in csv.DictReader(table) if keep(row)]
            return {(row["code"], row["province_code"], plain(row["full_name"])) for row in rows}

    plain = fold  # both places of the tone mark are in use: "Hoà" and "Hóa"
    of_hanoi = {"00004", "00008", "00025"}  # for addresses of before that were split
    theirs = read(UNITS, lambda row: row["province_code"] in ("", "46") or row["code"] in of_hanoi)
    assert read(Path(str(world.DATA.joinpath("units.csv"))), lambda _row: True) == theirs


@pytest.mark.skipif(not CHANGES.exists(), reason="the table of changes is not beside the repository")
def test_former_units_became_what_the_official_table_says():
    def read(table):
        return {
            (row["old_ward_code"], fold(row["old_ward"]), fold(row["old_district"]), row["new_ward_code"], row["merge"])
            for row in csv.DictReader(table)
        }

    with world.DATA.joinpath("unit_changes.csv").open(encoding="utf-8") as table:
        ours = read(table)
    with gzip.open(CHANGES, "rt", encoding="utf-8") as table:
        theirs = read(table)
    named = {line[0] for line in ours}
    assert ours == {line for line in theirs if line[0] in named}


def test_people_are_hidden_from_anonymous_eyes(country):
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_packages_are_published():
    from motcua.catalogue import api as catalogue

    assert packages.publish() == packages.publish() > 0
    assert catalogue.get_procedure("1.001193").online


def test_a_centre_receives_and_resolves_nothing(country):
    centre = agencies.get_agency_by_code("H57.70")
    assert centre.branch == ONE_STOP
    assert agencies.competent_agency(("commune",), centre.unit_code).code != centre.code
    assert {role for one in agencies.list_officials(centre.id) for role in one.roles} == {"receiver", "head"}
