"""An edit from its beginning to its publication: who may do what, and what is kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.agencies import api as agencies
from motcua.authoring import api
from motcua.authoring.contracts import EditState
from motcua.authoring.errors import (
    BaseOvertakenError,
    CodeTakenError,
    EditChangedError,
    EditIncompleteError,
    EditNotAllowedError,
    EditNotFoundError,
    EditOutOfTurnError,
    EffectiveDayError,
    FileRefusedError,
    NotEditableError,
    OwnEditError,
)
from motcua.authoring.judging import judge
from motcua.authoring.models import Edit
from motcua.authoring.tests import people
from motcua.authoring.tests.people import BIRTH
from motcua.catalogue import api as catalogue
from motcua.catalogue.errors import NotStewardError, ProcedureNotFoundError
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting, prepared

CODE = "1.001193"
SOON = date(2026, 3, 9)
MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def ledger_actions(edit_id):
    rows = prepared("SELECT action FROM ledger_entry WHERE record_id = %s ORDER BY at, id", (edit_id,))
    return [row[0].removeprefix("authoring.edit_") for row in rows]


def renamed(actor, edit, vi="Khai sinh cho con"):
    said = catalogue.spans.read(edit.files["procedure.yaml"].decode())
    said["name"]["vi"] = vi
    return api.change_file(
        actor=actor, edit_id=edit.id, revision=edit.revision, name="procedure.yaml", wanted=said, what="Tên"
    )


def submitted(office, day=SOON, vi="Khai sinh cho con"):
    edit = renamed(office.khe, api.start_edit(actor=office.khe, procedure_code=CODE), vi)
    edit = api.describe_edit(
        actor=office.khe,
        edit_id=edit.id,
        revision=edit.revision,
        title="Gọi cho dễ hiểu",
        law_note="",
        effective_from=day,
    )
    return api.submit_edit(actor=office.khe, edit_id=edit.id, revision=edit.revision)


def test_an_edit_begins_with_the_very_files_that_were_published(office):
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    assert edit.files == {file.relative_to(BIRTH).as_posix(): file.read_bytes() for file in BIRTH.rglob("*.*")}
    assert (edit.state, edit.folder, edit.title) == (EditState.OPEN, BIRTH.name, "Đăng ký khai sinh")


def test_a_text_is_edited_reviewed_and_published_and_the_rest_of_the_files_stays_byte_for_byte(office):
    edit = submitted(office)
    assert edit.state is EditState.IN_REVIEW
    version = api.publish_edit(actor=office.anh, edit_id=edit.id, revision=edit.revision, effective_from=SOON)
    assert catalogue.get_procedure(CODE).name["vi"] == "Đăng ký khai sinh", "until its day the old one holds"
    assert catalogue.get_procedure(CODE, on=SOON).hash == version.hash
    files = catalogue.get_source(version.hash).files
    before = (BIRTH / "procedure.yaml").read_bytes().decode()
    after = before.replace('vi: "Đăng ký khai sinh",', 'vi: "Khai sinh cho con",', 1).replace(
        "from: 2025-07-01}", "from: 2026-03-09}", 1
    )
    assert files["procedure.yaml"].decode() == after
    assert all(files[name] == (BIRTH / name).read_bytes() for name in files if name != "procedure.yaml")
    done = api.get_edit(actor=office.khe, edit_id=edit.id)
    assert (done.state, done.decider_name, done.published_hash) == (EditState.PUBLISHED, office.anh.name, version.hash)
    assert ledger_actions(edit.id) == ["started", "saved", "described", "submitted", "published"]


def test_nobody_decides_on_an_edit_of_their_own(office):
    edit = renamed(office.anh, api.start_edit(actor=office.anh, procedure_code=CODE))
    edit = api.describe_edit(
        actor=office.anh, edit_id=edit.id, revision=edit.revision, title="", law_note="", effective_from=SOON
    )
    edit = api.submit_edit(actor=office.anh, edit_id=edit.id, revision=edit.revision)
    with pytest.raises(OwnEditError):
        api.publish_edit(actor=office.anh, edit_id=edit.id, revision=edit.revision, effective_from=SOON)
    with pytest.raises(OwnEditError):
        api.send_back_edit(actor=office.anh, edit_id=edit.id, revision=edit.revision, remark="Tự trả")
    with acting(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        Edit.objects.filter(id=edit.id).update(decider_id=office.anh.id)
    with acting(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        Edit.objects.filter(id=edit.id).update(state="published")


def test_an_editor_does_not_publish_and_a_receiver_sees_nothing(office):
    edit = submitted(office)
    with pytest.raises(EditNotAllowedError):
        api.publish_edit(actor=office.khe, edit_id=edit.id, revision=edit.revision, effective_from=SOON)
    for act in (
        lambda: api.get_edit(actor=office.bong, edit_id=edit.id),
        lambda: api.list_edits(actor=office.bong),
        lambda: api.start_edit(actor=office.bong, procedure_code=CODE),
    ):
        with pytest.raises(EditNotAllowedError):
            act()


def test_another_agency_s_edit_does_not_exist(office):
    edit = submitted(office)
    assert api.list_edits(actor=office.far) == ()
    with pytest.raises(EditNotFoundError):
        api.get_edit(actor=office.far, edit_id=edit.id)
    with pytest.raises(EditNotFoundError):
        api.publish_edit(actor=office.far, edit_id=edit.id, revision=edit.revision, effective_from=SOON)
    with acting(office.far):
        for table in ("edit", "editfile", "editstep"):
            assert prepared(f"SELECT count(*) FROM authoring_{table}").fetchone() == (0,)


def test_only_officials_above_all_who_carry_it_out_change_a_procedure(office):
    for actor in (office.low, office.far):
        with pytest.raises(NotStewardError, match="Chỉ Trung tâm A hoặc người quản trị hệ thống mới"):
            api.start_edit(actor=actor, procedure_code=CODE)
    operator = replace(office.far, roles=office.far.roles | {"operator"})
    assert api.start_edit(actor=operator, procedure_code=CODE).procedure_code == CODE


def test_a_new_procedure_for_all_communes_is_not_submitted_by_one_of_them(office):
    edit = api.start_new(
        actor=office.low, procedure_code="9.000777", name={"vi": "Một việc", "en": "A thing"}, like=CODE
    )
    edit = api.describe_edit(
        actor=office.low, edit_id=edit.id, revision=edit.revision, title="", law_note="", effective_from=SOON
    )
    with pytest.raises(NotStewardError):
        api.submit_edit(actor=office.low, edit_id=edit.id, revision=edit.revision)


def test_a_publisher_publishes_only_what_is_his_to_change(office):
    edit = submitted(office)
    elsewhere = replace(office.anh, agency_id=office.low.agency_id)
    with pytest.raises(NotStewardError):
        api.publish_edit(actor=elsewhere, edit_id=edit.id, revision=edit.revision, effective_from=SOON)
    assert catalogue.newest_version(CODE).hash == edit.base_hash


def test_a_procedure_cannot_be_taken_from_the_police_by_giving_it_another_branch(office):
    police = agencies.register_agency(
        actor=SYSTEM, code="G01", name={"vi": "Bộ Công an", "en": "Police"}, tier="ministry", branch="police"
    )
    files = catalogue.read_files(BIRTH)
    theirs = files | {"procedure.yaml": files["procedure.yaml"].replace(b"tiers:", b"branch: police\ntiers:", 1)}
    catalogue.publish_files(actor=SYSTEM, files=theirs, folder=BIRTH.name)
    with pytest.raises(NotStewardError, match="Bộ Công an"):
        catalogue.publish_files(actor=office.anh, files=files, folder=BIRTH.name)
    at_police = replace(office.anh, agency_id=police.id)
    assert catalogue.publish_files(actor=at_police, files=files, folder=BIRTH.name).branch == ""


def test_only_the_author_writes_while_others_look(office):
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    assert api.get_edit(actor=office.anh, edit_id=edit.id).files == edit.files
    with pytest.raises(EditNotAllowedError):
        renamed(office.anh, edit)
    with pytest.raises(EditNotFoundError):
        api.get_edit(actor=office.khe, edit_id=uuid4())


def test_any_number_of_edits_of_one_procedure_live_side_by_side(office):
    ids = {api.start_edit(actor=actor, procedure_code=CODE).id for actor in (office.khe, office.khe, office.anh)}
    assert {edit.id for edit in api.list_edits_of(actor=office.khe, procedure_code=CODE)} == ids


def test_a_second_tab_never_overwrites_silently(office):
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    saved = renamed(office.khe, edit)
    with pytest.raises(EditChangedError) as caught:
        renamed(office.khe, edit, vi="Ở thẻ khác")
    assert caught.value.saved.revision == saved.revision
    assert b"Khai sinh cho con" in caught.value.saved.files["procedure.yaml"]


def test_each_save_can_be_taken_back_byte_for_byte(office):
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    began = edit.files
    edit = renamed(office.khe, edit)
    edit = api.save_file(
        actor=office.khe,
        edit_id=edit.id,
        revision=edit.revision,
        name="fees.yaml",
        text="fees: [  broken\n",
        what="Phí",
    )
    edit = api.remove_file(actor=office.khe, edit_id=edit.id, revision=edit.revision, name="documents/result.typ")
    edit = api.save_file(
        actor=office.khe, edit_id=edit.id, revision=edit.revision, name="README.md", text="Ghi chú\n", what="Ghi chú"
    )
    for _ in range(4):
        assert edit.last_step
        edit = api.undo_edit(actor=office.khe, edit_id=edit.id, revision=edit.revision)
    assert edit.files == began
    assert edit.last_step == ""
    assert api.undo_edit(actor=office.khe, edit_id=edit.id, revision=edit.revision) == edit


def test_what_is_wrong_is_kept_and_hinders_only_the_review(office):
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    edit = renamed(office.khe, edit, vi="")
    edit = api.describe_edit(
        actor=office.khe, edit_id=edit.id, revision=edit.revision, title="", law_note="", effective_from=SOON
    )
    with pytest.raises(EditIncompleteError) as caught:
        api.submit_edit(actor=office.khe, edit_id=edit.id, revision=edit.revision)
    assert [problem.path for problem in caught.value.facts["problems"]] == [("name", "vi")]


def test_a_failing_example_hinders_the_review(office):
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    text = edit.files["scenarios/married-parents.yaml"].decode().replace("fees: 0", "fees: 5")
    edit = api.save_file(
        actor=office.khe, edit_id=edit.id, revision=edit.revision, name="scenarios/married-parents.yaml", text=text
    )
    edit = api.describe_edit(
        actor=office.khe, edit_id=edit.id, revision=edit.revision, title="", law_note="", effective_from=SOON
    )
    with pytest.raises(EditIncompleteError):
        api.submit_edit(actor=office.khe, edit_id=edit.id, revision=edit.revision)


def test_a_day_that_is_past_needs_a_rule_that_says_so(office):
    with pytest.raises(EffectiveDayError):
        submitted(office, day=date(2026, 3, 1))
    with pytest.raises(EffectiveDayError):
        submitted(office, day=None)
    edit = submitted(office, day=date(2026, 3, 2))
    with pytest.raises(EffectiveDayError):
        api.publish_edit(actor=office.anh, edit_id=edit.id, revision=edit.revision, effective_from=date(2026, 2, 1))
    version = api.publish_edit(
        actor=office.anh, edit_id=edit.id, revision=edit.revision, effective_from=date(2026, 2, 1),
        effective_law="Điều 5 Luật 60/2014/QH13",
    )  # fmt: skip
    assert version.effective_from == date(2026, 2, 1)


def test_an_edit_comes_back_with_a_remark_and_goes_on(office):
    edit = submitted(office)
    with pytest.raises(EditIncompleteError):
        api.send_back_edit(actor=office.anh, edit_id=edit.id, revision=edit.revision, remark="  ")
    edit = api.send_back_edit(actor=office.anh, edit_id=edit.id, revision=edit.revision, remark="Tên dài quá")
    assert (edit.state, edit.remark) == (EditState.SENT_BACK, "Tên dài quá")
    edit = renamed(office.khe, edit, vi="Khai sinh")
    edit = api.submit_edit(actor=office.khe, edit_id=edit.id, revision=edit.revision)
    assert edit.state is EditState.IN_REVIEW
    with pytest.raises(EditOutOfTurnError):
        renamed(office.khe, edit)
    edit = api.take_back_edit(actor=office.khe, edit_id=edit.id, revision=edit.revision)
    edit = api.withdraw_edit(actor=office.khe, edit_id=edit.id, revision=edit.revision)
    assert edit.state is EditState.WITHDRAWN
    with pytest.raises(EditOutOfTurnError):
        renamed(office.khe, edit)


def test_whoever_was_overtaken_is_told_and_cannot_undo_the_other_s_work_by_accident(office):
    mine = renamed(office.khe, api.start_edit(actor=office.khe, procedure_code=CODE), vi="Của tôi")
    other = submitted(office)
    api.publish_edit(actor=office.anh, edit_id=other.id, revision=other.revision, effective_from=SOON)
    mine = api.describe_edit(
        actor=office.khe, edit_id=mine.id, revision=mine.revision, title="", law_note="", effective_from=SOON
    )
    newest = api.overtaken_by(mine)
    assert newest.name["vi"] == "Khai sinh cho con"
    with pytest.raises(BaseOvertakenError):
        api.submit_edit(actor=office.khe, edit_id=mine.id, revision=mine.revision)
    said = catalogue.spans.read(mine.files["form.yaml"].decode())
    said["sections"][0]["title"]["vi"] = "Ai đi khai"
    mine = api.change_file(actor=office.khe, edit_id=mine.id, revision=mine.revision, name="form.yaml", wanted=said)
    clashes = api.merged_onto(mine, newest).clashes
    assert [(clash.path, clash.theirs, clash.ours) for clash in clashes] == [
        (("name", "vi"), "Khai sinh cho con", "Của tôi")
    ]
    before = mine
    mine = api.carry_over(
        actor=office.khe, edit_id=mine.id, revision=mine.revision, keep={api.clash_name(clashes[0]): "ours"}
    )
    assert api.overtaken_by(mine) is None
    assert catalogue.spans.read(mine.files["procedure.yaml"].decode())["effective"]["from"] == "2026-03-09", "theirs"
    assert catalogue.spans.read(mine.files["procedure.yaml"].decode())["name"]["vi"] == "Của tôi"
    assert "Ai đi khai" in mine.files["form.yaml"].decode()
    assert api.submit_edit(actor=office.khe, edit_id=mine.id, revision=mine.revision).state is EditState.IN_REVIEW
    assert before.files != mine.files


def test_a_new_procedure_begins_with_what_every_procedure_has_or_like_another_one(office):
    edit = api.start_new(
        actor=office.khe, procedure_code="9.000123", name={"vi": "Cấp thẻ thư viện", "en": "Library card"}
    )
    assert (edit.folder, edit.base_hash) == ("9.000123-cap-the-thu-vien", "")
    like = api.start_new(
        actor=office.khe, procedure_code="9.000124", name={"vi": "Khai sinh lại", "en": "Register again"}, like=CODE
    )
    assert like.files["form.yaml"] == (BIRTH / "form.yaml").read_bytes()
    assert b'code: "9.000124"' in like.files["procedure.yaml"]
    for code in (CODE, "abc", ""):
        with pytest.raises(CodeTakenError):
            api.start_new(actor=office.khe, procedure_code=code, name={"vi": "x", "en": "x"})
    with pytest.raises(ProcedureNotFoundError):
        api.start_edit(actor=office.khe, procedure_code="9.999999")


@pytest.mark.parametrize(
    "name", ["../x.yaml", "x.yaml", "documents/../x.typ", "scenarios/a/b.yaml", "form.yaml\x00", ""]
)
def test_no_file_is_written_outside_the_places_of_a_package(office, name):
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    with pytest.raises(FileRefusedError):
        api.save_file(actor=office.khe, edit_id=edit.id, revision=edit.revision, name=name, text="a: b")


def test_a_huge_file_and_a_bomb_are_refused_or_told_and_never_a_crash(office):
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    with pytest.raises(FileRefusedError):
        api.save_file(actor=office.khe, edit_id=edit.id, revision=edit.revision, name="form.yaml", text="x" * 1_000_001)
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
    deep = "a: " + "[" * 3000 + "]" * 3000
    for text in (bomb, deep, "{", "\u202e: x"):
        edit = api.save_file(actor=office.khe, edit_id=edit.id, revision=edit.revision, name="form.yaml", text=text)
        assert edit.files["form.yaml"].decode() == text
        assert judge(edit.files).problems
        if text in (deep, "{"):
            with pytest.raises(NotEditableError):
                api.change_file(
                    actor=office.khe,
                    edit_id=edit.id,
                    revision=edit.revision,
                    name="form.yaml",
                    wanted={"sections": [1]},
                )


def test_the_clock_moves_the_day_that_is_too_late(office):
    edit = submitted(office)
    with clock.at(clock.now().replace(month=4)), pytest.raises(EffectiveDayError):
        api.publish_edit(actor=office.anh, edit_id=edit.id, revision=edit.revision, effective_from=SOON)


@pytest.mark.parametrize("name", [f"scenarios/{'a' * 101}.yaml", f"documents/{'a' * 101}.typ", "scenarios/../a.yaml"])
def test_a_file_whose_name_has_no_place_in_a_package_is_refused(office, name):
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    with pytest.raises(FileRefusedError):
        api.save_file(actor=office.khe, edit_id=edit.id, revision=1, name=name, text="a: 1")


def test_a_text_that_the_way_back_could_not_hold_is_refused(office):
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    with pytest.raises(FileRefusedError):
        api.save_file(actor=office.khe, edit_id=edit.id, revision=1, name="README.md", text="a\x00b")


def test_a_code_longer_than_a_dossier_can_carry_is_refused(office):
    with pytest.raises(CodeTakenError):
        api.start_new(actor=office.khe, procedure_code="9.000001" + ".1" * 20, name={"vi": "Mới", "en": "New"})


def test_of_edits_that_are_published_at_once_one_is_and_the_others_hear_that_they_were_overtaken(clean_db):
    with clock.at(MONDAY):
        office = people.open_office()
        people.publish_birth()
        edits = [submitted(office, vi=name) for name in ("Một", "Hai", "Ba")]
        gate = Barrier(3)

        def press(edit):
            try:
                with clock.at(MONDAY):
                    gate.wait(timeout=30)
                    who = {"actor": office.anh, "edit_id": edit.id, "revision": edit.revision}
                    return api.publish_edit(**who, effective_from=SOON).hash
            except BaseOvertakenError:
                return ""
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as pool:
            published = [found for found in pool.map(press, edits) if found]
    assert len(published) == 1
