"""A result is issued anew: corrected, or once more because its paper is gone. The first one says which took its place and why."""

from datetime import date, timedelta

import pytest

from motcua.dossiers import api
from motcua.dossiers.archive.archiving import archive_ended
from motcua.dossiers.contracts import BookFilter, DocumentKind, State
from motcua.dossiers.documents.checking import token_of
from motcua.dossiers.documents.tests.test_papers import text_of
from motcua.dossiers.domain.flow_faults import flow_faults
from motcua.dossiers.domain.new_issues import compile_new_issue
from motcua.dossiers.errors import (
    ActNotAllowedError,
    ActOutOfTurnError,
    DossierArchivedError,
    NewIssuePendingError,
    NoNewIssueError,
    NothingIssuedError,
    OwnProposalError,
    ReasonMissingError,
    SubmissionInvalidError,
)
from motcua.dossiers.models import Archived, Change, Document, Dossier
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests.lawful import accepted, approved, which
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

RIGHT = {"certificate_number": "21/2026"}
MARCH = date(2026, 3, 1)


def returned(world, key="k1"):
    view = approved(world, accepted(world, key))
    return api.return_result(actor=world.receiver, **which(view), note="Trao tại quầy.")


def proposed(world, view, **said):
    said = {"proposal": RIGHT, "reason": "Ghi sai số của giấy", **said}
    return api.propose_correction(actor=world.specialist, **which(view), **said)


def corrected(world, view, **said):
    return api.correct_result(actor=world.head, **which(proposed(world, view, **said)))


def reissued(world, view):
    asked = api.propose_reissue(actor=world.receiver, **which(view), reason="Người dân báo mất bản giấy")
    return api.reissue_result(actor=world.head, **which(asked))


def results(view):
    return [one for one in view.documents if one.kind is DocumentKind.RESULT]


def test_a_corrected_result_takes_the_place_of_the_first_which_says_so_wherever_it_is_shown(world, tmp_path):
    world = lawful.build(world, tmp_path)
    first = returned(world)
    view = corrected(world, first)
    old, new = results(view)
    assert (old.replaced_by, old.replaced_as, new.issued_as) == (new.number, "correction", "correction")
    assert (old.number, new.number) == ("1/2026", "2/2026")
    check = api.check_paper(token=token_of(old.id))
    assert (check.newer_number, check.newer_as, check.newer_at) == (new.number, "correction", new.issued_at)
    assert api.check_paper(token=token_of(new.id)).newer_number == ""
    page = api.list_book(actor=world.receiver, wanted=BookFilter("result", MARCH))
    assert [(one.number, one.replaced_by, one.issued_as, one.missing) for one in page.numbers] == [
        ("1/2026", "2/2026", "", None),
        ("2/2026", "", "correction", None),
    ]
    printed = text_of(api.open_document(actor=world.lan, code=view.code, kind=DocumentKind.RESULT)[0])
    assert "Bản đính chính, thay giấy số 1/2026" in printed and "21/2026" in printed
    before = text_of(
        api.open_document(actor=world.lan, code=view.code, kind=DocumentKind.RESULT, document_id=old.id)[0]
    )
    assert "21/2026" not in before


def test_the_dossier_stays_where_it_is_with_its_days_and_its_figures(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path)
    first = returned(world)
    frozen_clock.forward(timedelta(days=9))
    view = reissued(world, corrected(world, first))
    for name in ("state", "status", "decided_at", "ended_at", "due_at", "clock"):
        assert getattr(view, name) == getattr(first, name), name
    with acting(SYSTEM):
        acts = list(Change.objects.filter(dossier_id=view.id).order_by("version").values_list("action", flat=True))
        entry = Entry.objects.get(record_id=view.id, action="dossiers.correct")
    assert acts[-4:] == ["propose_correction", "correct", "propose_reissue", "reissue"]
    assert entry.why == "Ghi sai số của giấy" and entry.facts["proposed_by"] == world.specialist.name
    assert entry.facts["number"] == "1/2026" and entry.facts["fields"] == ["certificate_number"]


