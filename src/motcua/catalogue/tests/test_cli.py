"""The commands of the catalogue: what they print, where, and how they end."""

import pytest

from motcua.catalogue import cli

from .packages import PROCEDURE, write_package
from .samples import BROKEN, GOOD, written

pytestmark = pytest.mark.django_db


def test_an_import_tells_its_sums_on_standard_output_and_bad_rows_on_standard_error(tmp_path, capsys):
    assert cli.main(["catalogue", "import", str(written(tmp_path, GOOD + BROKEN))]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("catalogue.jsonl: 13 rows read, 5 new, 0 changed, 0 as before, 8 rejected")
    assert "line 6: the line is not JSON" in said.err


def test_a_sound_file_ends_well_and_a_missing_one_is_refused_in_one_sentence(tmp_path, capsys):
    assert cli.main(["catalogue", "import", str(written(tmp_path, GOOD))]) == 0
    assert cli.main(["catalogue", "import", str(tmp_path / "nothing")]) == 2
    assert capsys.readouterr().err.strip().endswith("cannot be read: No such file or directory.")


def test_sound_packages_are_published_and_broken_ones_told(tmp_path, capsys):
    sound = write_package(tmp_path / "sound")
    broken = write_package(tmp_path / "broken", procedure=PROCEDURE.replace("tiers: [commune]", "tiers: [village]"))
    assert cli.main(["catalogue", "publish", str(broken), str(sound)]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("9.000001 ")
    assert said.err.startswith("9.000001-library-card/procedure.yaml:6:")


@pytest.mark.parametrize("arguments", [[], ["import"], ["publish"], ["import", "a", "b"], ["fly"]])
def test_other_words_get_the_usage(arguments, capsys):
    assert cli.main(["catalogue", *arguments]) == 2
    assert capsys.readouterr().err.startswith("Usage: motcua catalogue import FILE")
