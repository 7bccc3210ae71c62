"""Two officials who write and publish, and a package to write on."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.kernel.actors import SYSTEM, Actor, ActorKind

ROOT = Path(__file__).resolve().parents[4] / "procedures"
BIRTH = ROOT / "1.001193-birth-registration"
SINCE = date(2025, 7, 1)


@dataclass(frozen=True)
class Office:
    """`khe` writes, `anh` writes and publishes, `bong` receives dossiers, all at the centre above both communes;
    `low` writes and publishes in one of them, `far` at another agency.
    """

    khe: Actor
    anh: Actor
    bong: Actor
    low: Actor
    far: Actor


def open_office() -> Office:
    centre, other = (
        agencies.register_agency(actor=SYSTEM, code=code, name={"vi": name, "en": name}, tier="province")
        for code, name in (("H57", "Trung tâm A"), ("H58", "Trung tâm B"))
    )
    commune, _other = (
        agencies.register_agency(
            actor=SYSTEM, code=code, name={"vi": name, "en": name}, tier="commune", parent_id=centre.id
        )
        for code, name in (("H57.01", "Phường C"), ("H57.02", "Phường D"))
    )
    return Office(
        khe=_hired("Trịnh Văn Khế", centre.id, ["editor"]),
        anh=_hired("Lương Thị Vàng Anh", centre.id, ["editor", "publisher"]),
        bong=_hired("Cao Thị Bống", centre.id, ["receiver"]),
        low=_hired("Vũ Lang Liêu", commune.id, ["editor", "publisher"]),
        far=_hired("Ngô Đồng Tử", other.id, ["editor", "publisher"]),
    )


def _hired(name: str, agency_id, roles: list[str]) -> Actor:
    view = agencies.appoint_official(
        actor=SYSTEM, name=name, agency_id=agency_id, title={"vi": "Chuyên viên", "en": "Officer"}, roles=roles,
        valid_from=SINCE,
    )  # fmt: skip
    position = agencies.position_of(view.id)
    return Actor(
        ActorKind.OFFICIAL, view.id, name, position=position.title["vi"], agency_id=position.agency.id,
        agency_ids=position.agency_ids, roles=position.roles, assurance=2,
    )  # fmt: skip


def publish_birth():
    return catalogue.publish_package(actor=SYSTEM, folder=BIRTH)
