"""`motcua rights`: an operator gives, lists, ends and lifts what officials see, by the same rules as the head's page."""

import re
from dataclasses import replace

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import QueueFilter
from motcua.dossiers.sharing import cli
from motcua.dossiers.tests.world import submitted
from motcua.ledger.models import Entry


def run(capsys, *said) -> tuple[int, str]:
    code = cli.main(["rights", *map(str, said)])
    told = capsys.readouterr()
    return code, told.out + told.err


def sees(world) -> bool:
    now = replace(world.receiver, reach=agencies.position_of(world.receiver.id).reach)
    return bool(api.list_queue(actor=now, wanted=QueueFilter()).rows)


def test_a_right_is_given_listed_ended_and_lifted(world, capsys):
    submitted(world)
    agency, official = world.agency.code, world.receiver.id
    assert "every dossier of the agency" in run(capsys, "list", agency)[1] and sees(world)
    code, said = run(capsys, "give", agency, official, "--procedure", "1.001193", "--reason", "Chỉ làm hộ tịch")
    assert code == 0 and "1.001193" in said and sees(world)
    right = re.search(r"([0-9a-f-]{36})  ", said)[1]
    listed = run(capsys, "list", agency)[1]
    assert right in listed and "Chỉ làm hộ tịch" in listed
    assert run(capsys, "end", right)[0] == 0 and not sees(world)
    assert run(capsys, "lift", agency, official, "--reason", "Làm lại mọi việc")[0] == 0 and sees(world)
    told = list(Entry.objects.filter(record_id=official).order_by("id").values_list("action", flat=True))
    assert told[-3:] == ["agencies.scope_given", "agencies.scope_ended", "agencies.scopes_lifted"]


def test_what_is_refused_says_which_part_and_exits_with_2(world, capsys):
    code, said = run(capsys, "give", world.agency.code, world.receiver.id, "--reason", "Không nói gì")
    assert code == 2 and "family: " in said
    assert run(capsys, "give", world.agency.code, world.lan.id, "--family", "Hộ tịch", "--reason", "x")[0] == 2
    assert run(capsys, "give", "H99.99", world.receiver.id, "--family", "Hộ tịch", "--reason", "x")[0] == 2
    assert run(capsys, "lift", world.agency.code, world.receiver.id, "--reason", "x")[0] == 2
    assert run(capsys, "end", world.agency.id)[0] == 2
