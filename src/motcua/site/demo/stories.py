"""One dossier of the demo: filed from a scenario, then handled step by step as far as time has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files as data
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierView, StepView
from motcua.dossiers.errors import SubmissionInvalidError
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.working_time import WorkingCalendar
from motcua.platform.files import api as files
from motcua.site.actors import official as official_actor
from motcua.site.demo import packages
from motcua.site.demo.retelling import fits, retell

# What happens on the way to a state, by whom: the desk's receiver, specialist and head, or the applicant.
ROADS: Mapping[str, tuple[str, ...]] = {
    "submitted": (),
    "awaiting_supplement": ("request_supplement",),
    "in_process": ("accept",),
    "awaiting_payment": ("accept", "request_payment"),
    "awaiting_approval": ("accept", "resolve"),
    "approved": ("accept", "resolve", "approve"),
    "returned": ("accept", "resolve", "approve", "hand_over"),
    "refused": ("refuse",),
    "withdrawn": ("accept", "withdraw"),
}


@dataclass(frozen=True)
class Desk:
    """An agency with its three officials."""

    agency: AgencyView
    calendar: WorkingCalendar
    receiver: Actor
    specialist: Actor
    head: Actor


@dataclass(frozen=True)
class Plan:
    """One dossier to be: who files what where, when, and how far it goes."""

    version: ProcedureVersion
    desk: Desk
    applicant: Actor
    filed_at: datetime
    to: str
    with_supplement: bool


def live(plan: Plan, number: int, reasons: Mapping[str, str], rng: Random) -> bool:
    """File the dossier and let it go its way as far as time has come. False when no scenario fits its day."""
    with clock.at(plan.filed_at):
        story = _file(plan, number, reasons, rng)
    if story is None:
        return False
    walk(story)
    return True


def walk(story: "Story") -> None:
    """Let a dossier that is filed go its way as far as time has come."""
    steps = list(ROADS[story.plan.to])
    if story.plan.with_supplement and story.uploads:
        steps[1:1] = ["request_supplement", "answer_supplement"]
    moment = story.plan.filed_at
    for step in steps:
        moment = next_moment(story.plan.desk.calendar, moment, story.rng)
        if moment > clock.now():
            break
        with clock.at(moment):
            story.take(step)


def _file(plan: Plan, number: int, reasons: Mapping[str, str], rng: Random) -> "Story | None":
    person = identity.get_person(actor=plan.applicant, person_id=subject(plan.applicant))
    scenarios = packages.valid_scenarios(plan.version.code)
    rng.shuffle(scenarios)
    scenarios.sort(key=lambda one: not fits(one, person))
    today = plan.filed_at.astimezone(plan.desk.calendar.zone).date()
    known = {paper.id: paper for paper in plan.version.papers}
    for scenario in scenarios:
        wanted = [known[paper] for paper in scenario.get("papers", ()) if known[paper].kind == "upload"]
        pictures = {paper.id: picture(plan.applicant, paper.accept) for paper in wanted}
        try:
            receipt = dossiers.submit_dossier(
                actor=plan.applicant,
                procedure_code=plan.version.code,
                answers=retell(scenario, person, today),
                papers={paper: (picture,) for paper, picture in pictures.items()},
                agency_code=plan.desk.agency.code,
                key=f"demo:{number}",
            )
        except SubmissionInvalidError:  # the example belongs to another day
            files.forget_files(list(pictures.values()))
            continue
        return Story(plan, receipt.id, receipt.code, tuple(pictures), reasons, rng)
    return None


@dataclass
class Story:
    """A dossier under way. Each step is one act of the law; `version` counts them as the dossier does."""

    plan: Plan
    dossier_id: UUID
    code: str
    uploads: tuple[str, ...]
    reasons: Mapping[str, str]
    rng: Random
    version: int = 1

    def take(self, step: str) -> None:
        act = getattr(self, step)
        self.version = act(dossier_id=self.dossier_id, expected_version=self.version).version

    def accept(self, **at: Any) -> DossierView:
        return dossiers.accept_dossier(actor=self.plan.desk.receiver, **at)

    def request_supplement(self, **at: Any) -> DossierView:
        if self.uploads:
            at["papers"] = self.uploads[:1]
        else:
            at["fields"] = _phone_fields(self.plan.version)[:1]
        return dossiers.request_supplement(actor=self.plan.desk.receiver, reason=self.reasons["supplement"], **at)

    def answer_supplement(self, **at: Any) -> DossierView:
        again = {self.uploads[0]: (picture(self.plan.applicant, ("jpg",)),)}
        return dossiers.answer_supplement(actor=self.plan.applicant, answers={}, papers=again, **at)

    def request_payment(self, **at: Any) -> DossierView:
        return dossiers.request_payment(actor=self.plan.desk.specialist, reason=self.reasons["payment"], **at)

    def resolve(self, **at: Any) -> DossierView:
        """Every step that the dossier asks for is recorded first, by whoever does it."""
        view = dossiers.get_dossier(actor=self.plan.desk.specialist, code=self.code)
        for step in (one for one in view.steps if one.recorded_at is None):
            record = step_record(self.plan.version, step.id)
            view = dossiers.record_step(actor=recorder(step), step=step.id, record=record, **at)
            at["expected_version"] = view.version
        result = _result(self.plan.version, self.rng)
        return dossiers.resolve_dossier(actor=self.plan.desk.specialist, proposal=result, **at)

    def approve(self, **at: Any) -> DossierView:
        return dossiers.approve_dossier(actor=self.plan.desk.head, **at)

    def hand_over(self, **at: Any) -> DossierView:
        return dossiers.return_result(actor=self.plan.desk.receiver, note=self.reasons["return"], **at)

    def refuse(self, **at: Any) -> DossierView:
        return dossiers.refuse_dossier(actor=self.plan.desk.receiver, reason=self.reasons["refuse"], **at)

    def withdraw(self, **at: Any) -> DossierView:
        return dossiers.withdraw_dossier(actor=self.plan.applicant, reason=self.reasons["withdraw"], **at)


def subject(actor: Actor) -> UUID:
    """The person behind an actor of the demo."""
    if actor.id is None:
        raise ValueError("nobody")
    return actor.id


def _phone_fields(version: ProcedureVersion) -> tuple[str, ...]:
    pages = [page for section in version.form["sections"] for page in section["pages"]]
    return tuple(field["id"] for page in pages for field in page["fields"] if field["type"] == "phone")


def _result(version: ProcedureVersion, rng: Random) -> dict[str, str]:
    """The result's fields, with made-up numbers."""
    made = {"date": clock.now().date().strftime("%d/%m/%Y"), "personal_id": "046126000000", "number": "1"}
    fields = version.flow.get("result", {}).get("fields", ())
    return {field["id"]: made.get(field["type"], f"{rng.randint(1, 400)}/{clock.now().year}") for field in fields}


