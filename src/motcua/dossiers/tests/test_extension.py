"""Form 04: the limit is prolonged once, with an apology, and the due date comes out anew."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.dossiers import api
from motcua.dossiers.contracts import ClockKind, DocumentKind, State
from motcua.dossiers.errors import (
    ActNotAllowedError,
    ExtensionTooLateError,
    ExtensionUsedUpError,
    NothingToExtendError,
    ReasonMissingError,
    SubmissionInvalidError,
)
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests.world import submitted
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting

MORE = {"amount": 2, "unit": "working_day", "reason": "Cần xác minh ở nơi khác"}


@pytest.fixture
def accepted(world):
    view = api.get_dossier(actor=world.receiver, code=submitted(world).code)
    return api.accept_dossier(actor=world.receiver, dossier_id=view.id, expected_version=1)


def extend(world, view, **said):
    return api.extend_dossier(
        actor=said.pop("actor", world.head), dossier_id=view.id, expected_version=view.version, **{**MORE, **said}
    )


def test_the_head_prolongs_the_limit_and_the_new_date_follows_the_old_one(world, accepted):
    """Received on Monday at nine with one working day."""
    view = extend(world, accepted)
    assert accepted.due_at == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    assert view.due_at == datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
    assert (view.state, view.clock[-1].kind, view.clock[-1].added) == (
        State.IN_PROCESS,
        ClockKind.EXTENDED,
        (2, "working_day"),
    )
    assert [document.kind for document in view.documents] == [DocumentKind.RECEIPT, DocumentKind.EXTENSION]
    assert view.acts[-1].facts["former_due"] == accepted.due_at.isoformat()


def test_the_paper_says_sorry_and_names_both_days(world, accepted):
    extend(world, accepted)
    printed, name = api.open_document(actor=world.lan, code=accepted.code, kind=DocumentKind.EXTENSION)
    assert printed.startswith(b"%PDF") and name.endswith("-extension.pdf")


def test_the_limit_is_prolonged_only_once(world, accepted):
    view = extend(world, accepted)
    assert "extend" not in view.next_actions
    with pytest.raises(ExtensionUsedUpError):
        extend(world, view)


def test_the_limit_is_not_prolonged_after_it_has_ended(world, accepted, frozen_clock):
    frozen_clock.forward(timedelta(days=2))
    assert "extend" not in api.get_dossier(actor=world.head, code=accepted.code).next_actions
    with pytest.raises(ExtensionTooLateError):
        extend(world, accepted)


def test_a_limit_that_was_prolonged_stays_so_when_the_head_sends_the_proposal_back(world, accepted):
    view = api.resolve_dossier(
        actor=world.specialist, dossier_id=accepted.id, expected_version=2, proposal={"certificate_number": "1"}
    )
    view = extend(world, view)
    assert view.state is State.AWAITING_APPROVAL
    view = api.send_back(actor=world.head, dossier_id=view.id, expected_version=4, reason="Xem lại")
    assert view.clock[-1].kind is ClockKind.EXTENDED


@pytest.mark.parametrize(
    ("said", "refusal", "box"),
    [
        ({"amount": 0}, SubmissionInvalidError, "amount"),
        ({"amount": 401}, SubmissionInvalidError, "amount"),
        ({"unit": "month"}, SubmissionInvalidError, "unit"),
        ({"unit": "fortnight"}, SubmissionInvalidError, "unit"),
        ({"reason": " "}, ReasonMissingError, "reason"),
    ],
)
def test_what_cannot_be_is_told_by_its_box(world, accepted, said, refusal, box):
    with pytest.raises(refusal) as told:
        extend(world, accepted, **said)
    assert set(told.value.fields) == {box}


def test_a_specialist_does_not_prolong_where_the_flow_says_the_head_does(world, accepted):
    with pytest.raises(ActNotAllowedError):
        extend(world, accepted, actor=world.specialist)


def test_without_a_due_date_there_is_nothing_to_prolong(world, accepted):
    with acting(SYSTEM):
        Dossier.objects.filter(id=accepted.id).update(due_at=None)
    with pytest.raises(NothingToExtendError):
        extend(world, accepted)
