"""A procedure of its own for tests of acts of law: birth registration under another code, with another flow, limit and fee."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import yaml

from motcua.catalogue import api as catalogue
from motcua.dossiers import api
from motcua.dossiers.contracts import DossierView
from motcua.dossiers.tests import world as worlds
from motcua.kernel.actors import SYSTEM

CODE = "9.000002"
RESULT = {"certificate_number": "12/2026"}
FEE = {
    "id": "fee",
    "name": {"vi": "Lệ phí", "en": "Fee"},
    "amount": 8000,
    "per": "submission",
    "legal": ["law-60-2014"],
    "from": "2020-01-01",
}


def build(
    world: worlds.World, folder: Path, *, days: int = 5, unit: str = "working_day", fee: bool = False, **flow: Any
) -> worlds.World:
    """The world with this procedure in place of birth registration: `days` `unit` to resolve it, `flow` over its own, no hour
    after which a receipt counts from the next day unless `flow` says one."""
    (original,) = worlds.PACKAGES.glob(f"{worlds.BIRTH}-*")
    package = folder / f"{CODE}-lawful"
    copytree(original, package)
    path = package / "procedure.yaml"
    procedure = yaml.safe_load(path.read_text("utf-8").replace(worlds.BIRTH, CODE))
    said = {"vi": f"{days} {unit}", "en": f"{days} {unit}"}
    procedure["time_limits"] = [{"amount": days, "unit": unit, "note": said, "legal": ["law-60-2014"]}]
    path.write_text(yaml.safe_dump(procedure, allow_unicode=True), "utf-8")
    written = yaml.safe_load((package / "flow.yaml").read_text("utf-8"))
    written = {name: said for name, said in written.items() if name != "cut_off"} | flow
    (package / "flow.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")
    (package / "fees.yaml").write_text(yaml.safe_dump({"fees": [FEE] if fee else []}, allow_unicode=True), "utf-8")
    catalogue.publish_package(actor=SYSTEM, folder=package)
    return replace(world, version=catalogue.get_procedure(CODE))


def filed(world: worlds.World, key: str = "k1") -> DossierView:
    return api.get_dossier(actor=world.receiver, code=worlds.submitted(world, key=key).code)


def accepted(world: worlds.World, key: str = "k1") -> DossierView:
    view = filed(world, key)
    return api.accept_dossier(actor=world.receiver, dossier_id=view.id, expected_version=view.version)


def which(view: DossierView) -> dict[str, Any]:
    """What an act names."""
    return {"dossier_id": view.id, "expected_version": view.version}


def asked(world: worlds.World, view: DossierView, kind: str = "") -> DossierView:
    return api.request_supplement(
        actor=world.specialist, **which(view), fields=("child_name",), reason="Tên chưa rõ dấu", kind=kind
    )


def answered(world: worlds.World, view: DossierView) -> DossierView:
    return api.answer_supplement(
        actor=world.lan, **which(view), answers={"child_name": "Nguyễn An Nhiên Mới"}, papers={}
    )


def approved(world: worlds.World, view: DossierView) -> DossierView:
    view = api.resolve_dossier(actor=world.specialist, **which(view), proposal=RESULT)
    return api.approve_dossier(actor=world.head, **which(view))
