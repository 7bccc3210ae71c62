"""Units of before, and what became of them."""

import gzip
import os
from datetime import date
from pathlib import Path

import pytest

from motcua.agencies import api
from motcua.agencies.changes import other_codes
from motcua.agencies.cli import main
from motcua.agencies.contracts import ChangeKind
from motcua.agencies.errors import DataUnreadableError, UnitNotFoundError
from motcua.agencies.models import UnitChange
from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.platform import remembering

pytestmark = pytest.mark.django_db
SHARED = Path(os.environ.get("MOTCUA_SHARED", Path(__file__).resolve().parents[5] / "shared")) / "data"
UNITS = """level,code,province_code,name,full_name,name_en
province,01,,Hà Nội,Thành phố Hà Nội,Hanoi
province,46,,Huế,Thành phố Huế,Hue
commune,00004,01,Ba Đình,Phường Ba Đình,Ba Dinh
commune,00008,01,Ngọc Hà,Phường Ngọc Hà,Ngoc Ha
commune,20014,46,Hóa Châu,Phường Hóa Châu,Hoa Chau
commune,20101,46,A Lưới 4,Xã A Lưới 4,A Luoi 4
"""
COLUMNS = "old_ward_code,old_ward,old_district_code,old_district,old_province_code,old_province,new_ward_code,merge"
CHANGES = f"""{COLUMNS}
20002,Phường Hương Phong,474,Quận Thuận Hóa,46,Thành phố Huế,20014,whole
20014,Phường Hương Vinh,475,Quận Phú Xuân,46,Thành phố Huế,20014,whole
20080,Xã Hương Phong,481,Huyện A Lưới,46,Thành phố Huế,20101,whole
00016,Phường Ngọc Hà,001,Quận Ba Đình,01,Thành phố Hà Nội,00008,part_area
00016,Phường Ngọc Hà,001,Quận Ba Đình,01,Thành phố Hà Nội,00004,part_area_all_people
,,498,Huyện Hoàng Sa,46,Thành Phố Huế,20101,whole
"""


@pytest.fixture(autouse=True)
def _nothing_remembered():
    remembering.forget()
    yield
    remembering.forget()


@pytest.fixture
def table(tmp_path):
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    api.import_units(tmp_path / "units.csv")
    file = tmp_path / "changes.csv"
    file.write_text(CHANGES, encoding="utf-8")
    assert api.import_changes(file) == 6
    return file


def test_a_former_commune_tells_the_present_one(table):
    old = api.map_old_unit("20014")
    assert old.full_name == "Phường Hương Vinh, Quận Phú Xuân, Thành phố Huế"
    assert [part.unit.full_name["vi"] for part in old.parts] == ["Phường Hóa Châu"]
    assert old.since == date(2025, 7, 1)


def test_where_people_live_stands_first_among_the_parts_of_a_split_one(table):
    parts = api.map_old_unit("00016").parts
    assert [(part.unit.code, part.kind) for part in parts] == [
        ("00004", ChangeKind.PART_AREA_ALL_PEOPLE),
        ("00008", ChangeKind.PART_AREA),
    ]


def test_names_are_found_as_people_type_them_those_just_so_called_first(table):
    assert [old.full_name for old in api.find_old_units("huong phong", "46")] == [
        "Phường Hương Phong, Quận Thuận Hóa, Thành phố Huế",
        "Xã Hương Phong, Huyện A Lưới, Thành phố Huế",
    ]
    assert [old.code for old in api.find_old_units("xã Hương Phong", "46")] == ["20080"]
    assert [old.code for old in api.find_old_units("Vinh", "46")] == ["20014"], "from the middle of a name"
    assert [old.code for old in api.find_old_units("a lưới", "46")] == ["20080"], "by its district"
    assert [old.code for old in api.find_old_units("hoàng sa", "46")] == ["498"], "a district without communes"


@pytest.mark.parametrize("text", ["", " ", "hanoi", "%", "_", "\x00huong", "\ud800", "h" * 5000])
def test_what_names_nothing_finds_nothing(table, text):
    assert api.find_old_units(text, "46") == ()


@pytest.mark.parametrize("province", ["", "99", "٤٦", "46' OR 1=1", "4" * 5000])
def test_a_strange_province_has_no_communes(table, province):
    assert api.find_old_units("huong", province) == ()


@pytest.mark.parametrize("code", ["", "00000", "٠٠٠١٦", "x", "0" * 5000])
def test_an_unknown_code_is_not_found(table, code):
    with pytest.raises(UnitNotFoundError):
        api.map_old_unit(code)


def test_a_unit_that_has_not_ended_yet_is_no_former_one(table):
    with pytest.raises(UnitNotFoundError):
        api.map_old_unit("20014", date(2025, 6, 30))


