"""The stage: the small world with dossiers at several steps, everybody signed in, and a way to see that nothing moved."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.test import Client

from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierView
from motcua.dossiers.models import Document, Dossier, DossierPaper, SubmissionKey
from motcua.dossiers.tests import world as worlds
from motcua.forms import api as forms
from motcua.forms.contracts import DraftView
from motcua.forms.models import Draft
from motcua.identity import api as identity
from motcua.identity.models import Sitting
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting
from motcua.platform.files.models import File
from motcua.platform.outbox.models import OutboxEvent
from tests.hostile import papers
from tests.hostile.wire import Browser, call

PASSWORD = "mot-mat-khau-dai"
PRIVATE = {  # what nobody else may read, by person
    "lan": ("Nguyễn Thị Lan", "046190000017", "12 Lê Lợi"),
    "minh": ("Trần Văn Minh", "046088000023"),
}


@dataclass
class Stage:
    world: worlds.World
    browsers: dict[str, Browser]
    file_of_lan: str
    file_of_minh: str
    new: DossierView  # Lan's, just submitted, with a paper
    asked: DossierView  # Lan's, waiting for her supplement
    running: DossierView  # Lan's, on the specialist's desk
    draft: DraftView  # Lan's
    draft_of_minh: DraftView

    def browser(self, who: str, language: str) -> Browser:
        found = self.browsers[who]
        return Browser(found.session, found.token, language)

    def facts(self) -> dict[str, Any]:
        """Everything that a refused request must leave as it is."""
        with acting(SYSTEM):
            acts = Counter(Entry.objects.exclude(action__in=READS).values_list("action", flat=True))
            return {
                "dossiers": sorted(Dossier.objects.values_list("id", "state", "version")),
                "answers": sorted(
                    (str(pk), json.dumps(a, sort_keys=True)) for pk, a in Dossier.objects.values_list("id", "answers")
                ),
                "papers": sorted(map(str, DossierPaper.objects.values_list("file_id", flat=True))),
                "documents": Document.objects.count(),
                "keys": SubmissionKey.objects.count(),
                "acts": dict(acts),
                "outbox": OutboxEvent.objects.count(),
                "files": sorted(File.objects.values_list("id", "claimed")),
                "bytes": kept_bytes(),
                "drafts": sorted(
                    (str(pk), rev, json.dumps(a, sort_keys=True))
                    for pk, rev, a in Draft.objects.values_list("id", "revision", "answers")
                ),
            }


READS = ("dossiers.looked_at", "dossiers.paper_opened", "dossiers.document_opened", "identity.signed_in")


def kept_bytes() -> int:
    folders = default_storage.listdir("")[0] if default_storage.exists("") else []
    return sum(len(default_storage.listdir(folder)[1]) for folder in folders)


def build() -> Stage:
    world = worlds.build()
    actors = {name: getattr(world, name) for name in ("lan", "minh", "receiver", "specialist", "head", "stranger")}
    browsers = {name: _browser(name, actor) for name, actor in actors.items()} | {"nobody": Browser()}
    browsers |= _worn_out(world)
    lan = browsers["lan"]
    new, asked, running = (_dossier(world, lan, number) for number in range(3))
    asked = dossiers.request_supplement(
        actor=world.receiver,
        dossier_id=asked.id,
        expected_version=1,
        fields=("child_name",),
        papers=("birth_notice",),
        reason="Giấy chứng sinh bị mờ.",
    )
    running = dossiers.accept_dossier(actor=world.receiver, dossier_id=running.id, expected_version=1)
    return Stage(
        world=world,
        browsers=browsers,
        file_of_lan=send(lan, "waiting"),
        file_of_minh=send(browsers["minh"], "waiting"),
        new=new,
        asked=asked,
        running=running,
        draft=_draft(world, world.lan),
        draft_of_minh=_draft(world, world.minh),
    )


def _browser(name: str, actor: Actor) -> Browser:
    subject = {"person_id": actor.id} if actor.is_person else {"official_id": actor.id}
    identity.open_account(actor=SYSTEM, login=name, name=actor.name, secret=PASSWORD, assurance=2, **subject)
    return Browser(_session(**subject), _token(actor))


def _session(**subject: Any) -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(**subject))
    session = client.session
    session["assurance"] = 2  # what the sign-in page would have noted
    session.save()
    return client.cookies["motcua-session"].value


def _token(actor: Actor, **until: float) -> str:
    until = clock.now() + timedelta(**(until or {"days": 900}))
    return identity.issue_token(actor=SYSTEM, subject_id=actor.id, label="thử", expires_at=until).secret


def _worn_out(world: worlds.World) -> dict[str, Browser]:
    """A session that is over, a token that ran out, and an account that was closed."""
    gone = _session(person_id=world.lan.id)
    Sitting.objects.filter(session_key=gone).delete()
    past = _token(world.lan, days=-1)
    person = worlds._person("Lê Văn Cũ", "046085000031", "19804")
    identity.open_account(
        actor=SYSTEM, login="cu", name=person.full_name, secret=PASSWORD, person_id=person.id, assurance=2
    )
    actor = worlds._citizen(person)
    closed = Browser(_session(person_id=person.id), _token(actor))
    account = get_user_model().objects.get(person_id=person.id)
    identity.close_account(actor=SYSTEM, account_id=account.id, why="thôi dùng")
    return {"signed out": Browser(gone), "run out": Browser("", past), "closed": closed}


def send(browser: Browser, key: str, content: bytes | None = None) -> str:
    """A paper sent by program; its id."""
    headers = {"Idempotency-Key": key, "Content-Disposition": 'attachment; filename="giay.png"'}
    answer = call(
        browser, "POST", "/api/v1/files", content or papers.photo(), content_type="image/png", headers=headers
    )
    assert answer.status in (200, 201), answer.text
    return answer.problem["id"]


def body_of(world: worlds.World, file_id: str = "", **more: Any) -> dict[str, Any]:
    """A right submission of Lan's."""
    papers_sent = {"birth_notice": [file_id]} if file_id else {}
    return {
        "procedure": worlds.BIRTH,
        "agency": "H57.17",
        "answers": worlds.answers(world),
        "papers": papers_sent,
        **more,
    }


def _dossier(world: worlds.World, lan: Browser, number: int) -> DossierView:
    sent = body_of(world, send(lan, f"paper-{number}"))
    headers = {"Idempotency-Key": f"given-{number}"}
    answer = call(
        lan, "POST", "/api/v1/dossiers", json.dumps(sent).encode(), content_type="application/json", headers=headers
    )
    assert answer.status == 201, answer.text
    return dossiers.get_dossier(actor=world.lan, code=answer.problem["code"])


def _draft(world: worlds.World, actor: Actor) -> DraftView:
    draft = forms.start_draft(actor=actor, procedure_code=worlds.BIRTH, receiving_agency_id=world.agency.id)
    first = forms.compile_form(world.version).pages[0]
    known = worlds.answers(world) | {"requester_name": actor.name}
    raw = {field.id: known[field.id] for field in first.fields if field.id in known}
    return forms.save_answers(actor=actor, draft_id=draft.id, page_id=first.id, raw=raw, revision=draft.revision).draft
