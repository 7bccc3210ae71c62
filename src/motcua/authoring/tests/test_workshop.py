"""The package on the bench follows its folder."""

import threading

from motcua.authoring.trying.workshop import Workshop

from .library import FORM, write_library


def test_nothing_is_judged_again_while_nothing_changes(tmp_path):
    bench = Workshop(write_library(tmp_path))
    assert (bench.revision, bench.look(), bench.revision) == (1, False, 1)


def test_a_change_a_new_file_and_a_removal_are_each_seen(tmp_path):
    folder = write_library(tmp_path)
    bench = Workshop(folder)
    (folder / "scenarios" / "other.yaml").write_text("name: x\n")
    assert bench.look()
    assert bench.judgement.problems
    (folder / "scenarios" / "other.yaml").unlink()
    assert bench.look()
    assert bench.judgement.problems == ()


def test_a_broken_package_keeps_the_last_version_and_the_answers(tmp_path):
    folder = write_library(tmp_path)
    bench = Workshop(folder)
    good, bench.answers = bench.version, {"reader_name": "Lê Thị Minh Châu"}
    (folder / "form.yaml").write_text(FORM.replace("type: yes_no", "type: maybe"))
    bench.look()
    assert (bench.judgement.version, bench.version) == (None, good)
    assert bench.answers == {"reader_name": "Lê Thị Minh Châu"}


def test_who_waits_is_told_as_soon_as_something_changes_and_at_once_when_late(tmp_path):
    folder = write_library(tmp_path)
    bench = Workshop(folder)
    told = []
    waiting = threading.Thread(target=lambda: told.append(bench.wait_for_change(1, seconds=30)))
    waiting.start()
    (folder / "README.md").write_text("more")
    bench.look()
    waiting.join(timeout=10)
    assert told == [2]
    assert bench.wait_for_change(1) == 2
    assert bench.wait_for_change(2, seconds=0.01) == 2
