from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.identity.contracts import PersonView
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.ids import new_id

PACKAGE = Path(__file__).parent / "9.000001-trial"


def person(name: str = "Nguyễn Thị Thử") -> Actor:
    return Actor(ActorKind.PERSON, new_id(), name, assurance=1)


def official(agency: UUID) -> Actor:
    return Actor(
        ActorKind.OFFICIAL, new_id(), "Trần Văn Mẫu", "Chuyên viên", agency, (agency,), frozenset({"receiver"})
    )


def record_of(owner: UUID) -> PersonView:
    return PersonView(
        id=owner,
        full_name="Nguyễn Thị Thử",
        personal_id="046190000017",
        birth_date=date(1990, 5, 1),
        sex="female",
        phone="0905000017",
        email="khong-phai-thu",
        address="",
        unit_code="",
        nationality="",
        ethnicity="",
    )


@pytest.fixture
def published(db: None) -> ProcedureVersion:
    """The small procedure of the folder beside this file, published."""
    return catalogue.publish_package(actor=SYSTEM, folder=PACKAGE)
