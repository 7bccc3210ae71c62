"""The whole national catalogue comes in over the first one: it brings the contents, our words stay."""

import json
from pathlib import Path

import pytest

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin
from motcua.catalogue.first.reading import read_first
from motcua.catalogue.models import Procedure, SearchDocument
from motcua.kernel.actors import SYSTEM

pytestmark = [pytest.mark.national, pytest.mark.django_db, pytest.mark.timeout(600)]

FILES = ("tthc_2026_detailed.jsonl.gz", "tthc_2025_list.csv.gz")


def test_records_bring_the_contents_and_our_words_stay(shared: Path) -> None:
    entries = read_first()
    assert catalogue.publish_first_catalogue(actor=SYSTEM).created == len(entries)
    for name in FILES:
        catalogue.import_catalogue(actor=SYSTEM, path=shared / "data" / name)
    again = catalogue.publish_first_catalogue(actor=SYSTEM)
    assert (again.created, again.updated) == (0, 0)
    origins = dict(Procedure.objects.filter(code__in=entries).values_list("code", "origin"))
    expected = {code: Origin.LISTED if "known" in entry else Origin.NATIONAL for code, entry in entries.items()}
    assert origins == {code: origin.value for code, origin in expected.items()}
    spoken = dict(SearchDocument.objects.filter(code__in=entries).values_list("code", "summary"))
    lines = {code: json.loads(line) if isinstance(line, str) else line for code, line in spoken.items()}
    wrong = [
        code
        for code, entry in entries.items()
        if lines[code]["name"].get("en") != entry["en"] or lines[code]["summary"] != entry["about"]
    ]
    assert wrong == []
    assert [code for code in entries if "en" in catalogue.get_procedure(code).name] == []
