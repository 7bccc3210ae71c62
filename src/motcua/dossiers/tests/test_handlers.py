"""What follows from an act: others hear of it, and its paper is printed without anybody waiting."""

from motcua.dossiers import api
from motcua.dossiers.models import Document
from motcua.dossiers.tests.world import submitted
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting
from motcua.platform.outbox.api import deliver_pending
from motcua.platform.outbox.models import OutboxEvent


def told(name: str) -> list[dict[str, object]]:
    return [row.payload for row in OutboxEvent.objects.filter(name=name).order_by("id")]


def test_an_act_is_announced_with_what_it_changed(world):
    receipt = submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    (moved,) = told("dossiers.dossier_moved.v1")
    assert {key: moved[key] for key in ("action", "origin", "state", "version")} == {
        "action": "accept",
        "origin": "submitted",
        "state": "in_process",
        "version": 2,
    }


def test_the_worker_prints_the_paper_of_an_act_once(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    receipt = submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    deliver_pending()
    with acting(SYSTEM):
        document = Document.objects.get()
    assert document.file_id is not None
    OutboxEvent.objects.update(pending=True)
    deliver_pending()
    with acting(SYSTEM):
        assert Document.objects.get().file_id == document.file_id
