"""What the loader makes of a package folder, and what it says about a broken one."""

import hashlib
import json
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from motcua.catalogue.api import as_filed, asked_papers, load_package, load_scenarios, reckon_fees
from motcua.catalogue.contracts import Origin, TimeUnit
from motcua.catalogue.errors import EvaluationError, PackageInvalidError
from motcua.catalogue.packages.examples import check_scenario
from motcua.catalogue.packages.loader import check_files, read_files, read_package
from motcua.catalogue.packages.names import Names
from motcua.catalogue.packages.source import read_source

from .packages import FEES, FORM, PROCEDURE, write_package

ROOT = Path(__file__).resolve().parents[4]


def problems(folder):
    with pytest.raises(PackageInvalidError) as caught:
        load_package(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_package_becomes_a_version(tmp_path):
    version = load_package(write_package(tmp_path))
    assert (version.code, version.origin, version.online) == ("9.000001", Origin.PACKAGE, True)
    assert version.time_limit_on(date(2026, 3, 2)).unit is TimeUnit.WORKING_DAY
    assert version.effective_from == date(2025, 7, 1)
    assert [paper.id for paper in version.papers] == ["photo", "school_letter"]
    assert version.form["sections"][0]["pages"][0]["fields"][0]["id"] == "is_pupil"


def test_the_hash_is_the_sha_256_of_the_sorted_json_and_nothing_else(tmp_path):
    folder = write_package(tmp_path)
    plain = json.dumps(read_package(folder), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert load_package(folder).hash == hashlib.sha256(plain.encode()).hexdigest()


def test_layout_comments_and_composition_of_letters_do_not_change_the_hash(tmp_path):
    one = load_package(write_package(tmp_path / "one"))
    spread = "# a comment\n" + unicodedata.normalize("NFD", PROCEDURE).replace(
        "tiers: [commune]", "tiers:\n  - commune"
    )
    other = load_package(write_package(tmp_path / "other", procedure=spread))
    assert one.hash == other.hash


def test_a_changed_word_changes_the_hash_and_a_scenario_does_not(tmp_path):
    one = load_package(write_package(tmp_path / "one"))
    reworded = PROCEDURE.replace("You get", "You receive")
    assert load_package(write_package(tmp_path / "two", procedure=reworded)).hash != one.hash
    folder = write_package(tmp_path / "three")
    shutil.rmtree(folder / "scenarios")
    assert load_package(folder).hash == one.hash


def test_fees_and_flow_may_be_left_out(tmp_path):
    version = load_package(write_package(tmp_path, fees="", flow=""))
    assert version.fees == ()
    assert version.flow == {"extends": "one-stop"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'code: "9.000001"',
            "code: 9000001",
            "procedure.yaml:1: `code` is 9000001, not a text. Write the national code",
        ),
        ("tiers: [commune]", "tiers: [village]", 'procedure.yaml:6: `tiers.0` is "village", which is none of ministry'),
        ("{vi: Văn hóa, en: Culture}", "{vi: Văn hóa}", "procedure.yaml:5: `field` lacks `en`."),
        ("subjects: [citizen]", "subject: [citizen]", "procedure.yaml:7: `subject` is not known here. Known are: code"),
        ("from: 2025-07-01", "from: 2025-02-30", "which is no day of the calendar"),
        ("from: 2025-07-01", "from: 2025-07-01, to: 2025-06-30", "procedure.yaml:11: It ends on 2025-06-30, before"),
        ("legal: [rule-1]}\npapers", "legal: [rule-2]}\npapers", "procedure.yaml:16: `rule-2` is not in legal_basis"),
        ("id: photo", "id: school_letter", "procedure.yaml:19: The id `school_letter` is used twice"),
        (
            "id: photo",
            "id: Photo",
            'procedure.yaml:18: `papers.0.id` is "Photo", which cannot stand here. Write an id of',
        ),
        ('when: "is_pupil == true"', 'when: "is_pupil = true"', "procedure.yaml:19: The expression"),
        ('when: "is_pupil == true"', 'when: "is_pupl == true"', "Did you mean `is_pupil`?"),
        ("amount: 2, unit: working_day", "amount: 2", "has only one of amount and unit"),
        ("agency: {vi", "name: {vi", "procedure.yaml:8: `name` stands here twice."),
        ("channels: [online", "channels: [: online", "procedure.yaml:9: This is not YAML"),
        ("Ảnh chân dung", "Ảnh chân \u202edung", "procedure.yaml:18: The line holds the hidden character U+202E"),
    ],
)
def test_a_broken_procedure_file_says_where_and_what_to_write(tmp_path, old, new, said):
    assert old in PROCEDURE
    told = problems(write_package(tmp_path, procedure=PROCEDURE.replace(old, new, 1)))
    assert any(said in line for line in told), told


