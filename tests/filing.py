"""A made-up application for any procedure: what tests file to see that it is a working service."""

import io

from PIL import Image

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.contracts import Channel
from motcua.dossiers.services.papers import attach_papers
from motcua.dossiers.services.submitting import Applicant, check_submission, write_submission
from motcua.dossiers.tests import world as worlds
from motcua.forms import api as forms
from motcua.kernel.actors import Actor
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files


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