def test_an_answer_that_was_wrong_is_corrected_too_and_judged_by_the_form(world, tmp_path):
    world = lawful.build(world, tmp_path)
    first = returned(world)
    with pytest.raises(SubmissionInvalidError) as refused:
        proposed(world, first, proposal=None, answers={"child_name": "", "khong_co": "x"})
    assert set(refused.value.fields) == {"answers.khong_co"}
    with pytest.raises(SubmissionInvalidError) as refused:
        proposed(world, first, proposal=None, answers={"child_name": ""})
    assert set(refused.value.fields) == {"answers.child_name"}
    view = corrected(world, first, proposal=None, answers={"child_name": "Nguyễn An Nhiên Đúng"})
    assert view.answers["child_name"] == "Nguyễn An Nhiên Đúng"
    assert view.answers.keys() == first.answers.keys()
    printed = text_of(api.open_document(actor=world.lan, code=view.code, kind=DocumentKind.RESULT)[0])
    assert "NHIÊN ĐÚNG" in printed.upper()


def test_a_reissued_paper_says_what_the_first_said_under_its_number_written_on(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path)
    first = returned(world)
    frozen_clock.forward(timedelta(days=1))
    view = reissued(world, reissued(world, first))
    assert [one.number for one in results(view)] == ["1/2026", "1/2026-CL1", "1/2026-CL2"]
    with acting(SYSTEM):
        papers = {one.number: one for one in Document.objects.filter(dossier_id=view.id, kind="result")}
    said = {"number", "issued_at", "signer", "check_url", "replaces_number", "replaces_at", "issued_as"}
    old, new = papers["1/2026"].data, papers["1/2026-CL2"].data
    assert {key for key in new if new[key] != old.get(key)} <= said
    assert (papers["1/2026-CL2"].serial, new["replaces_number"]) == (3, "1/2026-CL1")
    check = api.check_paper(token=token_of(papers["1/2026"].id))
    assert (check.newer_number, check.newer_as, check.holds_number) == ("1/2026-CL1", "reissue", "1/2026-CL2")


def test_a_flow_says_how_the_new_paper_is_numbered_and_what_it_says_besides(world, tmp_path):
    text = {"vi": "Đính chính theo quy chế của cơ quan", "en": "Corrected by the rules of the agency"}
    world = lawful.build(
        world, tmp_path, correction={"number": "{number} (ĐC{time})", "text": text}, reissue={"number": "next"}
    )
    view = reissued(world, corrected(world, returned(world)))
    assert [one.number for one in results(view)] == ["1/2026", "1/2026 (ĐC1)", "3/2026"]
    with acting(SYSTEM):
        middle = Document.objects.get(dossier_id=view.id, number="1/2026 (ĐC1)")
    printed = api.open_document(actor=world.lan, code=view.code, kind=DocumentKind.RESULT, document_id=middle.id)[0]
    assert text["vi"] in text_of(printed)


def test_a_number_that_would_get_too_long_is_the_books_next():
    rule = compile_new_issue("reissue", {"number": "{number}-CL{time}"})
    assert rule.written("9" * 57, 1, "5/2026") == "5/2026"


@pytest.mark.parametrize(
    "said",
    [{"number": "{number}"}, {"number": "{time}"}, {"number": "{number}{"}, {"keeping": "always"}, {"nummer": "next"}],
)
def test_a_flow_that_says_it_wrongly_is_told_where(said):
    (fault,) = flow_faults({"extends": "one-stop", "reissue": said})
    assert fault[0][0] == "reissue"


def test_a_flow_may_want_neither(world, tmp_path):
    world = lawful.build(world, tmp_path, correction={"role": [], "propose": []})
    with pytest.raises(ActOutOfTurnError):
        proposed(world, returned(world))