STEPS = """\
extends: one-stop
steps:
  - id: look
    kind: inspection
    name: {vi: Xem chỗ để sách, en: Look at the shelf}
    when: "is_pupil == true"
    legal: [rule-1]
    record: {fields: [{id: found, type: text, label: {vi: Thấy gì, en: Found}}]}
  - id: ask
    kind: opinion
    name: {vi: Hỏi trường, en: Ask the school}
    agency: {branch: school, tier: commune}
    record: {fields: [{id: says, type: text, label: {vi: Ý kiến, en: Opinion}}]}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: inspection", "kind: visit", 'flow.yaml:4: `steps.0.kind` is "visit", which is none of inspection'),
        ("id: ask", "id: look", "flow.yaml:9: The id `look` is used twice"),
        ("legal: [rule-1]", "legal: [rule-9]", "flow.yaml:7: `rule-9` is not in legal_basis"),
        ("is_pupil ==", "is_pupl ==", "Did you mean `is_pupil`?"),
        ("    agency: {branch: school, tier: commune}\n", "", "flow.yaml:9: `steps.1` lacks `agency`."),
        (
            "tier: commune}",
            "tier: commune, place: kind}",
            "`kind` says where the agency is asked but is no address field",
        ),
        ("kind: opinion", "kind: draw", "flow.yaml:9: `steps.1` does not belong to this type"),
        ("type: text, label: {vi: Thấy", "type: words, label: {vi: Thấy", "which is none of text"),
    ],
)
def test_a_broken_step_says_where_and_what_to_write(tmp_path, old, new, said):
    assert old in STEPS
    told = problems(write_package(tmp_path, flow=STEPS.replace(old, new, 1)))
    assert any(said in line for line in told), told


def test_steps_that_are_in_order_are_a_package(tmp_path):
    assert [step["id"] for step in load_package(write_package(tmp_path, flow=STEPS)).flow["steps"]] == ["look", "ask"]


def test_all_problems_are_told_at_once(tmp_path):
    told = problems(
        write_package(
            tmp_path,
            procedure=PROCEDURE.replace("tiers: [commune]", "tiers: [village]"),
            form=FORM.replace("id: cards", "id: is_pupil").replace("type: choice", "type: text"),
            fees=FEES.replace("amount: 5000", "amount: 5.000"),
        )
    )
    assert [line.split(":")[0] for line in told] == ["fees.yaml", "form.yaml", "procedure.yaml"]


def test_a_form_is_checked_across_its_pages(tmp_path):
    broken = FORM.replace("id: cards", "id: is_pupil").replace("value: room", "value: home")
    told = problems(write_package(tmp_path, form=broken))
    assert any("form.yaml:9: The id `is_pupil` is used twice" in line for line in told)
    assert any("The value `home` is used twice" in line for line in told)


def test_a_fee_is_multiplied_by_a_number_field_only(tmp_path):
    told = problems(write_package(tmp_path, fees=FEES.replace("per: cards", "per: kind", 1)))
    assert len(told) == 1
    assert told[0].startswith("fees.yaml:2: `kind` multiplies the fee but is no number field of form.yaml.")


def test_missing_and_strange_files_and_folders_are_named(tmp_path):
    folder = write_package(tmp_path, form="")
    (folder / "notes.txt").write_text("x")
    (folder / "documents").mkdir()
    (folder / "documents" / "Result.HTML").write_text("x")
    told = problems(folder.rename(tmp_path / "8.000001-other"))
    assert [line.split(":")[0] for line in told] == [
        "8.000001-other",
        "documents/Result.HTML",
        "form.yaml",
        "notes.txt",
    ]
    assert "There is no such folder." in problems(tmp_path / "nowhere")[0]


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    folder = write_package(tmp_path)
    (folder / "form.yaml").write_bytes(b"title: \xff\xfe")
    assert any(line.startswith("form.yaml:1: Byte 8 is not UTF-8") for line in problems(folder))


def test_an_alias_is_refused_before_it_can_grow(tmp_path):
    bomb = "a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert any("Anchors and aliases" in line for line in problems(write_package(tmp_path, form=bomb)))


def test_scenarios_are_read_by_name_and_checked(tmp_path):
    folder = write_package(tmp_path)
    assert load_scenarios(folder)["adult"]["expect"] == {"valid": True, "fees": 25000}
    (folder / "scenarios" / "adult.yaml").write_text("name: x\n")
    with pytest.raises(PackageInvalidError, match="lacks `today`"):
        load_scenarios(folder)


def test_papers_are_asked_by_the_answers(tmp_path):
    version = load_package(write_package(tmp_path))
    day = date(2026, 3, 2)
    assert [p.id for p in asked_papers(version, {"is_pupil": True}, "online", day)] == ["photo", "school_letter"]
    assert [p.id for p in asked_papers(version, {}, "online", day)] == ["photo"]


@pytest.mark.parametrize(
    ("on", "channel", "answers", "total"),
    [
        (date(2026, 6, 30), "in_person", {"is_pupil": False, "cards": 2}, 10000),
        (date(2026, 7, 1), "in_person", {"is_pupil": False, "cards": 2}, 12000),
        (date(2026, 7, 1), "online", {"is_pupil": False, "cards": 1}, 26000),
        (date(2026, 7, 1), "online", {"is_pupil": True, "cards": 1}, 20000),
        (date(2024, 12, 31), "online", {"cards": 1}, 0),
    ],
)
def test_fees_hold_on_their_days_and_channels(tmp_path, on, channel, answers, total):
    version = load_package(write_package(tmp_path))
    assert sum(line.total for line in reckon_fees(version, answers, channel, on)) == total


def test_a_fee_without_its_number_is_an_error_and_not_free(tmp_path):
    version = load_package(write_package(tmp_path))
    for cards in (None, True, "2", -1):
        with pytest.raises(EvaluationError, match="multiplied by 'cards'"):
            reckon_fees(version, {"cards": cards}, "in_person", date(2026, 3, 2))


def test_a_package_is_judged_without_a_folder_and_nothing_is_raised(tmp_path):
    files = read_files(write_package(tmp_path))
    checked = check_files(files)
    assert checked.version() == load_package(tmp_path / "9.000001-library-card")
    assert list(checked.told_scenarios()) == ["adult"]
    broken = check_files({**files, "fees.yaml": files["fees.yaml"].replace(b"amount: 5000", b"amount: five")})
    assert [(problem.file, problem.line, problem.path) for problem in broken.problems] == [
        ("fees.yaml", 2, ("fees", 0, "amount"))
    ]
    with pytest.raises(PackageInvalidError):
        broken.version()


@pytest.mark.parametrize(
    "name", ["../escape.yaml", "scenarios/../form.yaml", "documents/a/b.typ", "form.yaml/x", "/form.yaml"]
)
def test_no_file_lies_outside_the_places_of_a_package(tmp_path, name):
    files = read_files(write_package(tmp_path))
    assert check_files({**files, name: b"a: b"}).content is None


@pytest.mark.parametrize("opened", ["[", "{a: ", "- ", "? "])
def test_a_hundred_thousand_levels_are_refused_and_do_not_end_the_process(opened):
    source = read_source(("a: " * opened.startswith(("[", "{")) + opened * 100_000).encode(), "form.yaml")
    assert [problem.what for problem in source.problems] == ["The file is nested too deeply."]


def test_a_thousand_levels_of_indentation_are_refused_and_do_not_end_the_process():
    source = read_source("".join(" " * level + "a:\n" for level in range(1300)).encode(), "form.yaml")
    assert [problem.what for problem in source.problems] == ["The file is nested too deeply."]


def test_a_number_that_nobody_can_mean_stays_a_text():
    source = read_source(f"a: {'9' * 5000}\nb: -{'9' * 18}".encode(), "form.yaml")
    assert source.content == {"a": "9" * 5000, "b": -(10**18 - 1)}


def test_brackets_in_texts_are_no_levels():
    text = "a: |\n  " + "[{" * 300 + "\nb: [c]\n"
    assert read_source(text.encode(), "form.yaml").content["b"] == ["c"]


def test_an_escape_does_not_hide_a_character():
    source = read_source(b'a: "safe\\u202etxt"', "form.yaml")
    assert ["U+202E" in problem.what for problem in source.problems] == [True]


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("children[0].born", ""),
        ("children[12]", ""),
        ("children[0].age", "`children[0].age` leads to no question of the group `children`."),
        ("child[0].born", "There is no question `child`."),
        ("town[0].born", "`town[0].born` leads to no question of the group `town`."),
    ],
)
def test_an_expected_problem_may_lead_into_an_item_of_a_group_and_nowhere_else(way, told):
    text = {"vi": "x", "en": "x"}
    born = {"id": "born", "type": "date", "label": text}
    children = {"id": "children", "type": "group", "label": text, "item": text, "fields": [born]}
    town = {"id": "town", "type": "text", "label": text}
    pages = [{"id": one["id"], "title": text, "fields": [one]} for one in (children, town)]
    written = f'answers: {{}}\nexpect:\n  problems: [{{field: "{way}", code: required}}]\n'
    scenario = read_source(written.encode(), "scenarios/one.yaml")
    check_scenario(scenario, {"sections": [{"id": "s", "title": text, "pages": pages}]}, Names())
    assert [(problem.line, problem.what) for problem in scenario.problems] == ([(3, told)] if told else [])


def test_a_guided_path_tells_of_the_fees_that_it_can_come_to_and_no_others():
    baby, birth, residence = (
        load_package(next((ROOT / "procedures").glob(f"{code}-*"))) for code in ("2.000986", "1.001193", "1.004222")
    )
    parts = {part.procedure: part for part in baby.journey}
    assert [fee.amount for fee in residence.fees] == [20_000, 10_000]
    free = as_filed(parts["1.004222"], residence)  # a child pays nothing for the residence
    assert (free.fees, free.fee_note) == ((), {})
    paid = as_filed(parts["1.001193"], birth)  # how many copies is asked
    assert (paid.fees, paid.fee_note) == (birth.fees, birth.fee_note)
