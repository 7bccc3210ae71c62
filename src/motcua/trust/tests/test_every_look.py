"""Wherever an official is shown a person's name, the ledger says so about that person before the answer goes out."""

import pytest
from django.urls import reverse

from motcua.dossiers import api as dossiers
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.tests.world import signed_in
from motcua.ledger import api as ledger
from motcua.ledger.contracts import EntriesAsked

PLACES = (
    "desk",
    "desk_export",
    "desk_appointments",
    "desk_opinions",
    "desk_draws",
    "desk_people",
    "desk_rights",
    "desk_shared",
    "desk_archive",
    "desk_books",
    "desk_book_csv",
    "desk_webhooks",
)
OF_A_DOSSIER = ("desk_dossier", "desk_slip", "desk_slip_pdf", "desk_share")
NAMED = {"desk", "desk_books", "desk_book_csv", "desk_dossier", "search", "nobodys", "receipt"}
SENT = {"bulk", "counter"}


@pytest.fixture
def world(db) -> worlds.World:
    return worlds.build()


def addresses(world, code):
    """Every page of the desk that is read, by a name."""
    found = {name: reverse(f"dossiers:{name}") for name in PLACES}
    found |= {name: reverse(f"dossiers:{name}", args=[code]) for name in OF_A_DOSSIER}
    return found | {
        "questions": reverse("trust:questions"),
        "requests": reverse("trust:data_desk"),
        "search": f"{found['desk']}?q=Lan",
        "receipt": reverse("dossiers:desk_document", args=[code, "receipt"]),
        "move": reverse("dossiers:desk_move", args=[world.receiver.id]),
        "nobodys": reverse("dossiers:desk_move", args=["free"]),
    }


def about(world):
    asked = EntriesAsked(actor_kinds=("official",))
    return ledger.count_entries(person_id=world.lan.id, asked=asked)


def test_no_page_of_the_desk_shows_a_name_without_an_entry_about_that_person(world):
    code = worlds.submitted(world).code
    where, silent, named = addresses(world, code), set(), set()
    picked = dossiers.get_dossier(actor=world.lan, code=code).id
    sent = {"bulk": {"action": "accept", "pick": picked}, "counter": {"personal_id": world.lan_record.personal_id}}
    where |= {name: reverse(f"dossiers:desk_{name}") for name in SENT}
    for actor in (world.receiver, world.head):
        client = signed_in(actor)
        for name, address in where.items():
            before = about(world)
            answer = client.post(address, sent[name]) if name in sent else client.get(address)
            content = b"".join(answer) if answer.streaming else answer.content
            if world.lan.name in content.decode(errors="ignore") or content.startswith(b"%PDF"):
                named.add(name)
                if about(world) == before:
                    silent.add(name)
    assert silent == set()
    assert named >= NAMED | SENT, named  # or this test looks at nothing


def test_one_page_is_one_entry(world, owner_cursor):
    for key in ("k1", "k2", "k3"):
        worlds.submitted(world, key=key)
    before = about(world)
    signed_in(world.receiver).get(reverse("dossiers:desk"))
    assert about(world) == before + 1
