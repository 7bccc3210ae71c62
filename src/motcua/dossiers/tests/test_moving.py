"""Running dossiers and drafts go to another version by a plan, and come back by the same one."""

import shutil
from dataclasses import replace
from uuid import uuid4

import pytest

from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.dossiers.errors import ActNotAllowedError, MoveNotFoundError, MoveRefusedError
from motcua.dossiers.models import Dossier, MovedDossier
from motcua.dossiers.tests import world as worlds
from motcua.forms import api as forms
from motcua.forms.models import Draft, DraftPaper
from motcua.kernel.actors import SYSTEM
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

pytestmark = pytest.mark.django_db
OTHER_PAPER = "own_statement"
LAW = "Điều 3 Nghị định 1/2027/NĐ-CP"


@pytest.fixture
def world(frozen_clock):
    return worlds.build()


def newer(tmp_path, *changes):
    """Birth registration once more with some texts of its form replaced, published."""
    (folder,) = worlds.PACKAGES.glob(f"{worlds.BIRTH}-*")
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    text = (copy / "form.yaml").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (copy / "form.yaml").write_text(text)
    return catalogue.publish_package(actor=SYSTEM, folder=copy)


def renamed(tmp_path):
    return newer(
        tmp_path,
        ("requester_phone", "phone_of_requester"),
        ("sections:\n", "renames: [{from: requester_phone, to: phone_of_requester}]\nsections:\n"),
    )


def plan(world, new, **more):
    return replace(dossiers.suggest_move(from_hash=world.version.hash, to_hash=new.hash, legal=LAW), **more)


def row():
    with acting(SYSTEM):
        return Dossier.objects.get()


def test_a_rehearsal_says_what_fits_and_changes_nothing(world, tmp_path):
    receipt = worlds.submitted(world)
    before = row()
    (fit,), drafts = dossiers.rehearse_move(actor=SYSTEM, plan=plan(world, renamed(tmp_path)))
    assert (fit.code, fit.why, drafts) == (receipt.code, (), 0)
    assert row().version_hash == before.version_hash == world.version.hash


def test_a_dossier_moves_with_its_answers_and_comes_back_as_it_was(world, tmp_path):
    worlds.submitted(world)
    before, new = row(), renamed(tmp_path)
    done = dossiers.apply_move(actor=SYSTEM, plan=plan(world, new))
    moved = row()
    assert (done.dossiers, done.skipped, moved.version_hash) == (1, (), new.hash)
    assert moved.answers["phone_of_requester"] == before.answers["requester_phone"]
    assert "requester_phone" not in moved.answers
    assert (moved.due_at, moved.act_by, moved.version) == (before.due_at, before.act_by, before.version + 1)
    entry = ledger.history_of(moved.id)[-1]
    assert (entry.action, entry.why) == ("dossiers.moved_to_version", LAW)

    back = dossiers.revert_move(actor=SYSTEM, move_id=done.id, legal="rút lại")
    again = row()
    assert (back.dossiers, again.version_hash, again.answers) == (1, before.version_hash, before.answers)
    assert (again.due_at, again.act_by) == (before.due_at, before.act_by)
    with pytest.raises(MoveNotFoundError):
        dossiers.revert_move(actor=SYSTEM, move_id=done.id, legal="")


def test_a_move_of_an_earlier_release_is_taken_back_though_it_kept_no_family(world, tmp_path):
    worlds.submitted(world)
    done = dossiers.apply_move(actor=SYSTEM, plan=plan(world, renamed(tmp_path)))
    with acting(SYSTEM):
        kept = MovedDossier.objects.get()
        kept.before.pop("family")
        kept.save()
    assert dossiers.revert_move(actor=SYSTEM, move_id=done.id, legal="rút lại").dossiers == 1
    assert row().family == world.version.field["vi"]


def test_what_would_not_fit_stays_and_says_why(world, tmp_path):
    receipt = worlds.submitted(world)
    field = """          - id: new_question
            type: text
            label: {vi: Câu hỏi mới, en: New question}
          - id: requester_name
"""
    new = newer(tmp_path, ("          - id: requester_name\n", field))
    bare = plan(world, new)
    (fit,), _drafts = dossiers.rehearse_move(actor=SYSTEM, plan=bare)
    assert fit.why == ("new_question: required",)
    assert dossiers.apply_move(actor=SYSTEM, plan=bare).skipped == (receipt.code,)
    assert row().version_hash == world.version.hash
    given = replace(bare, given={"new_question": "không"})
    assert dossiers.apply_move(actor=SYSTEM, plan=given).dossiers == 1
    assert row().answers["new_question"] == "không"