def test_a_commune_that_changed_again_leads_to_what_there_is_now(table, tmp_path):
    (tmp_path / "units.csv").write_text(UNITS + "commune,30001,46,Mới,Phường Mới,Moi\n", encoding="utf-8")
    api.import_units(tmp_path / "units.csv")
    later = tmp_path / "later.csv"
    later.write_text(f"{COLUMNS}\n20002,Phường Hương Phong,474,Quận,46,Thành phố Huế,39999,whole\n", encoding="utf-8")
    api.import_changes(later, since=date(2025, 7, 2))
    again = tmp_path / "again.csv"
    again.write_text(f"{COLUMNS}\n39999,Phường Tạm,474,Quận,46,Thành phố Huế,30001,whole\n", encoding="utf-8")
    api.import_changes(again, since=date(2026, 1, 1))
    UnitChange.objects.filter(old_code="20002", new_code="20014").delete()
    remembering.forget()
    assert [part.unit.code for part in api.map_old_unit("20002", date(2026, 5, 1)).parts] == ["30001"]


def test_provinces_of_before_come_in_vietnamese_order(table, tmp_path):
    assert [name for _code, name in api.list_old_provinces()] == ["Thành phố Hà Nội", "Thành phố Huế"]
    provinces = tmp_path / "provinces.csv"
    provinces.write_text("old_code,old_province,new_code,new_province\n46,Tỉnh Thừa Thiên Huế,46,x\n", encoding="utf-8")
    assert api.import_changes(provinces) == 1
    assert [name for _code, name in api.list_old_provinces()] == ["Thành phố Hà Nội", "Tỉnh Thừa Thiên Huế"]
    assert api.map_old_unit("46").parts[0].unit.code == "46"
    assert "46" not in [old.code for old in api.find_old_units("hue", "46")], "a province is no commune"


def test_reading_the_table_again_changes_nothing_and_a_mended_line_replaces_its_former(table):
    before = UnitChange.objects.count()
    table.write_text(CHANGES.replace("Hương Vinh", "Hương Vình"), encoding="utf-8")
    api.import_changes(table)
    assert UnitChange.objects.count() == before
    assert api.map_old_unit("20014").name == "Phường Hương Vình"


def test_only_operators_import(table):
    with pytest.raises(NotAllowedError):
        api.import_changes(table, actor=Actor(ActorKind.PERSON))


@pytest.mark.parametrize(
    "content",
    ["", "a,b\n1,2\n", COLUMNS, CHANGES.replace("part_area,", "half,").replace("part_area\n", "half\n"), "\x00"],
)
def test_a_table_that_cannot_be_read_is_refused_with_a_reason(tmp_path, content, capsys):
    file = tmp_path / "bad.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataUnreadableError):
        api.import_changes(file)
    assert main(["agencies", "import-changes", str(file)]) == 2
    assert capsys.readouterr().err


def test_the_command_reads_a_gzipped_table(table, tmp_path, capsys):
    packed = tmp_path / "changes.csv.gz"
    packed.write_bytes(gzip.compress(CHANGES.encode()))
    assert main(["agencies", "import-changes", str(packed), "--since", "2025-07-01"]) == 0
    assert capsys.readouterr().out == "6 changes of units since 2025-07-01 are in place.\n"
    assert main(["agencies", "import-changes", str(packed), "--since", "tomorrow"]) == 2
    assert main(["agencies"]) == 2
    assert main(["agencies", "import-units", str(tmp_path / "none.csv")]) == 2


@pytest.mark.skipif(not SHARED.exists(), reason="the national tables are not beside the repository")
def test_every_commune_of_the_national_table_leads_to_a_present_one():
    api.import_units(SHARED / "vn_units_2026.csv")
    assert api.import_changes(SHARED / "vn_units_old_to_new_nso.csv.gz") == 10_571
    assert api.import_changes(SHARED / "vn_provinces_63_to_34.csv") == 63
    assert len(api.list_old_provinces()) == 63
    codes = set(UnitChange.objects.values_list("old_code", flat=True))
    assert len(codes) > 10_000
    lost = [code for code in sorted(codes) if not api.map_old_unit(code).parts]
    assert lost == []
    assert sum(len(api.map_old_unit(code).parts) > 1 for code in codes) >= 441
    known = {unit.code for unit in api.list_units("commune")}
    elsewhere = set(UnitChange.objects.values_list("new_code", flat=True)) - known
    written_otherwise = {code for code in elsewhere if len(code) > 2}
    assert written_otherwise == set(other_codes()), "conflicts of the two lists are data, and none is hidden"
