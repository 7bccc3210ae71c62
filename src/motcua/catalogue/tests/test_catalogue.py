"""Publishing, importing, finding: on a real PostgreSQL, in the application's own role."""

import gzip
import os
import time
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction

from motcua.agencies import api as agencies
from motcua.catalogue import queries
from motcua.catalogue.api import (
    bring_into_force,
    get_procedure,
    get_source,
    get_version,
    import_catalogue,
    list_by_life_event,
    publish_files,
    publish_package,
    read_files,
    search_procedures,
    suggest_procedures,
)
from motcua.catalogue.contracts import Origin, TimeUnit
from motcua.catalogue.errors import (
    CatalogueNotAllowedError,
    ProcedureNotFoundError,
    SourceNotFoundError,
    SourceUnreadableError,
    VersionNotFoundError,
)
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.platform import remembering
from motcua.platform.database.transactions import prepared

from .packages import PROCEDURE, write_package
from .samples import BROKEN, GOOD, LISTED, detailed, written

ROOT = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("MOTCUA_SHARED") or ROOT.parent / "shared") / "data"
needs_national = pytest.mark.skipif(not SHARED.is_dir(), reason="the national catalogue is not beside the repository")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory():
    queries.get_version.cache_clear()


def ledger_actions():
    return [row[0] for row in prepared("SELECT action FROM ledger_entry ORDER BY at, id").fetchall()]


def test_a_published_package_is_found_by_code_by_hash_and_by_life_event(tmp_path):
    version = publish_package(actor=SYSTEM, folder=write_package(tmp_path))
    assert get_procedure("9.000001", on=date(2026, 3, 2)) == get_version(version.hash)
    assert get_version(version.hash).papers == version.papers
    assert get_version(version.hash).published_at is not None
    assert [summary.code for summary in list_by_life_event("school")] == ["9.000001"]
    assert list_by_life_event("death") == ()
    assert ledger_actions() == ["catalogue.package_published"]
    events = prepared("SELECT name, payload->>'version_hash' FROM outbox_outboxevent").fetchall()
    assert events == [("catalogue.procedure_published.v1", version.hash)]


def test_lists_tell_what_the_dossier_costs_and_not_what_a_piece_costs(tmp_path):
    publish_package(actor=SYSTEM, folder=write_package(tmp_path))
    (listed,) = list_by_life_event("school")
    assert listed.fees_on(date(2026, 3, 2)) == (20_000, 20_000), "posting; the card is charged by the number of cards"


def test_a_guided_path_is_not_called_free_for_its_dossiers_have_fees():
    publish_package(actor=SYSTEM, folder=ROOT / "procedures" / "0.000001-starting-a-business")
    (listed,) = list_by_life_event("business")
    assert listed.journey and listed.fees_on(date(2026, 3, 2)) is None


def test_publishing_the_same_content_again_changes_nothing(tmp_path):
    folder = write_package(tmp_path)
    publish_package(actor=SYSTEM, folder=folder)
    publish_package(actor=SYSTEM, folder=folder)
    assert ledger_actions() == ["catalogue.package_published"]


def test_each_day_has_the_version_that_was_in_force(tmp_path):
    old = PROCEDURE.replace("{from: 2025-07-01}", "{from: 2025-07-01, to: 2026-06-30}")
    new = PROCEDURE.replace("{from: 2025-07-01}", "{from: 2026-07-01}")
    first = publish_package(actor=SYSTEM, folder=write_package(tmp_path / "old", procedure=old))
    second = publish_package(actor=SYSTEM, folder=write_package(tmp_path / "new", procedure=new))
    assert get_procedure("9.000001", on=date(2026, 6, 30)).hash == first.hash
    assert get_procedure("9.000001", on=date(2026, 7, 1)).hash == second.hash
    with pytest.raises(ProcedureNotFoundError):
        get_procedure("9.000001", on=date(2025, 6, 30))


