"""What an official writes is kept whole or refused, never cut short."""

from dataclasses import replace

import pytest

from motcua.dossiers import api
from motcua.dossiers.errors import SubmissionInvalidError
from motcua.dossiers.services.proposals import checked_proposal
from motcua.dossiers.tests.test_flow import STANDARD
from motcua.dossiers.tests.world import submitted


def test_a_reason_is_kept_whole_or_refused(world):
    receipt = submitted(world)
    act = {"actor": world.receiver, "dossier_id": receipt.id, "expected_version": 1}
    with pytest.raises(SubmissionInvalidError) as refused:
        api.refuse_dossier(**act, reason="a" * 2001)
    assert set(refused.value.fields) == {"reason"}
    view = api.refuse_dossier(**act, reason="a" * 2000)
    assert view.acts[-1].note == "a" * 2000


def test_a_result_is_kept_whole_or_refused():
    flow = replace(STANDARD, result_fields=({"id": "number", "label": {"vi": "Số"}},))
    assert checked_proposal(flow, {"number": "x" * 200}) == {"number": "x" * 200}
    with pytest.raises(SubmissionInvalidError):
        checked_proposal(flow, {"number": "x" * 201})
