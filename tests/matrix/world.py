"""Two agencies that have nothing to do with each other, each with a citizen, officials and one of every thing that has an
address; and roles that belong to neither. What only one side may read is recognisable."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.agencies.models import Absence, Scope
from motcua.authoring import api as authoring
from motcua.dossiers import api as dossiers
from motcua.dossiers.documents.checking import token_of
from motcua.dossiers.models import (
    Batch,
    BatchRow,
    BookPrint,
    Destruction,
    DestructionRow,
    Document,
    Dossier,
    Draw,
    Journey,
    SavedFilter,
    Share,
    Webhook,
)
from motcua.dossiers.tests import world as worlds
from motcua.forms.models import Draft, DraftPaper, DraftParty
from motcua.identity.contracts import PersonView
from motcua.identity.models import Account
from motcua.identity.passkeys.models import Passkey
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.notices import api as notices
from motcua.notices.contracts import News
from motcua.payments import api as payments
from motcua.payments.contracts import DueLine, Reference
from motcua.platform.database.transactions import acting
from motcua.platform.files.models import File
from motcua.trust.looks import list_looks
from motcua.trust.questions import ask_about_look
from motcua.trust.requests import ask_about_data
from tests.hostile import papers, stage
from tests.hostile.wire import Browser, call

TITLE = {"vi": "Công chức", "en": "Officer"}


@dataclass(frozen=True)
class Role:
    """Who asks. `side`: whose dossiers are its business, "" neither's; `pages`: it comes with a session, else with a token."""

    name: str
    browser: Browser
    actor: Actor | None = None
    side: str = ""
    pages: bool = True

    @property
    def kind(self) -> str:
        """What this role is on its own side: citizen, receiver, specialist, head, author; "" on none."""
        return self.name.removesuffix(" by program").partition(".")[2] if self.side else self.name


@dataclass
class Side:
    """One agency's and one citizen's things. `secrets`: texts that only this side may read."""

    name: str
    agency: AgencyView
    citizen: Actor
    record: PersonView
    values: dict[str, str]
    secrets: tuple[str, ...]


@dataclass
class World:
    roles: list[Role]
    sides: dict[str, Side]


def build() -> World:
    ground = worlds.build()
    here = _side("here", ground.agency, "Phùng Thị Dạ Hương", "046190000033", "Phùng Hải Đường")
    there = _side("there", ground.elsewhere, "Tạ Sơn Trà", "046088000041", "Tạ Kim Ngân")
    roles = [Role("nobody", Browser()), *_own(here), *_own(there), *_foreign(ground)]
    by_name = {role.name: role for role in roles}
    for side in (here, there):
        _things(side, ground, by_name)
    programs = [
        Role(f"{name} by program", Browser(token=role.browser.token), role.actor, role.side, pages=False)
        for name in ("here.citizen", "here.receiver", "there.head", "third person", "sub-agency")
        for role in [by_name[name]]
    ]
    return World([*roles, *programs], {"here": here, "there": there})


def _side(name: str, agency: AgencyView, citizen: str, number: str, child: str) -> Side:
    mark, record = f"Điều kín {name} 7q1z", worlds._person(citizen, number, agency.unit_code)
    secrets = (citizen, number, child, mark)
    return Side(name, agency, worlds._citizen(record), record, {"mark": mark, "child": child}, secrets)


def _own(side: Side) -> list[Role]:
    holders = {
        "receiver": ["receiver"],
        "specialist": ["specialist"],
        "head": ["head"],
        "author": ["editor", "publisher"],
    }
    actors = {role: _official(f"{role} {side.name}", side.agency.id, held) for role, held in holders.items()}
    actors["citizen"] = side.citizen
    return [
        Role(f"{side.name}.{role}", stage._browser(f"{side.name}.{role}", actor), actor, side.name)
        for role, actor in actors.items()
    ]


def _foreign(ground: worlds.World) -> list[Role]:
    """Who belongs to neither side."""
    sub, operators = (
        agencies.register_agency(
            actor=SYSTEM, code=code, name={"vi": name, "en": name}, tier=tier, parent_id=parent, address="", phone=""
        )
        for code, name, tier, parent in (
            ("H57.17.01", "Tổ dưới phường", "commune", ground.agency.id),
            ("H99", "Trung tâm vận hành", "province", None),
        )
    )
    all_roles = ["receiver", "specialist", "head", "editor", "publisher"]
    actors = {
        "third person": worlds.citizen("Lý Người Ngoài", "046190000025", "19804"),
        "sub-agency": _official("Dưới Phường", sub.id, all_roles),
        "operator": _official("Vận Hành", operators.id, ["operator"]),
        "leaver": _official("Đã Nghỉ", ground.agency.id, all_roles, until=date(2026, 2, 27)),
    }
    return [Role(name, stage._browser(name, actor), actor) for name, actor in actors.items()]