def test_a_corrected_version_of_the_same_day_wins_over_the_older(tmp_path):
    publish_package(actor=SYSTEM, folder=write_package(tmp_path / "old"))
    prepared("SELECT pg_sleep(0.01)")
    fixed = publish_package(
        actor=SYSTEM, folder=write_package(tmp_path / "new", procedure=PROCEDURE.replace("You get", "You receive"))
    )
    found = {summary.code: summary.summary["en"] for summary in search_procedures("thẻ thư viện")}
    assert "You receive" in found["9.000001"]
    assert fixed.hash != ""


def test_an_earlier_content_that_is_published_again_is_in_force_again(tmp_path):
    first = publish_package(actor=SYSTEM, folder=write_package(tmp_path / "a"))
    other = PROCEDURE.replace("You get", "You receive")
    publish_package(actor=SYSTEM, folder=write_package(tmp_path / "b", procedure=other))
    publish_package(actor=SYSTEM, folder=tmp_path / "a" / "9.000001-library-card")
    assert get_procedure("9.000001", on=date(2026, 3, 2)).hash == first.hash


@pytest.mark.parametrize(
    "statement", ["UPDATE catalogue_procedureversion SET content = '{}'", "DELETE FROM catalogue_procedureversion"]
)
def test_the_database_refuses_to_change_a_version(tmp_path, statement):
    publish_package(actor=SYSTEM, folder=write_package(tmp_path))
    with pytest.raises(psycopg.errors.RestrictViolation):
        prepared(statement)


def test_only_an_operator_publishes_and_imports(tmp_path):
    citizen = Actor(ActorKind.PERSON)
    with pytest.raises(CatalogueNotAllowedError):
        publish_package(actor=citizen, folder=write_package(tmp_path))
    with pytest.raises(CatalogueNotAllowedError):
        import_catalogue(actor=citizen, path=tmp_path / "x.jsonl")
    operator = Actor(ActorKind.OFFICIAL, roles=frozenset({"operator"}))
    assert publish_package(actor=operator, folder=tmp_path / "9.000001-library-card").code == "9.000001"


def test_a_version_is_read_from_the_database_once_a_process(tmp_path, count_statements):
    version = publish_package(actor=SYSTEM, folder=write_package(tmp_path))
    get_version(version.hash)
    with count_statements() as seen:
        get_version(version.hash)
    assert seen == []


def test_what_is_not_there_is_not_found():
    for code in ("1.999999", "", "\x00", "'; DROP TABLE x"):
        with pytest.raises(ProcedureNotFoundError):
            get_procedure(code)
    with pytest.raises(VersionNotFoundError):
        get_version("0" * 64)


def test_an_import_loads_good_rows_and_reports_bad_ones_by_line(tmp_path):
    report = import_catalogue(actor=SYSTEM, path=written(tmp_path, GOOD + BROKEN))
    assert (report.read, report.created) == (len(GOOD) + len(BROKEN), len(GOOD))
    told = dict(report.rejected)
    assert sorted(told) == list(range(len(GOOD) + 1, len(GOOD) + len(BROKEN) + 1))
    for line, reason in zip(
        sorted(told),
        (
            "not JSON",
            "`code`",
            "at `$.levels`",
            "stands already on line 1",
            "NUL",
            "2000000 bytes",
            "not UTF-8",
            "at `$.channels[0].fees[0].amount`",
        ),
        strict=True,
    ):
        assert reason in told[line], told[line]
    assert ledger_actions() == ["catalogue.catalogue_imported"]


def test_a_second_import_changes_nothing(tmp_path):
    path = written(tmp_path, GOOD)
    first = import_catalogue(actor=SYSTEM, path=path)
    second = import_catalogue(actor=SYSTEM, path=path)
    assert (first.created, second.created, second.updated, second.unchanged) == (len(GOOD), 0, 0, len(GOOD))
    assert prepared("SELECT count(*) FROM catalogue_procedureversion").fetchone() == (len(GOOD),)


