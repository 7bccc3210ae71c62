"""A small true world for tests: one commune, its officials, two people, birth registration published."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.agencies.models import Unit
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.services.submitting import Receipt
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView
from motcua.identity.models import Person
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.platform.database.transactions import acting

PACKAGES = Path(__file__).parents[4] / "procedures"
BIRTH = "1.001193"
LAST_YEAR = date(2025, 7, 1)


@dataclass(frozen=True)
class World:
    agency: AgencyView
    elsewhere: AgencyView
    receiver: Actor
    specialist: Actor
    head: Actor
    stranger: Actor
    lan: Actor
    minh: Actor
    lan_record: PersonView
    version: ProcedureVersion


def build() -> World:
    _units()
    agency, elsewhere = _agency("H57.17", "19804", "Phú Xuân"), _agency("H57.18", "19753", "Kim Long")
    lan = _person("Nguyễn Thị Lan", "046190000017", "19804")
    minh = _person("Trần Văn Minh", "046088000023", "19753")
    return World(
        agency=agency,
        elsewhere=elsewhere,
        receiver=official("Lê Thu Hà", agency, "receiver"),
        specialist=official("Phan Quốc An", agency, "specialist"),
        head=official("Hoàng Thị Mai", agency, "head"),
        stranger=official("Đặng Văn Khoa", elsewhere, "receiver"),
        lan=_citizen(lan),
        minh=_citizen(minh),
        lan_record=lan,
        version=publish(BIRTH),
    )


def publish(code: str) -> ProcedureVersion:
    (folder,) = PACKAGES.glob(f"{code}-*")
    catalogue.publish_package(actor=SYSTEM, folder=folder)
    return catalogue.get_procedure(code)


def answers(world: World) -> dict[str, object]:
    """The answers of the package's own scenario of married parents."""
    (folder,) = PACKAGES.glob(f"{BIRTH}-*")
    given = dict(catalogue.load_scenarios(folder)["married-parents"]["answers"])
    own = {
        "requester_name": world.lan.name,
        "requester_personal_id": world.lan_record.personal_id,
        "requester_birth_date": str(world.lan_record.birth_date),
    }
    return {key: here(value) for key, value in given.items()} | {k: v for k, v in own.items() if k in given}


def here(value: object) -> object:
    """Addresses of scenarios lie in other provinces; ours knows two communes, so what was elsewhere stays elsewhere."""
    if not isinstance(value, dict) or "commune" not in value:
        return value
    return value | {"province": "46", "commune": "19753" if value["province"] == "46" else "19804"}


def submitted(world: World, *, key: str = "k1", actor: Actor | None = None) -> Receipt:
    """Lan's birth registration, sent in one go without papers checked at this level."""
    from motcua.dossiers.contracts import Channel
    from motcua.dossiers.services.submitting import Applicant, check_submission, write_submission

    actor = actor or world.lan
    with acting(actor):
        submission = check_submission(
            actor=actor,
            version=world.version,
            applicant=Applicant(world.lan_record.id, world.lan.name),
            answers=answers(world),
            paper_ids=["birth_notice"],
            channel=Channel.ONLINE,
            receiving=world.agency,
        )
        return write_submission(actor=actor, submission=submission, key=key, body_hash="h")


def _units() -> None:
    rows = (
        ("province", "46", "Huế", ""),
        ("commune", "19804", "Phú Xuân", "46"),
        ("commune", "19753", "Kim Long", "46"),
    )
    for level, code, name, parent in rows:
        Unit.objects.create(
            code=code,
            level=level,
            name={"vi": name, "en": name},
            full_name={"vi": name, "en": name},
            parent_code=parent,
            sort_key=name,
            valid_from=LAST_YEAR,
        )


def _agency(code: str, unit: str, name: str) -> AgencyView:
    return agencies.register_agency(
        actor=SYSTEM,
        code=code,
        name={"vi": f"Ủy ban nhân dân phường {name}", "en": f"{name} Ward People's Committee"},
        tier="commune",
        unit_code=unit,
        address="1 Đường Thử",
        phone="0234 000 000",
    )


def official(name: str, agency: AgencyView, role: str) -> Actor:
    titles = {"receiver": "Công chức một cửa", "specialist": "Công chức tư pháp - hộ tịch", "head": "Chủ tịch"}
    official = agencies.appoint_official(
        actor=SYSTEM,
        name=name,
        agency_id=agency.id,
        title={"vi": titles[role], "en": role},
        roles=[role],
        valid_from=LAST_YEAR,
    )
    return Actor(
        ActorKind.OFFICIAL,
        official.id,
        name,
        position=titles[role],
        agency_id=agency.id,
        agency_ids=(agency.id,),
        roles=frozenset({role}),
        assurance=2,
    )


def _person(name: str, personal_id: str, unit: str) -> PersonView:
    return identity.register_person(
        actor=SYSTEM,
        full_name=name,
        personal_id=personal_id,
        birth_date=date(1990, 5, 1),
        sex="female" if "Thị" in name else "male",
        phone="0905000017",
        address="12 Lê Lợi",
        unit_code=unit,
    )


def rewrite_record(person: Actor, **facts: object) -> None:
    """The population register corrects what it says of `person`."""
    with acting(SYSTEM):
        Person.objects.filter(id=person.id).update(**facts)


def citizen(name: str, personal_id: str, unit: str) -> Actor:
    """One more person of this world, signed in."""
    return _citizen(_person(name, personal_id, unit))


def _citizen(person: PersonView) -> Actor:
    return Actor(ActorKind.PERSON, person.id, person.full_name, assurance=2)
