"""The first catalogue: what its files may say, what becomes of an entry, and how it lives beside better origins."""

from datetime import date

import pytest

from motcua.catalogue import cli, queries
from motcua.catalogue.api import (
    get_procedure,
    import_catalogue,
    list_by_life_event,
    publish_first_catalogue,
    publish_package,
    search_procedures,
    show_procedure,
)
from motcua.catalogue.contracts import Origin, TimeUnit
from motcua.catalogue.domain.reckoning import reckon_fees
from motcua.catalogue.domain.versions import seal, version_of
from motcua.catalogue.errors import CatalogueNotAllowedError, PackageInvalidError
from motcua.catalogue.first import own_words
from motcua.catalogue.first.compiling import compile_entry
from motcua.catalogue.first.reading import first_words, read_first
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.platform.database.transactions import prepared

from .packages import PROCEDURE, write_package
from .samples import detailed, written

DAY = date(2026, 11, 25)
ENTRY = """\
checked_on: 2026-11-25
procedures:
  "9.000001":
    name: Cấp thẻ bạn đọc
    en: Reader's card
    about: {vi: Để mượn sách ở thư viện xã., en: To borrow books from the commune library.}
    called: {vi: [thẻ mượn sách, làm thẻ đọc sách, thẻ thư viện xã], en: [library ticket]}
    field: residence
    agency: commune_committee
    tiers: [commune]
    subjects: [citizen]
    channels: [online, in_person]
    time: 3 working_day
    fee: {amounts: {online: 5000, in_person: 10000}}
    papers: [application, id_any!, {vi: Ảnh, en: Photo, sometimes: true}]
    results: [{vi: Thẻ bạn đọc, en: Reader's card}]
    events: [school]
    source: {url: "https://example.org/9.000001", decision: 1/QĐ-X}
"""
NAMED = """\
checked_on: 2026-11-25
procedures:
  "9.000002":
    name: Công nhận nghệ nhân
    en: Recognise an artisan
    about: {vi: Để nghề làng được ghi nhận., en: For a village craft to be recognised.}
    called: {vi: [nghệ nhân, phong nghệ nhân, công nhận nghệ nhân], en: [artisan]}
    field: residence
    agency: commune_committee
    tiers: []
    subjects: []
    known: name
    source: {url: "https://example.org/9.000002"}
"""