def test_a_changed_record_becomes_a_new_version_and_the_old_one_stays(tmp_path):
    import_catalogue(actor=SYSTEM, path=written(tmp_path, GOOD))
    before = get_procedure("9.100001")
    report = import_catalogue(actor=SYSTEM, path=written(tmp_path, [detailed("9.100001", "Cấp thẻ bạn đọc mới")]))
    assert (report.created, report.updated) == (0, 1)
    assert get_procedure("9.100001").name == {"vi": "Cấp thẻ bạn đọc mới"}
    assert get_version(before.hash).name != get_procedure("9.100001").name


def test_gzip_is_told_by_content_and_half_a_gzip_keeps_what_came_before(tmp_path):
    whole = gzip.compress(b"\n".join(GOOD) + b"\n" + os.urandom(60_000).hex().encode(), mtime=0)
    path = tmp_path / "catalogue.txt"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    report = import_catalogue(actor=SYSTEM, path=path)
    assert report.created == len(GOOD)
    assert "breaks off" in report.rejected[-1][1]


def test_a_list_is_searchable_and_not_served_online(tmp_path):
    path = tmp_path / "list"
    path.write_text(LISTED)
    report = import_catalogue(actor=SYSTEM, path=path)
    assert (report.created, [line for line, _ in report.rejected]) == (3, [5, 6])
    found = search_procedures("nuoi ong")[0]
    assert (found.code, found.online, found.origin) == ("9.200001", False, Origin.LISTED)
    assert get_procedure("9.200001").online is False


def test_a_file_that_is_no_catalogue_is_refused_as_a_whole(tmp_path):
    for number, text in enumerate(["", "hello\nworld\n", "a,b\n1,2\n"]):
        path = tmp_path / f"{number}.csv"
        path.write_text(text)
        with pytest.raises(SourceUnreadableError):
            import_catalogue(actor=SYSTEM, path=path)
    with pytest.raises(SourceUnreadableError, match="No such file"):
        import_catalogue(actor=SYSTEM, path=tmp_path / "nothing")


def test_a_package_beats_a_record_and_a_record_beats_a_list_in_any_order(tmp_path):
    package = write_package(tmp_path)
    record = written(tmp_path, [detailed("9.000001", "Làm thẻ")])
    listed = tmp_path / "list.csv"
    listed.write_text("code,name\n9.000001,Thẻ trong danh sách\n")
    import_catalogue(actor=SYSTEM, path=listed)
    assert import_catalogue(actor=SYSTEM, path=record).updated == 1
    assert import_catalogue(actor=SYSTEM, path=listed).unchanged == 1
    assert get_procedure("9.000001").origin is Origin.NATIONAL
    publish_package(actor=SYSTEM, folder=package)
    assert import_catalogue(actor=SYSTEM, path=record).unchanged == 1
    assert get_procedure("9.000001").origin is Origin.PACKAGE


@pytest.mark.parametrize(
    "query",
    [
        "thẻ thư viện",
        "the thu vien",
        "THE THU VIEN",
        "library card",
        "làm thẻ thư viện ở đâu",
        "the thu vein",
        "thẻ thư v",
        "9.000001",
    ],
)
def test_a_procedure_is_found_however_it_is_asked_for(tmp_path, query):
    import_catalogue(actor=SYSTEM, path=written(tmp_path, GOOD))
    publish_package(actor=SYSTEM, folder=write_package(tmp_path))
    assert search_procedures(query)[0].code == "9.000001"


@pytest.mark.parametrize(
    "query", ["", "   ", "!!!", "\x00", "()&|:*", "zzzzqqqq", "'" * 5000, "a" * 100_000, "<->", "đ"]
)
def test_a_senseless_query_finds_little_and_breaks_nothing(tmp_path, query):
    publish_package(actor=SYSTEM, folder=write_package(tmp_path))
    assert len(search_procedures(query)) <= 1
    assert len(suggest_procedures(query)) <= 1


