"""`motcua procedure plan-migration` and `migrate`: a file to read, a rehearsal, there and back."""

import shutil

import pytest

from motcua.authoring.cli.main import main
from motcua.catalogue import api as catalogue
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import world as worlds
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting

pytestmark = pytest.mark.django_db
LAW = ("--legal", "Điều 3")


def run(*words):
    return main(["procedure", *map(str, words)])


def test_a_plan_is_written_rehearsed_applied_and_taken_back(frozen_clock, tmp_path, capsys):
    world = worlds.build()
    worlds.submitted(world)
    (folder,) = worlds.PACKAGES.glob(f"{worlds.BIRTH}-*")
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    form = (copy / "form.yaml").read_text().replace("requester_phone", "phone_of_requester")
    (copy / "form.yaml").write_text(form)
    new = catalogue.publish_package(actor=SYSTEM, folder=copy)
    file, sides = tmp_path / "plan.yaml", (world.version.hash, new.hash)

    assert run("plan-migration", *sides, *LAW, "--map", "requester_phone=phone_of_requester", "--out", file) == 0
    assert "1 running dossiers: 1 fit, 0 stay. 0 drafts move." in capsys.readouterr().out
    assert "renamed:\n  requester_phone: phone_of_requester" in file.read_text()
    assert run("migrate", "rehearse", file) == 0
    capsys.readouterr()
    assert run("migrate", "apply", file) == 0
    move = capsys.readouterr().out.partition(":")[0]
    with acting(SYSTEM):
        assert Dossier.objects.get().version_hash == new.hash
    assert run("migrate", "revert", move, "--legal", "rút lại") == 0
    with acting(SYSTEM):
        assert Dossier.objects.get().version_hash == world.version.hash


def test_what_can_not_be_planned_is_refused_in_one_sentence(frozen_clock, tmp_path, capsys):
    world = worlds.build()
    same = (world.version.hash, world.version.hash)
    assert run("plan-migration", *same, *LAW) == 2
    assert "both versions are the same" in capsys.readouterr().err
    assert run("plan-migration", *same, *LAW, "--map", "nothing") == 2
    assert run("migrate", "apply", tmp_path / "nothing.yaml") == 2
    (tmp_path / "odd.yaml").write_text("a: b\n")
    assert run("migrate", "apply", tmp_path / "odd.yaml") == 2
    assert run("migrate", "revert", "no-id") == 2
