"""The world of a family with a newborn: the commune, its police and the city's social insurance, and one guided path."""

import io
import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PIL import Image

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.tests import world as worlds
from motcua.forms import api as forms
from motcua.forms.models import Draft
from motcua.kernel.actors import SYSTEM, Actor
from motcua.platform.database.transactions import acting

BABY, RESIDENCE, CARD = "2.000986", "1.004222", "1.001939"


@dataclass(frozen=True)
class Family:
    world: worlds.World
    police: AgencyView
    insurance: AgencyView
    journey: ProcedureVersion
    officer: Actor  # receives at the police

    @property
    def lan(self) -> Actor:
        return self.world.lan


def build() -> Family:
    world = worlds.build()
    police = _agency("G01.46.17", "commune", "19804", "police", "Công an phường Phú Xuân")
    insurance = _agency("G24.46", "province", "46", "insurance", "Bảo hiểm xã hội thành phố Huế")
    for code in (RESIDENCE, CARD):
        worlds.publish(code)
    return Family(world, police, insurance, worlds.publish(BABY), worlds.official("Lý Văn Sen", police, "receiver"))


def answers(family: Family, **change: object) -> dict[str, object]:
    """Those of the package's own scenario, told by Lan of Phú Xuân."""
    (folder,) = worlds.PACKAGES.glob(f"{BABY}-*")
    given = dict(catalogue.load_scenarios(folder)["all-three"]["answers"])
    moved = {key: worlds.here(value) for key, value in given.items()}
    return moved | {"requester_name": family.lan.name, "requester_personal_id": "046190000017"} | change


def drafted(family: Family, papers: tuple[str, ...] = ("birth_notice",), **change: object) -> UUID:
    """Lan's complete draft of the guided path, with `papers` attached."""
    draft = forms.start_draft(actor=family.lan, procedure_code=BABY, receiving_agency_id=family.world.agency.id)
    with acting(family.lan):
        Draft.objects.filter(id=draft.id).update(answers=answers(family, **change))
    for paper in papers:
        forms.attach_paper(
            actor=family.lan, draft_id=draft.id, paper_id=paper, stream=photo(), file_name=f"{paper}.png"
        )
    return draft.id


def publish_changed(folder: Path, code: str, before: str, after: str) -> None:
    """Publish `code` with one text of its files changed, from a copy of the packages in `folder`."""
    shutil.copytree(worlds.PACKAGES, folder / "packages", dirs_exist_ok=True)
    (package,) = (folder / "packages").glob(f"{code}-*")
    found = [file for file in package.glob("*.yaml") if before in file.read_text("utf-8")]
    for file in found:
        file.write_text(file.read_text("utf-8").replace(before, after, 1), "utf-8")
    assert found, f"nothing says {before!r}"
    catalogue.publish_package(actor=SYSTEM, folder=package)


def photo() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (20, 20)).save(made, "PNG")
    made.seek(0)
    return made


def _agency(code: str, tier: str, unit: str, branch: str, name: str) -> AgencyView:
    return agencies.register_agency(
        actor=SYSTEM, code=code, name={"vi": name, "en": name}, tier=tier, unit_code=unit, branch=branch, address="Huế"
    )
