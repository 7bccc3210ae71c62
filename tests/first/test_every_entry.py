"""Every entry of the first catalogue is a page in two languages and, where its facts are known, a working service."""

import pytest
from django.test import Client

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin
from motcua.catalogue.first.reading import read_first
from motcua.catalogue.models import Procedure
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import world as worlds
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting
from tests.filing import submit

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]


def test_every_entry_opens_in_both_languages_and_takes_an_application() -> None:
    world = worlds.build()
    entries = read_first()
    assert catalogue.publish_first_catalogue(actor=SYSTEM).created == len(entries)
    served = set(Procedure.objects.filter(origin=Origin.FIRST.value).values_list("code", flat=True))
    assert served == {code for code, entry in entries.items() if "known" not in entry}
    client, failed = Client(), []
    for number, (code, entry) in enumerate(entries.items()):
        for address, words in ((f"/procedures/{code}", entry["about"]["vi"]), (f"/en/procedures/{code}", entry["en"])):
            answer = client.get(address)
            if answer.status_code != 200 or not _says(answer.content.decode(), words):
                failed.append(f"{address}: {answer.status_code} without “{words}”")
        if code in served:
            try:
                submit(world, catalogue.get_procedure(code), number)
            except Exception as error:  # noqa: BLE001 - every failure is collected; the test names them all
                failed.append(f"{code}: {type(error).__name__} {error} {getattr(error, 'fields', '')}")
    assert not failed, f"{len(failed)}:\n" + "\n".join(failed[:20])
    with acting(SYSTEM):
        assert Dossier.objects.count() == len(served)


def _says(page: str, words: str) -> bool:
    return words.replace("'", "&#x27;").replace('"', "&quot;") in page