def _official(name: str, agency_id: UUID, roles: list[str], until: date | None = None) -> Actor:
    view = agencies.appoint_official(
        actor=SYSTEM, name=name, agency_id=agency_id, title=TITLE, roles=roles, valid_from=worlds.LAST_YEAR
    )
    if until:
        agencies.end_position(actor=SYSTEM, official_id=view.id, agency_id=agency_id, last_day=until)
    return Actor(ActorKind.OFFICIAL, view.id, name, "Công chức", agency_id, (agency_id,), frozenset(roles), assurance=2)


def _things(side: Side, ground: worlds.World, roles: dict[str, Role]) -> None:
    """One of everything that an address may name."""
    citizen, head = roles[f"{side.name}.citizen"], roles[f"{side.name}.head"]
    receiver, author = roles[f"{side.name}.receiver"], roles[f"{side.name}.author"]
    paper, dossier = _dossier(side, ground, citizen, receiver)
    side.values |= {"paper": paper, "code": dossier.code, "citizen": str(citizen.actor.id)}
    looks = list_looks(actor=citizen.actor).looks
    side.values["look"] = str(looks[0].id)
    side.values["question"] = str(
        ask_about_look(actor=citizen.actor, entry_id=looks[-1].id, said=side.values["mark"]).id
    )
    news = News(citizen.actor.id, "of the matrix", "accepted", clock.now(), dossier.code, _places(dossier.code))
    notices.tell(actor=SYSTEM, news=[news])
    side.values["message"] = str(notices.list_messages(actor=citizen.actor)[0].id)
    side.values["data_request"] = str(
        ask_about_data(
            actor=citizen.actor, key=uuid4(), kind="correct", agency_id=side.agency.id, said=side.values["mark"]
        )
    )
    side.values["draft"], side.values["draft_file"] = _draft(side, ground, citizen)
    with acting(SYSTEM):
        document = Document.objects.filter(dossier_id=dossier.id).first()
        side.values["document"], side.values["token"] = str(document.id), token_of(document.id)
        for name, row in _rows(side, dossier, head.actor, receiver.actor).items():
            side.values[name] = str(row.code if isinstance(row, Journey) else row.id)
    side.values |= _bill(side, dossier, receiver.actor)
    edit = authoring.start_new(
        actor=author.actor, procedure_code=f"9.00000{len(side.name)}", name={"vi": side.values["mark"], "en": "Kept"}
    )
    side.values["edit"] = str(edit.id)
    side.values["colleague"] = str(receiver.actor.id)
    side.values["invitation"] = _invitation(side)


def _places(code: str) -> dict[str, dict[str, str]]:
    return {"code": {"vi": code}, "procedure": {"vi": "Đăng ký khai sinh"}, "due": {"vi": "thứ Hai"}}


def _dossier(side: Side, ground: worlds.World, citizen: Role, receiver: Role) -> tuple[str, Any]:
    paper = stage.send(citizen.browser, f"paper-{side.name}")
    ground = replace(ground, lan=side.citizen, lan_record=side.record)
    sent = stage.body_of(ground, paper, agency=side.agency.code)
    sent["answers"]["child_name"] = side.values["child"]
    answer = call(
        citizen.browser,
        "POST",
        "/api/v1/dossiers",
        json.dumps(sent).encode(),
        content_type="application/json",
        headers={"Idempotency-Key": f"given-{side.name}"},
    )
    assert answer.status == 201, answer.text
    view = dossiers.get_dossier(actor=citizen.actor, code=answer.problem["code"])
    return paper, dossiers.accept_dossier(actor=receiver.actor, dossier_id=view.id, expected_version=view.version)


def _draft(side: Side, ground: worlds.World, citizen: Role) -> tuple[str, str]:
    draft = stage._draft(ground, citizen.actor)
    file_id = stage.send(citizen.browser, f"draft-{side.name}", papers.photo("red"))
    with acting(SYSTEM):
        Draft.objects.filter(id=draft.id).update(receiving_agency_id=side.agency.id)
        DraftPaper.objects.create(
            draft_id=draft.id, paper_id="birth_notice", file_id=file_id, file_name=f"{side.values['mark']}.png",
            content_type="image/png", size=1,
        )  # fmt: skip
        File.objects.filter(id=file_id).update(claimed=True)
    return str(draft.id), file_id


