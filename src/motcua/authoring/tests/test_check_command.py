"""`motcua procedure check`: what it prints, where, and how it ends."""

import json
from pathlib import Path

import pytest

from motcua.authoring.cli.main import main

from .library import FORM, PROCEDURE, write_library

PACKAGES = Path(__file__).resolve().parents[4] / "procedures"


def check(*arguments):
    return main(["procedure", "check", *map(str, arguments)])


def test_a_sound_package_ends_well_and_says_how_many_examples_were_played(tmp_path, capsys):
    assert check(write_library(tmp_path)) == 0
    assert capsys.readouterr().out.startswith("1 package, 1 example, ")


def test_a_folder_of_packages_is_checked_as_a_whole(tmp_path, capsys):
    write_library(tmp_path, {"form.yaml": FORM.replace("id: birth_date", "id: reader_name")})
    assert check(tmp_path) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(
        "9.000002-library-card/form.yaml:9: The id `reader_name` is used twice. Each needs its own."
    )
    assert said[-1].endswith("1 to mend.")


def test_a_warning_is_told_and_hinders_nothing_and_quiet_leaves_it_out(tmp_path, capsys):
    folder = write_library(tmp_path, {"procedure.yaml": PROCEDURE.replace("Portrait}, legal: [rule-1]", "Portrait}")})
    assert check(folder) == 0
    assert (
        "warning: 9.000002-library-card/procedure.yaml:18: The paper `photo` names no rule" in capsys.readouterr().out
    )
    assert check(folder, "--quiet") == 0
    assert "names no rule" not in capsys.readouterr().out


def test_an_editor_gets_problems_with_path_and_severity(tmp_path, capsys):
    folder = write_library(tmp_path, {"form.yaml": FORM.replace("type: yes_no", "type: yesno")})
    assert check(folder, "--json") == 1
    (package,) = json.loads(capsys.readouterr().out)
    assert package["hash"] is None
    first = package["problems"][0]
    assert (first["severity"], first["file"], first["line"]) == ("error", "form.yaml", 10)
    assert first["path"] == ["sections", 0, "pages", 0, "fields", 2, "type"]


@pytest.mark.parametrize("arguments", [["fly"], []])
def test_other_words_get_the_list_of_verbs(arguments, capsys):
    assert main(["procedure", *arguments]) == 2
    assert "motcua procedure check" in capsys.readouterr().err


def test_a_folder_without_a_package_is_refused(tmp_path, capsys):
    assert check(tmp_path) == 2
    assert "There is no procedure package in" in capsys.readouterr().err


def test_every_package_that_ships_is_sound(capsys):
    assert check(PACKAGES, "--quiet") == 0, capsys.readouterr().out