def test_staff_synonyms_overrule_the_curated_ones(tmp_path):
    publish_package(actor=SYSTEM, folder=write_package(tmp_path))
    prepared(
        "INSERT INTO catalogue_synonym (everyday, legal, owner) VALUES ('Đọc ké', 'Thẻ thư viện', 'thư viện tỉnh')"
    )
    remembering.forget()
    assert [found.code for found in search_procedures("doc ke")] == ["9.000001"]


def test_search_asks_the_database_once_a_second_whether_anything_has_changed(tmp_path, count_statements):
    publish_package(actor=SYSTEM, folder=write_package(tmp_path))
    search_procedures("x")
    with count_statements() as seen:
        for _ in range(5):
            search_procedures("làm thẻ thư viện")
    assert len(seen) <= 1


def test_a_hand_written_package_goes_before_an_imported_one_that_is_as_close(tmp_path):
    import_catalogue(actor=SYSTEM, path=written(tmp_path, [detailed("9.100009", "Cấp thẻ thư viện")]))
    publish_package(actor=SYSTEM, folder=write_package(tmp_path))
    assert [found.code for found in search_procedures("cap the thu vien")] == ["9.000001", "9.100009"]


EVERYDAY = {
    "xin giay khai sinh": {"1.001193"},
    "lam ho chieu": {"1.001456", "1.001471"},
    "giay doc than": {"1.004873"},
    "đổi bằng lái": {"3.000347"},
    "doi bang lai": {"3.000347"},
    "nhap khau": {"1.004222"},
    "dang ky thuong tru": {"1.004222"},
    "mo quan pho": {"1.001612"},
    "ho kinh doanh": {"1.001612"},
    "ly lich tu phap": {"3.000333"},
    "sao y cong chung": {"2.000815"},
    "birth certificate": {"1.001193"},
    "passport": {"1.001456", "1.001471"},
    "đăng kí kết hôn": {"1.000894"},
}


@pytest.fixture
def national():
    """Both national files and the packages of the repository."""
    listed = import_catalogue(actor=SYSTEM, path=SHARED / "tthc_2025_list.csv.gz")
    began = time.perf_counter()
    full = import_catalogue(actor=SYSTEM, path=SHARED / "tthc_2026_detailed.jsonl.gz")
    return listed, full, time.perf_counter() - began


@needs_national
@pytest.mark.national
def test_the_national_catalogue_loads_quickly_and_is_found_in_everyday_words(national):
    listed, full, seconds = national
    assert (full.read, full.rejected) == (2642, ())
    assert listed.created > 5900
    assert seconds < 60
    missed = {}
    for query, codes in EVERYDAY.items():
        first = [found.code for found in search_procedures(query, limit=3)]
        if not codes.intersection(first):
            missed[query] = first
    assert missed == {}
    took = []
    for query in [*EVERYDAY, "giấy phép", "nhập khẩu thuốc", "chứng nhận", "đất", "ho so"] * 5:
        began = time.perf_counter()
        search_procedures(query)
        took.append(time.perf_counter() - began)
    print(
        f"{seconds:.1f} s, p50 {sorted(took)[len(took) // 2] * 1e3:.1f} ms, p95 {sorted(took)[int(len(took) * 0.95)] * 1e3:.1f} ms"
    )
    again = import_catalogue(actor=SYSTEM, path=SHARED / "tthc_2026_detailed.jsonl.gz")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2642)


@needs_national
@pytest.mark.national
def test_a_duration_without_a_unit_is_shown_and_never_reckoned(national):
    limit = get_procedure("1.001193").time_limit_on(date(2026, 11, 22), "online")
    assert (limit.amount, limit.unit) == (None, None)
    assert limit.note["vi"].startswith("1 (nguồn không ghi đơn vị)")
    assert get_procedure("1.000178").time_limit_on(date(2026, 11, 22), "postal").unit is TimeUnit.WORKING_DAY


