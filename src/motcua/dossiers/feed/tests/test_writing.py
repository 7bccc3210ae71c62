"""Every act leaves one change behind, in its own transaction, and nobody can take it away again."""

import psycopg
import pytest
from django.db import connection, transaction

from motcua.dossiers import api
from motcua.dossiers.errors import StaleDossierError
from motcua.dossiers.models import Change
from motcua.dossiers.tests import world as worlds
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting


def changes(actor=SYSTEM) -> list[Change]:
    with acting(actor):
        return list(Change.objects.order_by("position", "version", "id"))


def accepted(world):
    receipt = worlds.submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    return receipt


def test_a_submission_and_an_act_are_told_with_how_it_stood_before(world):
    receipt = accepted(world)
    first, second = changes()
    assert (first.action, first.origin, first.state, first.version) == ("submit", "", "submitted", 1)
    assert (first.code, first.dossier_id, first.status, first.channel) == (receipt.code, receipt.id, 1, "online")
    assert (second.action, second.origin, second.state, second.version) == ("accept", "submitted", "in_process", 2)
    assert (second.was_received_at, second.was_due_at, second.was_resolving_agency_id) == (None, None, None)
    assert second.received_at is not None
    assert second.due_at is not None
    assert second.receiving_agency_id == second.resolving_agency_id == world.agency.id


def test_an_act_that_is_refused_tells_nothing(world):
    receipt = accepted(world)
    with pytest.raises(StaleDossierError):
        api.withdraw_dossier(actor=world.lan, dossier_id=receipt.id, expected_version=1)
    assert len(changes()) == 2


def test_the_applicant_and_whoever_is_asked_write_without_reading(world):
    receipt = accepted(world)
    api.withdraw_dossier(actor=world.lan, dossier_id=receipt.id, expected_version=2)
    assert [change.action for change in changes()] == ["submit", "accept", "withdraw"]
    assert changes(world.lan) == changes(world.stranger) == []
    assert len(changes(world.receiver)) == 3


def test_nobody_writes_about_a_dossier_that_is_not_theirs(world):
    accepted(world)
    (_first, second) = changes()
    with pytest.raises(Exception, match="row-level security"), acting(world.minh):
        Change.objects.create(
            **{
                field.name: getattr(second, field.name)
                for field in Change._meta.concrete_fields
                if field.name not in {"position", "id"}
            }
        )


def test_what_happened_stays(world):
    accepted(world)
    for statement in ("UPDATE dossiers_change SET state = 'x'", "DELETE FROM dossiers_change"):
        with pytest.raises(Exception, match="permission denied") as refused, acting(SYSTEM), transaction.atomic():
            connection.cursor().execute(statement)
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
