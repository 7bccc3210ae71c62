"""Every form that this repository and the national catalogue beside it know can be filled in, sent and shown."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from motcua.catalogue.api import load_package
from motcua.catalogue.contracts import ProcedureVersion
from motcua.forms import api as forms
from motcua.forms.domain.showing import show_answers
from motcua.forms.tests.samples import CONTEXT

REPOSITORY = Path(__file__).resolve().parents[4]
PACKAGES = sorted(path.parent for path in REPOSITORY.glob("procedures/*/form.yaml"))
NATIONAL = (
    Path(os.environ.get("MOTCUA_SHARED") or REPOSITORY.parent / "shared") / "data" / "tthc_2026_detailed.jsonl.gz"
)


def fill_in(version: ProcedureVersion, seeds: int) -> None:
    form = forms.compile_form(version)
    for seed in range(seeds):
        answers = forms.generate_answers(form, seed, CONTEXT)
        assert forms.validate_answers(form, answers, CONTEXT).problems == ()
        assert forms.first_open_page(form, answers, CONTEXT) is None
        shown = {
            row.field.partition("[")[0] for section in show_answers(form, answers, CONTEXT) for row in section.rows
        }
        assert shown == {field for field, answer in answers.items() if answer != []}  # nobody in a group is no line


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_a_package_can_be_filled_in_sent_and_drawn(folder: Path):
    version = load_package(folder)
    fill_in(version, seeds=40)
    form = forms.compile_form(version)
    answers = forms.generate_answers(form, 1, CONTEXT)
    for page in forms.asked_pages(form, answers, CONTEXT):
        assert forms.draw_page(form, page.id, answers, CONTEXT).fields


def national() -> Iterator[ProcedureVersion]:
    from motcua.catalogue.importing.compiling import compile_detailed
    from motcua.catalogue.importing.reading import read_catalogue
    from motcua.catalogue.importing.records import DetailedRecord
    from motcua.catalogue.importing.words import words
    from motcua.catalogue.services import seal, version_of

    for _line, record in read_catalogue(NATIONAL, lambda _line, _reason: None):
        assert isinstance(record, DetailedRecord)
        sealed = seal(compile_detailed(record, words()))
        yield version_of(sealed.content, sealed.hash)


@pytest.mark.national
@pytest.mark.skipif(not NATIONAL.is_file(), reason="the national catalogue is not beside the repository")
def test_every_procedure_of_the_national_catalogue_can_be_filled_in_and_sent():
    count = 0
    for version in national():
        fill_in(version, seeds=2)
        count += 1
    assert count > 2_000
