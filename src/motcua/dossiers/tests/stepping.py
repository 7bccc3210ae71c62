"""A small package with one step of each kind, and the agencies that do them."""

from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import yaml

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers import api
from motcua.dossiers.contracts import Channel, DossierView
from motcua.dossiers.services.submitting import Applicant, check_submission, write_submission
from motcua.dossiers.tests import world as worlds
from motcua.kernel.actors import SYSTEM, Actor
from motcua.platform.database.transactions import acting

CODE = "9.000001"
LAW = "Điều 9 Luật Thử"  # what a pause refers to
INSPECTION = {
    "id": "inspection",
    "kind": "inspection",
    "name": {"vi": "Kiểm tra tại nhà", "en": "Visit"},
    "within": {"amount": 3, "unit": "working_day"},
    "record": {
        "fields": [
            {
                "id": "finding",
                "type": "choice",
                "label": {"vi": "Kết luận", "en": "Finding"},
                "options": [
                    {"value": "fits", "label": {"vi": "Đúng như khai", "en": "As stated"}},
                    {"value": "differs", "label": {"vi": "Khác với khai", "en": "Not as stated"}},
                ],
            },
            {"id": "remarks", "type": "long_text", "required": False, "label": {"vi": "Ghi chú", "en": "Remarks"}},
        ]
    },
}
OPINION = {
    "id": "tax_opinion",
    "kind": "opinion",
    "name": {"vi": "Ý kiến cơ quan thuế", "en": "Opinion of the tax office"},
    "agency": {"branch": "tax", "tier": "province"},
    "within": {"amount": 5, "unit": "working_day"},
    "when": "parents == 'both'",
    "record": {"fields": [{"id": "says", "type": "text", "label": {"vi": "Ý kiến", "en": "Opinion"}}]},
}
SURVEY = {
    "id": "survey",
    "kind": "task",
    "name": {"vi": "Đo đạc thửa đất", "en": "Survey of the plot"},
    "agency": {"branch": "land", "tier": "province"},
    "within": {"amount": 2, "unit": "working_day"},
    "record": {"fields": [{"id": "area", "type": "text", "label": {"vi": "Diện tích", "en": "Area"}}]},
}
TAX = {
    "id": "tax",
    "kind": "task",
    "name": {"vi": "Xác định nghĩa vụ tài chính", "en": "What is due"},
    "agency": {"code": "G12.46"},
    "within": {"amount": 3, "unit": "working_day"},
    "after": ["survey"],
    "pauses": "case",
    "legal": ["decree-123-2015"],
    "record": {"fields": [{"id": "dues", "type": "text", "label": {"vi": "Nghĩa vụ", "en": "Dues"}}]},
}
DRAW = {"id": "lots", "kind": "draw", "role": "head", "name": {"vi": "Rút thăm", "en": "Draw of lots"}}


@dataclass(frozen=True)
class Stage:
    world: worlds.World
    version: ProcedureVersion
    tax: AgencyView
    tax_official: Actor


APPOINTMENT = {
    "id": "visit",
    "type": "appointment",
    "label": {"vi": "Bạn đến lúc nào?", "en": "When will you come?"},
    "slots": {"days": ["mon", "tue", "thu"], "times": ["08:00", "12:30", "14:00"], "capacity": 2, "within_days": 14},
}
FOR_MANY = APPOINTMENT | {"slots": APPOINTMENT["slots"] | {"per_person": 20}}


def build(world: worlds.World, folder: Path, *steps: dict[str, Any], fields: tuple[dict[str, Any], ...] = ()) -> Stage:
    """Birth registration under another code, with `steps` and `fields` on a page more; and a provincial tax office."""
    (original,) = worlds.PACKAGES.glob(f"{worlds.BIRTH}-*")
    package = folder / f"{CODE}-with-steps"
    copytree(original, package)
    procedure = package / "procedure.yaml"
    procedure.write_text(procedure.read_text("utf-8").replace(worlds.BIRTH, CODE), "utf-8")
    if fields:
        form = yaml.safe_load((package / "form.yaml").read_text("utf-8"))
        page = {"id": "more", "title": {"vi": "Còn lại", "en": "The rest"}, "fields": list(fields)}
        form["sections"].append({"id": "more", "title": dict(page["title"]), "pages": [page]})
        (package / "form.yaml").write_text(yaml.safe_dump(form, allow_unicode=True), "utf-8")
    flow = package / "flow.yaml"
    written = yaml.safe_load(flow.read_text("utf-8")) | {"steps": list(steps)}
    flow.write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")
    catalogue.publish_package(actor=SYSTEM, folder=package)
    tax = agencies.register_agency(
        actor=SYSTEM,
        code="G12.46",
        name={"vi": "Thuế thành phố Huế", "en": "Hue City Tax"},
        tier="province",
        unit_code="46",
        branch="tax",
    )
    return Stage(world, catalogue.get_procedure(CODE), tax, worlds.official("Tạ Thu", tax, "specialist"))


def surveyor() -> Actor:
    """A specialist of the land office, which has the step SURVEY."""
    land = agencies.register_agency(
        actor=SYSTEM,
        code="H57.90",
        name={"vi": "Văn phòng đất đai", "en": "Land office"},
        tier="province",
        unit_code="46",
        branch="land",
    )
    return worlds.official("Đỗ Văn Đo", land, "specialist")


def on(actor: Actor, view: DossierView, act: str, step: str, **more: Any) -> DossierView:
    """`act` on a step of the dossier as it was last seen."""
    done: DossierView = getattr(api, act)(
        actor=actor, dossier_id=view.id, expected_version=view.version, step=step, **more
    )
    return done


def accepted(stage: Stage, key: str = "k1") -> DossierView:
    """Lan's dossier, filed and received."""
    world = stage.world
    with acting(world.lan):
        submission = check_submission(
            actor=world.lan,
            version=stage.version,
            applicant=Applicant(world.lan_record.id, world.lan.name),
            answers=worlds.answers(world),
            paper_ids=["birth_notice"],
            channel=Channel.ONLINE,
            receiving=world.agency,
        )
        receipt = write_submission(actor=world.lan, submission=submission, key=key, body_hash="h")
    return api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
