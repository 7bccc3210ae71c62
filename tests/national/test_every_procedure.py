"""Every procedure of the national catalogue is a working service: its page opens, and a made-up application goes in."""

import io
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin, ProcedureVersion
from motcua.catalogue.models import ProcedureVersion as VersionRow
from motcua.dossiers.contracts import Channel
from motcua.dossiers.models import Dossier
from motcua.dossiers.services.papers import attach_papers
from motcua.dossiers.services.submitting import Applicant, check_submission, write_submission
from motcua.dossiers.tests import world as worlds
from motcua.forms import api as forms
from motcua.kernel.actors import SYSTEM, Actor
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files

pytestmark = [pytest.mark.national, pytest.mark.django_db, pytest.mark.timeout(1200)]

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


def submit(world: worlds.World, version: ProcedureVersion, number: int) -> None:
    """Online where the law lets one, at the counter otherwise; with every paper that is required."""
    channel, actor = (Channel.ONLINE, world.lan) if version.online else (Channel.IN_PERSON, world.receiver)
    context = forms.form_context(channel=channel.value, units=forms.units_on(agencies.today()))
    answers = forms.generate_answers(forms.compile_form(version), number, context)
    asked = catalogue.asked_papers(version, answers, channel.value, agencies.today())
    required = [paper for paper in asked if paper.kind == "upload" and paper.required]
    with acting(actor):
        papers = {paper.id: (photo(actor, paper.accept),) for paper in required}
        submission = check_submission(
            actor=actor,
            version=version,
            applicant=Applicant(world.lan_record.id, world.lan.name),
            answers=answers,
            paper_ids=papers,
            channel=channel,
            receiving=world.agency,
        )
        receipt = write_submission(actor=actor, submission=submission, key=f"national-{version.code}", body_hash="h")
        attach_papers(receipt.id, papers, owner_id=actor.id)


def photo(actor: Actor, accepted: tuple[str, ...]):
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return files.store_file(out, "giay-to.png", frozenset(accepted), owner_id=actor.id).id
