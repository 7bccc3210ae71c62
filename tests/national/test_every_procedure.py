"""Every procedure of the national catalogue is a working service: its page opens, and a made-up application goes in."""

from pathlib import Path

import pytest
from django.test import Client

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin
from motcua.catalogue.models import ProcedureVersion as VersionRow
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import world as worlds
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting
from tests.filing import submit

# Real commits: a transaction as long as this would hold back the public log of tests that run beside it.
pytestmark = [
    pytest.mark.national,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(1200),
    pytest.mark.long,
]

DETAILED = "tthc_2026_detailed.jsonl.gz"


def test_every_procedure_opens_and_takes_an_application(shared: Path) -> None:
    world = worlds.build()
    report = catalogue.import_catalogue(actor=SYSTEM, path=shared / "data" / DETAILED)
    assert not report.rejected
    codes = sorted(VersionRow.objects.filter(origin=Origin.NATIONAL.value).values_list("code", flat=True))
    assert len(codes) == report.created == report.read - 1  # the world's hand-written package keeps its place
    client, failed = Client(), []
    for number, code in enumerate(codes):
        answer = client.get(f"/procedures/{code}")
        if answer.status_code != 200:
            failed.append(f"{code}: page {answer.status_code}")
        try:
            submit(world, catalogue.get_procedure(code), number)
        except Exception as error:  # noqa: BLE001 - every failure is collected; the test names them all
            failed.append(f"{code}: {type(error).__name__} {error} {getattr(error, 'fields', '')}")
    assert not failed, f"{len(failed)} of {len(codes)}:\n" + "\n".join(failed[:20])
    with acting(SYSTEM):
        assert Dossier.objects.count() == len(codes)
    print(f"{len(codes)} procedures opened and took an application")