def test_each_needs_its_role_its_reason_and_something_that_differs(world, tmp_path):
    world = lawful.build(world, tmp_path)
    view = returned(world)
    with pytest.raises(ActNotAllowedError):
        api.propose_correction(actor=world.receiver, **which(view), proposal=RIGHT, reason="Ghi sai số")
    with pytest.raises(ReasonMissingError):
        proposed(world, view, reason=" ")
    with pytest.raises(SubmissionInvalidError):
        proposed(world, view, proposal=lawful.RESULT)
    with pytest.raises(NoNewIssueError):
        api.correct_result(actor=world.head, **which(view))
    asked = proposed(world, view)
    with pytest.raises(ActNotAllowedError):
        api.correct_result(actor=world.specialist, **which(asked))
    with pytest.raises(NoNewIssueError):
        api.reissue_result(actor=world.head, **which(asked))
    with pytest.raises(NewIssuePendingError):
        api.propose_reissue(actor=world.receiver, **which(asked), reason="Mất giấy")


def test_while_a_correction_waits_the_wrong_paper_is_not_handed_out(world, tmp_path):
    world = lawful.build(world, tmp_path)
    asked = proposed(world, approved(world, accepted(world)))
    assert asked.new_issue.result == RIGHT and asked.new_issue.number == "1/2026"
    with pytest.raises(NewIssuePendingError):
        api.return_result(actor=world.receiver, **which(asked))
    assert api.get_dossier(actor=world.lan, code=asked.code).new_issue is None
    view = api.correct_result(actor=world.head, **which(asked))
    assert (view.state, view.ended_at, view.new_issue) == (State.APPROVED, None, None)
    assert api.return_result(actor=world.receiver, **which(view)).state is State.RETURNED


def test_what_was_proposed_is_taken_back_by_who_did_or_turned_down_by_a_head(world, tmp_path):
    world = lawful.build(world, tmp_path)
    view = returned(world)
    asked = proposed(world, view)
    with pytest.raises(ActNotAllowedError):
        api.drop_new_issue(actor=world.receiver, **which(asked), reason="Không sai")
    for who in (world.specialist, world.head):
        asked = api.get_dossier(actor=who, code=view.code)
        assert "drop_new_issue" in asked.next_actions
        dropped = api.drop_new_issue(actor=who, **which(asked), reason="Không sai")
        assert dropped.new_issue is None and len(results(dropped)) == 1
        proposed(world, dropped)


def test_with_four_eyes_nobody_signs_what_they_proposed(world, tmp_path):
    world = lawful.build(world, tmp_path, four_eyes=True)
    view = returned(world)
    asked = api.propose_correction(actor=world.head, **which(view), proposal=RIGHT, reason="Ghi sai số")
    assert "correct" not in asked.next_actions
    with pytest.raises(OwnProposalError):
        api.correct_result(actor=world.head, **which(asked))
    dropped = api.drop_new_issue(actor=world.head, **which(asked), reason="Để người khác đề nghị")
    assert "correct" in api.get_dossier(actor=world.head, code=proposed(world, dropped).code).next_actions


def test_nothing_is_issued_anew_where_nothing_was_issued_or_the_dossier_is_archived(
    world, tmp_path, settings, frozen_clock
):
    world = lawful.build(world, tmp_path, reissue={"keeping": "restarted"})
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"archive_after_days": 30, "kept_years": 2})
    other, bare = returned(world, "k2"), accepted(world, "k3")
    with acting(SYSTEM):
        Dossier.objects.filter(id=bare.id).update(state="returned", proposal=lawful.RESULT)
    with pytest.raises(NothingIssuedError):
        proposed(world, bare)
    view = returned(world)
    frozen_clock.forward(timedelta(days=20))
    view = reissued(world, view)
    frozen_clock.forward(timedelta(days=11))
    assert archive_ended() == 2
    with pytest.raises(DossierArchivedError):
        proposed(world, view)
    with acting(SYSTEM):
        kept = dict(Archived.objects.values_list("dossier_id", "keep_until"))
    assert kept[view.id] - kept[other.id] == timedelta(days=20)


def test_what_was_decided_anew_takes_the_place_of_the_first_decision(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path)
    first = returned(world)
    view = api.reopen_dossier(actor=world.head, **which(proposed(world, first)), reason="Theo kết quả khiếu nại")
    assert view.new_issue is None and results(view)[0].replaced_by == ""
    frozen_clock.forward(timedelta(days=1))
    old, new = results(approved(world, view))
    assert (old.replaced_by, old.replaced_as, new.issued_as) == (new.number, "", "")