def test_the_very_files_of_a_version_are_kept_and_come_back_byte_for_byte(tmp_path):
    folder = write_package(tmp_path, procedure="# by hand\r\n" + PROCEDURE)
    version = publish_package(actor=SYSTEM, folder=folder)
    source = get_source(version.hash)
    assert source.files == {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.yaml")}
    assert (source.folder, source.version_hash) == ("9.000001-library-card", version.hash)
    (folder / "README.md").write_bytes(b"What we know.\n")
    assert publish_package(actor=SYSTEM, folder=folder).hash == version.hash
    assert get_source(version.hash).files["README.md"] == b"What we know.\n", "the files stored last"
    with pytest.raises(SourceNotFoundError):
        get_source("0" * 64)


def test_files_that_were_published_are_never_changed_or_removed(tmp_path):
    publish_package(actor=SYSTEM, folder=write_package(tmp_path))
    for statement in ("UPDATE catalogue_packagefile SET content = ''", "DELETE FROM catalogue_packagesource"):
        with pytest.raises(psycopg.errors.RestrictViolation), transaction.atomic():
            prepared(statement)


def test_a_version_of_the_future_waits_and_turns_up_on_its_day(tmp_path):
    now = publish_package(actor=SYSTEM, folder=write_package(tmp_path / "now"))
    later = PROCEDURE.replace("from: 2025-07-01", "from: 2027-01-01").replace(
        "vi: Cấp thẻ thư viện", "vi: Làm thẻ đọc sách"
    )
    coming = publish_package(actor=SYSTEM, folder=write_package(tmp_path / "later", procedure=later))
    assert [found.name["vi"] for found in search_procedures("thẻ thư viện")] == ["Cấp thẻ thư viện"]
    assert bring_into_force(actor=SYSTEM) == ()
    with clock.at(datetime(2027, 1, 1, 1, tzinfo=UTC)):
        assert get_procedure("9.000001").hash == coming.hash
        assert bring_into_force(actor=SYSTEM) == (coming.hash,)
        assert bring_into_force(actor=SYSTEM) == ()
        assert [found.name["vi"] for found in list_by_life_event("school")] == ["Làm thẻ đọc sách"]
        # The older one published again, as a start of the demo does, does not push the newer one out of the lists.
        assert publish_package(actor=SYSTEM, folder=tmp_path / "now" / "9.000001-library-card").hash == now.hash
        assert [found.name["vi"] for found in list_by_life_event("school")] == ["Làm thẻ đọc sách"]


def test_a_new_procedure_of_the_future_is_nowhere_until_its_day(tmp_path):
    later = PROCEDURE.replace("from: 2025-07-01", "from: 2027-01-01")
    coming = publish_package(actor=SYSTEM, folder=write_package(tmp_path, procedure=later))
    assert list_by_life_event("school") == ()
    with clock.at(datetime(2027, 1, 1, 1, tzinfo=UTC)):
        assert bring_into_force(actor=SYSTEM) == (coming.hash,)
        assert [found.code for found in list_by_life_event("school")] == ["9.000001"]


def test_who_may_only_publish_may_not_import(tmp_path):
    office = agencies.register_agency(
        actor=SYSTEM, code="G22", name={"vi": "Văn phòng", "en": "Office"}, tier="ministry"
    )
    publisher = Actor(
        ActorKind.OFFICIAL, uuid4(), "Lương Thị Vàng Anh", agency_id=office.id, roles=frozenset({"publisher"})
    )
    files = read_files(write_package(tmp_path))
    assert publish_files(actor=publisher, files=files, folder="9.000001-library-card").code == "9.000001"
    with pytest.raises(CatalogueNotAllowedError):
        import_catalogue(actor=publisher, path=tmp_path / "any.csv")
    editor = Actor(ActorKind.OFFICIAL, uuid4(), "Trịnh Văn Khế", roles=frozenset({"editor"}))
    with pytest.raises(CatalogueNotAllowedError):
        publish_files(actor=editor, files=files, folder="9.000001-library-card")