def _bill(side: Side, dossier: Any, receiver: Actor) -> dict[str, str]:
    """What the citizen owed for the dossier and paid at the counter, with the number of its receipt."""
    line = DueLine({"vi": side.values["mark"]}, 1, 8000, 8000)
    payments.write_ranges([{"agency": side.agency.code, "series": "BN", "first": 1, "last": 9, "from": "2020-01-01"}])
    owed = payments.raise_obligation(
        actor=SYSTEM,
        reference=Reference("dossiers", dossier.id, dossier.code, {"vi": side.values["mark"]}),
        payer_id=side.citizen.id,
        agency_id=side.agency.id,
        lines=(line,),
    )
    payments.pay_at_counter(actor=receiver, kind="dossiers", reference_id=dossier.id)
    return {"bill": owed.bill_code, "owed_for": str(dossier.id)}


def _invitation(side: Side) -> str:
    token = f"loi-moi-{side.name}"
    with acting(SYSTEM):
        DraftParty.objects.create(
            draft_id=side.values["draft"], owner_id=side.citizen.id, party="father", personal_id=side.secrets[1],
            token_hash=hashlib.sha256(token.encode()).hexdigest(), invited_at=clock.now(),
            expires_at=clock.now() + timedelta(days=5),
        )  # fmt: skip
    return token


def _rows(side: Side, dossier: Any, head: Actor, receiver: Actor) -> dict[str, Any]:
    """Rows of the desk, put in as they would lie there."""
    now, mark, agency = clock.now(), side.values["mark"], side.agency.id
    row = Dossier.objects.get(id=dossier.id)
    batch = Batch.objects.create(
        id=uuid4(),
        agency_id=agency,
        actor_id=head.id,
        actor_name=mark,
        assurance=2,
        action="claim",
        given={},
        asked_at=now,
    )
    BatchRow.objects.create(batch=batch, agency_id=agency, dossier_id=row.id, code=row.code, expected_version=1)
    destruction = Destruction.objects.create(
        agency_id=agency, scope="papers", reason=mark, proposed_by_id=receiver.id, proposed_by=mark, proposed_at=now
    )
    DestructionRow.objects.create(
        destruction=destruction, agency_id=agency, dossier_id=row.id, code=row.code, procedure_code=row.procedure_code,
        result=mark, kept_until=now.date(),
    )  # fmt: skip
    journey = Journey.objects.create(
        code=f"HT-{side.name}-1", procedure_code=row.procedure_code, version_hash=row.version_hash,
        applicant_id=side.citizen.id, applicant_name=side.citizen.name, submitted_at=now,
    )  # fmt: skip
    Dossier.objects.filter(id=row.id).update(journey_id=journey.id, journey_part="birth")
    return {
        "batch": batch,
        "destruction": destruction,
        "print": BookPrint.objects.create(
            agency_id=agency, actor_id=head.id, actor_name=mark, book="dossiers", month=now.date().replace(day=1),
            language="vi", asked_at=now,
        ),
        "filter": SavedFilter.objects.create(
            agency_id=agency, owner_id=head.id, name=mark, query={}, shared=True, saved_at=now
        ),
        "webhook": Webhook.objects.create(
            agency_id=agency, url=f"https://hook.example.vn/{side.name}-7q1z", position=0, version=0, change_id=uuid4(),
            created_at=now, created_by=mark, paused_at=now, paused_by=mark,
        ),
        "share": Share.objects.create(
            dossier=row, code=row.code, version_hash=row.version_hash, applicant_id=row.applicant_id,
            official_id=receiver.id, official_name=mark, official_agency_id=agency, valid_until=now + timedelta(days=5),
            reason=mark, given_by_id=head.id, given_by_name=mark, given_agency_id=agency, given_at=now,
        ),
        "draw": Draw.objects.create(
            agency_id=agency, procedure_code=row.procedure_code, step_id="draw", source="Xổ số", places=1,
            codes=["H00.00.00-260302-0001"], announced_at=now, announced_by="Ban tổ chức",
        ),
        "absence": Absence.objects.create(
            official_id=receiver.id, agency_id=agency, substitute_id=head.id, first_day=now.date(),
            last_day=now.date() + timedelta(days=3), entered_by_id=head.id, entered_at=now,
        ),
        "scope": Scope.objects.create(
            official_id=receiver.id, agency_id=agency, procedure_code=row.procedure_code, valid_from=now.date(),
            reason=mark, given_by_name=mark, given_at=now,
        ),
        "journey": journey,
        "passkey": Passkey.objects.create(
            account=Account.objects.get(official_id=head.id), official_id=head.id, credential_id=mark.encode(),
            public_key=b"-", sign_count=0, name=mark, model="-", backed_up=False, added_at=now,
        ),
    }  # fmt: skip