def recorder(step: StepView) -> Actor:
    """Somebody in the role that the step names, where it is done."""
    found = agencies.list_officials(step.agency_id, step.role)[0]
    return official_actor(found.id, found.name, assurance=2)


def step_record(version: ProcedureVersion, step_id: str) -> dict[str, str]:
    """A step's fields, filled in as when all is well: the first option, today."""
    made = {"date": clock.now().date().strftime("%d/%m/%Y"), "yes_no": "yes", "number": "1"}
    fields = next(one for one in version.flow["steps"] if one["id"] == step_id)["record"]["fields"]
    return {
        field["id"]: field["options"][0]["value"] if "options" in field else made.get(field["type"], "Đúng như hồ sơ")
        for field in fields
    }


def next_moment(calendar: WorkingCalendar, after: datetime, rng: Random) -> datetime:
    """Some minute of opening hours within the next working day or two."""
    there = after.astimezone(calendar.zone) + timedelta(minutes=rng.randint(30, 900))
    while True:
        minute = there.hour * 60 + there.minute
        if any(start <= minute < end for start, end in calendar.hours(there.date())):
            return there.astimezone(UTC)
        there += timedelta(minutes=37)


def picture(owner: Actor, accepted: tuple[str, ...]) -> UUID:
    """A file that says that it stands for a paper, kept as the applicant's upload."""
    image = Image.new("RGB", (900, 1270), "white")
    ImageDraw.Draw(image).text((120, 560), "Giấy tờ hư cấu của bản trình diễn", fill="black", font=_letters())
    kinds = {"jpg": "JPEG", "png": "PNG", "pdf": "PDF"}
    kind = next(kind for kind in ("jpg", "png", "pdf") if kind in accepted)
    stream = BytesIO()
    image.save(stream, kinds[kind])
    return files.store_file(stream, f"giay-to.{kind}", owner_id=owner.id).id


@cache
def _letters() -> ImageFont.FreeTypeFont:
    """The typeface of our papers: the one that Pillow brings has no Vietnamese letters."""
    face = data("motcua.platform.printing").joinpath("fonts/LiberationSerif-Regular.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(face), 40)