def test_nobody_is_moved_over_whom_somebody_acted_since_the_rehearsal(world, tmp_path):
    receipt = worlds.submitted(world)
    wanted = plan(world, renamed(tmp_path))
    (fit,), _drafts = dossiers.rehearse_move(actor=SYSTEM, plan=wanted)
    dossiers.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=fit.version)
    done = dossiers.apply_move(actor=SYSTEM, plan=wanted, expected={fit.code: fit.version})
    assert done.skipped == (receipt.code,)


def test_a_move_is_not_taken_back_where_somebody_acted_since(world, tmp_path):
    receipt = worlds.submitted(world)
    done = dossiers.apply_move(actor=SYSTEM, plan=plan(world, renamed(tmp_path)))
    dossiers.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=row().version)
    assert dossiers.revert_move(actor=SYSTEM, move_id=done.id, legal="").skipped == (receipt.code,)


def test_drafts_move_and_come_back_unless_they_were_saved_since(world, tmp_path):
    draft = forms.start_draft(actor=world.lan, procedure_code=worlds.BIRTH, applicant=world.lan_record)
    new = renamed(tmp_path)
    done = dossiers.apply_move(actor=SYSTEM, plan=plan(world, new))
    moved = forms.get_draft(actor=world.lan, draft_id=draft.id)
    assert (done.drafts, moved.version_hash) == (1, new.hash)
    assert moved.answers.get("phone_of_requester") == draft.answers.get("requester_phone")
    dossiers.revert_move(actor=SYSTEM, move_id=done.id, legal="")
    assert forms.get_draft(actor=world.lan, draft_id=draft.id).answers == draft.answers

    again = dossiers.apply_move(actor=SYSTEM, plan=plan(world, new))
    with acting(SYSTEM):
        Draft.objects.update(revision=99)
    assert dossiers.revert_move(actor=SYSTEM, move_id=again.id, legal="").drafts_skipped == 1


def test_the_files_of_a_draft_go_with_their_paper_and_come_back(world, tmp_path):
    draft = forms.start_draft(actor=world.lan, procedure_code=worlds.BIRTH, applicant=world.lan_record)
    with acting(SYSTEM):
        DraftPaper.objects.create(
            draft_id=draft.id, paper_id="birth_notice", file_id=uuid4(), file_name="a", content_type="b", size=1
        )
    moving = replace(plan(world, renamed(tmp_path)), papers={"birth_notice": OTHER_PAPER})
    done = dossiers.apply_move(actor=SYSTEM, plan=moving)
    assert [one.paper_id for one in forms.get_draft(actor=world.lan, draft_id=draft.id).papers] == [OTHER_PAPER]
    dossiers.revert_move(actor=SYSTEM, move_id=done.id, legal="")
    assert [one.paper_id for one in forms.get_draft(actor=world.lan, draft_id=draft.id).papers] == ["birth_notice"]


def test_two_moves_of_a_draft_are_taken_back_one_after_the_other(world, tmp_path):
    draft = forms.start_draft(actor=world.lan, procedure_code=worlds.BIRTH, applicant=world.lan_record)
    new = renamed(tmp_path)
    first = dossiers.apply_move(actor=SYSTEM, plan=plan(world, new))
    back = dossiers.suggest_move(
        from_hash=new.hash, to_hash=world.version.hash, legal=LAW, renamed={"phone_of_requester": "requester_phone"}
    )
    second = dossiers.apply_move(actor=SYSTEM, plan=back)
    for done, version in ((second, new.hash), (first, world.version.hash)):
        assert dossiers.revert_move(actor=SYSTEM, move_id=done.id, legal="").drafts == 1
        assert forms.get_draft(actor=world.lan, draft_id=draft.id).version_hash == version


def test_a_plan_without_a_rule_or_with_what_is_not_there_is_refused_before_anything_moves(world, tmp_path):
    sound = plan(world, renamed(tmp_path))
    for wrong in (
        replace(sound, legal=" "),
        replace(sound, renamed={"nothing": "phone_of_requester"}),
        replace(sound, renamed={}),
        replace(sound, given={"nothing": 1}),
        replace(sound, papers={"a": "b"}),
        replace(sound, deadline="soon"),
        replace(sound, to_hash=sound.from_hash),
    ):
        with pytest.raises(MoveRefusedError):
            dossiers.apply_move(actor=SYSTEM, plan=wrong)


def test_only_the_system_moves_dossiers(world, tmp_path):
    wanted = plan(world, renamed(tmp_path))
    for actor in (world.head, world.lan):
        with pytest.raises(ActNotAllowedError):
            dossiers.apply_move(actor=actor, plan=wanted)
        with pytest.raises(ActNotAllowedError):
            dossiers.revert_move(actor=actor, move_id=uuid4(), legal="")
