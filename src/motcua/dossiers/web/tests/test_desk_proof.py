"""Who has a key proves with it who they are before they sign; who has none signs as before."""

from datetime import timedelta

import pytest

from motcua.dossiers import api
from motcua.dossiers.contracts import State
from motcua.dossiers.tests.world import submitted
from motcua.dossiers.web.tests.world import signed_in
from motcua.identity.models import Account, Passkey
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting

RESULT = {"certificate_number": "12/2026"}


@pytest.fixture
def proposed(world):
    new = api.get_dossier(actor=world.receiver, code=submitted(world).code)
    kept = api.accept_dossier(actor=world.receiver, dossier_id=new.id, expected_version=1)
    return api.resolve_dossier(actor=world.specialist, dossier_id=kept.id, expected_version=2, proposal=RESULT)


def head(world, *, has_key: bool, proved_minutes_ago: int = 999):
    client = signed_in(world.head)
    session = client.session
    session["proved_at"] = (clock.now() - timedelta(minutes=proved_minutes_ago)).isoformat()
    session.save()
    if has_key:
        with acting(SYSTEM):
            Passkey.objects.create(
                account=Account.objects.get(official_id=world.head.id),
                official_id=world.head.id,
                credential_id=b"one",
                public_key=b"two",
                host="localhost",
                sign_count=0,
                backed_up=False,
                added_at=clock.now(),
            )
    return client


def approve(client, view):
    sent = {"dossier_id": str(view.id), "expected_version": view.version, "note": "Đã đọc kỹ"}
    return client.post(f"/desk/{view.code}/acts/approve", sent)


def state(world, view) -> State:
    return api.get_dossier(actor=world.receiver, code=view.code).state


def test_a_head_whose_proof_is_old_is_asked_for_the_key_and_loses_nothing(world, proposed):
    page = approve(head(world, has_key=True), proposed)
    assert page.status_code == 403
    assert f"/passkeys/prove?next=%2Fdesk%2F{proposed.code}" in page.text
    assert "Đã đọc kỹ" in page.text
    assert state(world, proposed) is State.AWAITING_APPROVAL


def test_a_head_who_proved_it_lately_signs(world, proposed):
    assert approve(head(world, has_key=True, proved_minutes_ago=14), proposed).status_code == 302
    assert state(world, proposed) is State.APPROVED


def test_a_head_without_a_key_signs_as_before(world, proposed):
    assert approve(head(world, has_key=False), proposed).status_code == 302
    assert state(world, proposed) is State.APPROVED


def test_many_at_once_ask_for_the_key_too(world, proposed):
    client = head(world, has_key=True)
    sent = {"action": "approve", "batch": str(proposed.id), "row": f"{proposed.id}:{proposed.version}"}
    page = client.post("/desk/batches/", sent)
    assert page.status_code == 403
    assert "/passkeys/prove?next=/desk/" in page.text
