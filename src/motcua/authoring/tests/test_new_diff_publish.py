"""`motcua procedure new`, `diff` and `publish`: what they make, print and refuse."""

import json
import re
from datetime import date

import pytest

from motcua.authoring.beginning import is_code
from motcua.authoring.cli import needs_database
from motcua.authoring.cli.main import main
from motcua.catalogue.api import get_procedure, get_source, load_package
from motcua.catalogue.packages.schemas import schema_of

from .library import FEES, FORM, SCENARIO, write_library


def run(*arguments):
    return main(["procedure", *map(str, arguments)])


def test_a_new_package_passes_the_check_at_once_and_its_files_name_their_schema(tmp_path, capsys):
    name = ("--name", 'Xác nhận "cư trú"', "--name-en", "Certify residence")
    assert run("new", "9.000777", *name, "--in", tmp_path) == 0
    folder = tmp_path / "9.000777-certify-residence"
    assert run("check", folder) == 0
    assert "nothing to mend." in capsys.readouterr().out
    assert load_package(folder).name == {"vi": 'Xác nhận "cư trú"', "en": "Certify residence"}
    files = list(folder.rglob("*.yaml"))
    assert all("/schemas/procedure/v1/" in file.read_text().splitlines()[0] for file in files)
    assert len([file for file in files if file.parent.name == "scenarios"]) == 1


def test_a_new_package_without_a_name_is_sound_too(tmp_path):
    assert run("new", "9.000777", "--in", tmp_path) == 0
    assert run("check", tmp_path / "9.000777") == 0


def test_a_copy_takes_everything_but_the_code(tmp_path):
    folder = write_library(tmp_path)
    assert run("new", "9.000778", "--from", folder, "--in", tmp_path) == 0
    old, new = ((tmp_path / name / "procedure.yaml").read_text() for name in (folder.name, "9.000778"))
    assert new == old.replace("9.000002", "9.000778")
    assert run("new", "9.000779", "--from", "9.000002", "--in", tmp_path) == 0


@pytest.mark.parametrize(
    "code", ["../x", "", "a b", "x" * 80, "9.1234567", "9.12345", "1001193", "9.000777.hue", "9.000777" + ".A" * 20]
)
def test_what_is_no_code_is_refused_with_what_to_write(tmp_path, code, capsys):
    assert run("new", code, "--in", tmp_path) == 2
    assert "is no code: write one digit, a dot and six digits, as in 1.001193" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_code_with_parts_of_its_own_passes_the_check(tmp_path):
    assert run("new", "9.000777.HUE", "--in", tmp_path) == 0
    assert run("check", tmp_path / "9.000777.HUE") == 0


def test_a_code_is_judged_as_the_schema_judges_it():
    pattern = schema_of("procedure")["properties"]["code"]["pattern"]
    for code in ("9.000777", "9.000777.HUE", "9.1234567", "9.000777.", "9.000777.hue", "9,000777", "9.000777.H.1"):
        assert is_code(code) == bool(re.search(pattern, code))


def test_a_code_that_is_there_already_is_refused(tmp_path):
    write_library(tmp_path)
    assert run("new", "9.000002", "--in", tmp_path) == 2
    assert run("new", "9.000003", "--from", "9.999999", "--in", tmp_path) == 2


def test_two_folders_are_compared_in_words_and_as_json(tmp_path, capsys):
    old = write_library(tmp_path / "old")
    new = write_library(tmp_path / "new", {"fees.yaml": FEES.replace("20000", "30000")})
    assert run("diff", old, new, "--language", "en") == 1
    assert "* Posting: 20,000 VND → 30,000 VND from 1 January 2025" in capsys.readouterr().out
    assert run("diff", old, new, "--json") == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["id"], told["severity"]) == ("fee", "post", "new_dossiers")
    assert run("diff", old, old) == 0
    assert run("diff", old, tmp_path) == 2


@pytest.mark.django_db
def test_publishing_shows_what_changes_and_keeps_the_very_files(tmp_path, capsys):
    assert run("publish", write_library(tmp_path / "one")) == 0
    assert "the first version" in capsys.readouterr().out
    dearer = {
        "fees.yaml": FEES.replace("20000", "30000"),
        "scenarios/adult.yaml": SCENARIO.replace("25000", "35000"),
    }
    later = write_library(tmp_path / "two", dearer)
    assert run("publish", later, "--effective-from", "2026-02-01") == 0
    said = capsys.readouterr().out
    assert "Gửi thẻ: 20.000 đồng → 30.000 đồng" in said
    assert "from: 2026-02-01" in (later / "procedure.yaml").read_text()
    version = get_procedure("9.000002", on=date(2026, 2, 1))
    assert version.effective_from == date(2026, 2, 1)
    assert get_source(version.hash).files["fees.yaml"] == (later / "fees.yaml").read_bytes()
    assert run("diff", "9.000002@2026-01-31", "9.000002@2026-02-01") == 1
    assert run("diff", version.hash, later) == 0


@pytest.mark.django_db
def test_a_dry_run_changes_nothing(tmp_path, capsys):
    folder = write_library(tmp_path)
    assert run("publish", folder, "--dry-run", "--effective-from", "2026-02-01") == 0
    assert run("diff", "9.000002", folder) == 2
    assert "from: 2025-07-01" in (folder / "procedure.yaml").read_text()


@pytest.mark.django_db
def test_what_is_broken_or_reuses_an_id_is_not_published(tmp_path, capsys):
    broken = write_library(tmp_path / "broken", {"fees.yaml": FEES.replace("amount: 20000", "amount: 30001")})
    assert run("publish", broken) == 1
    assert "scenarios/adult.yaml:18" in capsys.readouterr().err
    assert run("publish", write_library(tmp_path / "one")) == 0
    retyped = FORM.replace("id: school_name, type: text", "id: school_name, type: name")
    assert run("publish", write_library(tmp_path / "two", {"form.yaml": retyped})) == 1
    assert "form.yaml:15: `school_name` was of type text" in capsys.readouterr().err


def test_only_what_reads_or_changes_what_is_published_needs_the_database(tmp_path):
    assert not any(needs_database([verb, "x"]) for verb in ("new", "check", "try"))
    assert not needs_database(["diff", str(tmp_path), str(tmp_path), "--json"])
    assert needs_database(["diff", "1.001193", str(tmp_path)])
    assert needs_database(["publish", "x"])
    assert not needs_database(["publish", "--help"])
