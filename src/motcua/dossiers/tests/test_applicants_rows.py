"""What the database lets an applicant change of a dossier, whatever the program above it does."""

import pytest
from django.db import ProgrammingError, transaction
from django.utils.timezone import now

from motcua.dossiers import api
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import world as worlds
from motcua.platform.database.transactions import acting

OURS = "answers what was asked for or withdraws"


@pytest.fixture
def dossier(world):
    return worlds.submitted(world)


def asked_for(world, dossier):
    return api.request_supplement(
        actor=world.receiver, dossier_id=dossier.id, expected_version=1, fields=("child_name",), reason="Chưa rõ dấu"
    )


def refused(actor, dossier_id, change, match=OURS):
    with acting(actor), pytest.raises(ProgrammingError, match=match), transaction.atomic():
        Dossier.objects.filter(id=dossier_id).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "approved"},
        {"state": "returned", "status": 10},
        {"answers": {}},
        {"fee_total": 0, "status": 2},
        {"proposal": {"certificate_number": "1"}},
        {"received_at": now()},
        {"due_at": now()},
        {"clock": []},
        {"version_hash": "0" * 64},
        {"code": "H57-1"},
        {"filed_by_name": "Ai đó"},
        {"state": "withdrawn", "answers": {}},
        {"state": "withdrawn", "fee_total": 1},
    ],
)
def test_an_applicant_changes_nothing_that_officials_answer_for(world, dossier, change):
    refused(world.lan, dossier.id, change)


def test_an_applicant_gives_the_dossier_to_nobody_else(world, dossier):
    for change in ({"applicant_id": world.minh.id}, {"resolving_agency_id": world.stranger.agency_id}):
        refused(world.lan, dossier.id, change)


def test_an_answer_keeps_what_was_asked_what_was_said_before_and_where_it_goes_on(world, dossier):
    view = asked_for(world, dossier)
    with acting(world.lan):
        row = Dossier.objects.get(id=view.id)
    honest = {"answers": {"child_name": "An"}, "previous_answers": row.answers, "state": "submitted", "version": 3}
    for forged in (
        {"previous_answers": {}},
        {"state": "in_process"},
        {"state": "awaiting_supplement"},
        {"supplement": {**row.supplement, "reason": "Đã đủ"}},
        {"supplements_asked": 0},
    ):
        refused(world.lan, view.id, honest | forged)
    with acting(world.lan):
        assert Dossier.objects.filter(id=view.id).update(**honest) == 1


def test_a_dossier_that_is_decided_is_not_withdrawn(world, dossier):
    api.refuse_dossier(actor=world.receiver, dossier_id=dossier.id, expected_version=1, reason="Nhầm nơi")
    refused(world.lan, dossier.id, {"state": "withdrawn"})


def test_another_person_changes_nothing_at_all(world, dossier):
    with acting(world.minh):
        assert Dossier.objects.filter(id=dossier.id).update(state="withdrawn") == 0