@pytest.fixture(autouse=True)
def _no_memory():
    queries.get_version.cache_clear()
    own_words.own_words.cache_clear()
    yield
    own_words.own_words.cache_clear()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A first catalogue of two entries, instead of the one that we ship."""
    place = tmp_path / "first"
    place.mkdir()
    (place / "a.yaml").write_text(ENTRY, "utf-8")
    (place / "b.yaml").write_text(NAMED, "utf-8")
    monkeypatch.setattr(own_words, "FOLDER", place)
    return place


def compiled(text, code="9.000001", tmp_path=None):
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    sealed = seal(compile_entry(code, read_first(tmp_path)[code], first_words()))
    return version_of(sealed.content, sealed.hash)


def problems(tmp_path, text):
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    with pytest.raises(PackageInvalidError) as refused:
        read_first(tmp_path)
    return [str(problem) for problem in refused.value.problems]


def ledger_actions():
    return [row[0] for row in prepared("SELECT action FROM ledger_entry ORDER BY at, id").fetchall()]


def test_what_we_ship_has_nothing_to_mend():
    entries = read_first()
    assert len(entries) >= 250
    for code, entry in entries.items():
        sealed = seal(compile_entry(code, entry, first_words()))
        assert version_of(sealed.content, sealed.hash).code == code
    assert set(own_words.own_words()) == set(entries)


def test_an_entry_becomes_a_procedure_that_is_filed_by_the_standard_form(tmp_path):
    version = compiled(ENTRY, tmp_path=tmp_path)
    assert (version.origin, version.online, version.effective_from) == (Origin.FIRST, True, date.min)
    assert (version.time_limits[0].amount, version.time_limits[0].unit) == (3, TimeUnit.WORKING_DAY)
    assert [(paper.kind, paper.required) for paper in version.papers] == [
        ("upload", True),
        ("present", False),
        ("upload", False),
    ]
    assert [section["id"] for section in version.form["sections"]] == ["applicant", "request"]
    assert version.source["checked_on"] == "2026-11-25"
    assert [line.total for line in reckon_fees(version, {}, "in_person", DAY)] == [10000]
    assert [line.total for line in reckon_fees(version, {}, "online", DAY)] == [5000]


@pytest.mark.parametrize(
    ("fee", "amounts", "note"),
    [
        ("free", [], ""),
        ("unknown", [], "Nguồn chưa ghi mức phí. Bạn hãy hỏi cơ quan giải quyết."),
        ("12000", [12000], ""),
        ("{note: {vi: Tùy tỉnh., en: By province.}}", [], "Tùy tỉnh."),
    ],
)
def test_a_fee_is_charged_when_it_is_certain_and_told_otherwise(tmp_path, fee, amounts, note):
    version = compiled(ENTRY.replace("{amounts: {online: 5000, in_person: 10000}}", fee), tmp_path=tmp_path)
    assert [line.total for line in reckon_fees(version, {}, "online", DAY)] == amounts
    assert (version.fee_note["vi"] if version.fee_note else "") == note


def test_a_number_without_a_unit_is_told_and_not_reckoned(tmp_path):
    version = compiled(ENTRY.replace("time: 3 working_day", "time: [{said: 7}]"), tmp_path=tmp_path)
    assert version.time_limits[0].unit is None
    assert version.time_limits[0].note == {"vi": "7 (nguồn không ghi đơn vị)", "en": "7 (the source names no unit)"}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("papers: [application,", "papers: [applications,", "x.yaml:15: `applications` is not among the papers"),
        ("field: residence", "field: reading", "x.yaml:8: `reading` is not among the fields"),
        ("    time: 3 working_day\n", "", "x.yaml:3: The entry lacks `time`."),
        (
            "time: 3 working_day",
            "time: 3 weeks",
            'x.yaml:13: `procedures.9.000001.time` is "3 weeks", which cannot stand here. Write how long',
        ),
        ("channels: [online", "channels: [pigeon", "x.yaml:12: "),
        ("thẻ mượn sách, ", "", "x.yaml:7: "),
        ("tiers: [commune]", "tiers: [commune]\n    known: name", "there is no `papers`"),
        ('"9.000001":', "9.1:", 'x.yaml:2: `procedures` is "9.1", which cannot stand here.'),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path, before, after, told):
    assert before in ENTRY
    assert any(told in problem for problem in problems(tmp_path, ENTRY.replace(before, after)))


def test_a_code_stands_in_one_file_only(tmp_path):
    (tmp_path / "a.yaml").write_text(ENTRY, "utf-8")
    assert [problem.partition(": ")[0] for problem in problems(tmp_path, ENTRY)] == ["a.yaml:3", "x.yaml:3"]


@pytest.mark.django_db
def test_the_first_catalogue_is_published_once_and_its_changes_later(folder):
    assert publish_first_catalogue(actor=SYSTEM, folder=folder).created == 2
    before = get_procedure("9.000001").hash
    again = publish_first_catalogue(actor=SYSTEM, folder=folder)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert ledger_actions() == ["catalogue.first_catalogue_published"]
    (folder / "a.yaml").write_text(ENTRY.replace("3 working_day", "2 working_day"), "utf-8")
    changed = publish_first_catalogue(actor=SYSTEM, folder=folder)
    assert (changed.created, changed.updated, changed.unchanged) == (0, 1, 1)
    assert get_procedure("9.000001").hash != before
    assert [found.code for found in search_procedures("thẻ mượn sách")] == ["9.000001"]
    assert [found.code for found in list_by_life_event("school")] == ["9.000001"]


@pytest.mark.django_db
def test_an_entry_of_which_only_the_name_is_known_is_listed(folder):
    publish_first_catalogue(actor=SYSTEM, folder=folder)
    version = get_procedure("9.000002")
    assert (version.origin, version.online) == (Origin.LISTED, False)
    assert show_procedure(version, "vi", DAY)["named_only"]


@pytest.mark.django_db
@pytest.mark.parametrize("first_is_first", [True, False])
def test_an_imported_record_brings_the_content_and_our_words_stay(folder, tmp_path, first_is_first):
    path = written(tmp_path, [detailed("9.000001", "Cấp thẻ bạn đọc"), detailed("9.000002", "Công nhận nghệ nhân")])
    if first_is_first:
        publish_first_catalogue(actor=SYSTEM, folder=folder)
    assert import_catalogue(actor=SYSTEM, path=path).rejected == ()
    publish_first_catalogue(actor=SYSTEM, folder=folder)
    version = get_procedure("9.000001")
    assert (version.origin, version.name) == (Origin.NATIONAL, {"vi": "Cấp thẻ bạn đọc"})
    assert get_procedure("9.000002").origin is Origin.NATIONAL
    (found,) = search_procedures("thẻ mượn sách")
    assert (found.origin, found.name["en"]) == (Origin.NATIONAL, "Reader's card")
    assert found.summary["vi"] == "Để mượn sách ở thư viện xã."
    assert [each.code for each in list_by_life_event("school")] == ["9.000001"]
    shown = show_procedure(version, "en", DAY)
    assert (shown["name"], shown["summary"]) == ("Reader's card", "To borrow books from the commune library.")
    assert shown["only_vietnamese"]


@pytest.mark.django_db
def test_new_words_for_an_imported_record_come_with_a_new_release(folder, tmp_path):
    import_catalogue(actor=SYSTEM, path=written(tmp_path, [detailed("9.000001", "Cấp thẻ bạn đọc")]))
    publish_first_catalogue(actor=SYSTEM, folder=folder)
    (folder / "a.yaml").write_text(ENTRY.replace("Reader's card", "Library card"), "utf-8")
    own_words.own_words.cache_clear()
    hash_before = get_procedure("9.000001").hash
    assert publish_first_catalogue(actor=SYSTEM, folder=folder).updated == 0
    assert [found.name["en"] for found in search_procedures("thẻ mượn sách")] == ["Library card"]
    assert get_procedure("9.000001").hash == hash_before


@pytest.mark.django_db
def test_a_list_does_not_replace_facts_and_its_own_rows_stay(folder, tmp_path):
    listed = tmp_path / "list.csv"
    listed.write_text("code,name,field\n9.000001,Cấp thẻ,Văn hóa\n9.000002,Nghệ nhân,Văn hóa\n", "utf-8")
    publish_first_catalogue(actor=SYSTEM, folder=folder)
    import_catalogue(actor=SYSTEM, path=listed)
    assert get_procedure("9.000001").origin is Origin.FIRST
    assert get_procedure("9.000002").name["vi"] == "Nghệ nhân"
    again = publish_first_catalogue(actor=SYSTEM, folder=folder)
    assert (again.created, again.updated) == (0, 0)
    assert [found.name["en"] for found in search_procedures("phong nghệ nhân")] == ["Recognise an artisan"]


@pytest.mark.django_db
def test_a_package_stays_above_its_entry(folder, tmp_path):
    published = publish_package(actor=SYSTEM, folder=write_package(tmp_path, procedure=PROCEDURE))
    publish_first_catalogue(actor=SYSTEM, folder=folder)
    assert get_procedure("9.000001", on=DAY).hash == published.hash
    assert "Reader's card" not in {found.name["en"] for found in search_procedures("thẻ thư viện")}


@pytest.mark.django_db
def test_only_an_operator_publishes_it(folder):
    with pytest.raises(CatalogueNotAllowedError):
        publish_first_catalogue(actor=Actor(ActorKind.PERSON), folder=folder)


@pytest.mark.django_db
def test_the_command_checks_and_publishes(capsys):
    assert cli.main(["catalogue", "first", "--check"]) == 0
    assert capsys.readouterr().out.endswith("procedures, nothing to mend.\n")
    assert cli.main(["catalogue", "first"]) == 0
    assert " new, 0 changed, 0 as before." in capsys.readouterr().out
