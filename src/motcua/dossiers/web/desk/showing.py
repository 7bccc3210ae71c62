"""What the dossier page reads from a case: answers, what the supplement changed, papers, documents, the timeline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers import api
from motcua.dossiers.books.words import ISSUED_AS, say_replaced
from motcua.dossiers.contracts import ActView, ClockKind, DossierView, Holding, StepKind, StepState, StepView
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.holding import holding_of
from motcua.dossiers.web.desk import words
from motcua.forms import api as forms
from motcua.forms.contracts import ShownSection
from motcua.kernel.actors import Actor
from motcua.kernel.dates import say_date
from motcua.kernel.languages import pick
from motcua.platform.files import api as uploads

SYMBOLS = {
    StepState.WAITING: "arrow-right",
    StepState.OPEN: "clock",
    StepState.PAUSED: "hourglass",
    StepState.DONE: "circle-check",
    StepState.CANCELLED: "x",
}
PREVIEWED = {"application/pdf": "pdf", "image/jpeg": "image", "image/png": "image", "image/webp": "image"}


@dataclass(frozen=True, slots=True)
class Answer:
    field: str
    label: str
    value: str
    changed: bool
    marked: bool  # the supplement asked for it
    item: str = ""  # whose answer it is, in a group
    own_label: str = ""
    differs: str = ""  # what the applicant's record says instead


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """`old`, `new`: "" for an answer that was not there before, or is not any more."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PaperChange:
    """One paper before the supplement and after it: its files of then and of now."""

    name: str
    old: "tuple[File, ...]"
    new: "tuple[File, ...]"


@dataclass(frozen=True, slots=True)
class File:
    number: int
    href: str
    file_name: str
    size: str
    preview: str  # "image", "pdf" or ""
    is_new: bool
    unserved: str = ""  # "checking" or "infected": nobody may open it


@dataclass(frozen=True, slots=True)
class Paper:
    paper_id: str
    name: str
    marked: bool
    files: tuple[File, ...] = field(default_factory=tuple)


def sections(view: DossierView) -> tuple[Section, ...]:
    marked = set(view.supplement.fields) if view.supplement else set()
    before = _by_field(_shown(view, view.previous_answers)) if view.previous_answers is not None else None
    return tuple(
        Section(
            section.title,
            tuple(
                Answer(
                    row.field,
                    row.label,
                    row.value,
                    changed=before is not None and before.get(row.field, ("", ""))[1] != row.value,
                    marked=row.field.partition("[")[0] in marked,
                    item=row.item,
                    own_label=row.own_label or row.label,
                    differs=row.note if row.differs else "",
                )
                for row in section.rows
            ),
        )
        for section in _noted(view)
    )


def changes(view: DossierView) -> tuple[Change, ...]:
    """Only the answers that the supplement changed, in the order of the form."""
    if view.previous_answers is None:
        return ()
    old, new = _by_field(_shown(view, view.previous_answers)), _by_field(_shown(view, view.answers))
    gone = {key: pair for key, pair in old.items() if key not in new}
    return tuple(
        Change(label, old.get(key, ("", ""))[1], new.get(key, ("", ""))[1])
        for key, (label, _value) in {**new, **gone}.items()
        if old.get(key, ("", ""))[1] != new.get(key, ("", ""))[1]
    )


def papers(view: DossierView) -> tuple[Paper, ...]:
    """By paper of the procedure; files are numbered through, which is also their key."""
    marked = set(view.supplement.papers) if view.supplement else set()
    found: dict[str, list[File]] = {}
    names: dict[str, str] = {}
    unserved = uploads.unserved([paper.file_id for paper in view.papers])
    for number, paper in enumerate(view.papers, 1):
        names[paper.paper_id] = pick(paper.name, get_language() or "vi")
        file = File(
            number=number,
            href=reverse("dossiers:desk_paper", args=[view.code, paper.file_id]),
            file_name=paper.file_name,
            size=_size(paper.size),
            preview="" if paper.file_id in unserved else PREVIEWED.get(paper.content_type, ""),
            is_new=paper.round > 0,
            unserved=unserved.get(paper.file_id, ""),
        )
        found.setdefault(paper.paper_id, []).append(file)
    return tuple(Paper(key, names[key], key in marked, tuple(files)) for key, files in found.items())


def paper_changes(view: DossierView) -> tuple[PaperChange, ...]:
    """The papers of which the applicant has sent something anew."""
    return tuple(
        PaperChange(
            paper.name,
            tuple(file for file in paper.files if not file.is_new),
            tuple(file for file in paper.files if file.is_new),
        )
        for paper in papers(view)
        if any(file.is_new for file in paper.files)
    )


def is_corrected(view: DossierView) -> bool:
    """Whether it was an official who changed answers last, by correcting the result."""
    return any(act.action == "correct" and act.facts.get("answers") for act in view.acts)


def markable_papers(view: DossierView) -> tuple[tuple[str, str], ...]:
    """Every paper that a supplement may ask for: those of the procedure that are sent as files."""
    language = get_language() or "vi"
    asked = catalogue.get_version(view.version_hash).papers
    return tuple((paper.id, pick(paper.name, language)) for paper in asked if paper.kind == "upload")


def documents(view: DossierView) -> tuple[dict[str, Any], ...]:
    language = get_language() or "vi"
    return tuple(
        {
            "kind": document.kind.value,
            "title": pick(document.title, language),
            "number": document.number,
            "when": words.moment(document.issued_at),
            "href": reverse("dossiers:desk_document", args=[view.code, document.kind.value])
            + (f"?paper={document.id}" if document.replaced_by else ""),
            "copy": reverse("dossiers:desk_copy", args=[view.code, document.id]),
            "replaced_by": document.replaced_by,
            "replaced": say_replaced(document.replaced_by, document.replaced_as) if document.replaced_by else "",
            "anew": ISSUED_AS.get(document.issued_as, ""),
        }
        for document in view.documents
    )


def asked_steps(view: DossierView) -> tuple[dict[str, Any], ...]:
    """What the procedure asks for before the result: who does it, by when, and what came of it."""
    language = get_language() or "vi"
    return tuple(
        {
            "name": pick(step.name, language),
            "who": pick(agencies.get_agency(step.agency_id).name, language),
            "symbol": SYMBOLS[step.state],
            "rows": tuple((pick(label, language), pick(value, language)) for label, value in step.shown),
            "when": _step_when(view, step),
            "href": _draw_href(step),
        }
        for step in view.steps
    )


def _draw_href(step: StepView) -> str:
    if step.kind is not StepKind.DRAW:
        return ""
    held = step.record.get("draw", "")
    return reverse("dossiers:desk_draw", args=[held]) if held else reverse("dossiers:desk_draws")


def _step_when(view: DossierView, step: StepView) -> str:
    if step.recorded_at:
        return _("%(who)s ghi lúc %(when)s") % {"who": step.recorded_by, "when": words.moment(step.recorded_at)}
    if step.state is StepState.CANCELLED:
        return _("Không làm nữa vì hồ sơ đã kết thúc")
    if step.state is StepState.WAITING:
        before = [pick(one.name, get_language() or "vi") for one in view.steps if one.id in step.after]
        return _("Làm sau: %(steps)s") % {"steps": ", ".join(before)}
    if step.state is StepState.PAUSED:
        return _paused(step)
    if step.act_by:
        return _("Chờ kết quả, hạn %(when)s") % {"when": words.moment(step.act_by)}
    return _("Chờ kết quả")


def holders(view: DossierView) -> tuple[str, ...]:
    """Who has it now and since when: the desk itself, or the agencies that do a part of the work."""
    return tuple(_holder(one) for one in holding_of(view))


def _holder(one: Holding) -> str:
    language = get_language() or "vi"
    agency = pick(agencies.get_agency(one.agency_id).name, language) if one.agency_id else ""
    role = str(words.HOLDERS.get(one.role, one.role))
    said = {
        "who": pick(one.step, language) if one.step else role,
        "agency": agency,
        "when": words.moment(one.since) if one.since else "",
    }
    return _("%(who)s, %(agency)s, từ %(when)s") % said if agency else _("%(who)s, từ %(when)s") % said


def resolving(view: DossierView) -> str:
    """The agency that resolves it, where another one received it; "" else."""
    if view.resolving_agency_id == view.receiving_agency_id:
        return ""
    return pick(agencies.get_agency(view.resolving_agency_id).name, get_language() or "vi")


def _paused(step: StepView) -> str:
    """Since when and why a step stands still, with the article where the agency named one."""
    last = step.clock[-1]
    said = {"when": words.moment(last.started_at), "why": last.reason, "legal": last.legal}
    if last.kind is ClockKind.WAITING_APPLICANT:
        return _("Chờ người nộp bổ sung từ %(when)s") % said
    return _("Tạm dừng từ %(when)s: %(why)s (%(legal)s)") % said


def steps(view: DossierView) -> tuple[dict[str, str], ...]:
    """The timeline, newest first."""
    return tuple(
        {
            "title": _act_title(view, act),
            "when": words.moment(act.at),
            "who": _act_who(act),
            "note": act.note,
            "state": "done",
        }
        for act in reversed(view.acts)
    )


def _act_who(act: ActView) -> str:
    who = f"{act.actor_name}, {act.position}" if act.position else act.actor_name
    instead = act.facts.get("instead_of")
    return _("%(who)s, thay %(absent)s") % {"who": who, "absent": instead} if instead else who


def _act_title(view: DossierView, act: ActView) -> str:
    step = flow_of_hash(view.version_hash).step(str(act.facts.get("step", "")))
    title = words.done_words(act.action)
    if act.facts.get("assignee_name") and act.action == "assign":
        return _("%(act)s: %(step)s") % {"act": title, "step": act.facts["assignee_name"]}
    return _("%(act)s: %(step)s") % {"act": title, "step": pick(step.name, get_language() or "vi")} if step else title


def journey(actor: Actor, view: DossierView) -> dict[str, Any] | None:
    """What was filed together with it: names and states only, wherever they lie. None for a dossier of its own."""
    if view.journey_id is None:
        return None
    found = api.find_journey(actor=actor, journey_id=view.journey_id)
    language = get_language() or "vi"
    return {
        "code": found.code,
        "name": pick(found.procedure_name, language),
        "dossiers": [
            {
                "name": pick(one.procedure_name, language),
                "agency": pick(one.agency, language),
                "state": str(words.STATES[one.state]),
                "this": one.code == view.code,
            }
            for one in found.dossiers
        ],
    }


def co_signers(view: DossierView) -> tuple[str, ...]:
    """Who agreed to the application, as what, and when."""
    language = get_language() or "vi"
    return tuple(
        f"{one.person_name} ({pick(one.role, language)}), {words.moment(one.agreed_at)}" for one in view.co_signers
    )


def apology(view: DossierView) -> str:
    """What the applicant was told about being late; "" when nobody has said anything, or it is decided."""
    late = view.lateness
    if late is None or late.explained_at is None or view.decided_at is not None:
        return ""
    said = _("Đã xin lỗi người nộp lúc %(when)s: %(reason)s") % {
        "when": words.moment(late.explained_at),
        "reason": late.reason.rstrip(".") + ".",
    }
    if late.expected is None:
        return said
    if late.expected < agencies.today():
        day = {"day": say_date(late.expected, get_language() or "vi")}
        return f"{said} " + _("Ngày dự kiến %(day)s cũng đã qua: hãy xin lỗi và cho người nộp một ngày mới.") % day
    return f"{said} " + _("Dự kiến có kết quả: %(day)s.") % {"day": say_date(late.expected, get_language() or "vi")}


def last_word(view: DossierView) -> dict[str, str] | None:
    """What the present holder must read first: why the head sent it back, or that the applicant has answered."""
    last = view.acts[-1] if view.acts else None
    if last is None or last.action not in {"send_back", "answer_supplement"}:
        return None
    said = _("%(who)s trả lại hồ sơ này") if last.action == "send_back" else _("%(who)s đã bổ sung hồ sơ")
    return {"said": said % {"who": last.actor_name}, "note": last.note, "when": words.moment(last.at)}


def _shown(view: DossierView, answers: Mapping[str, Any]) -> tuple[ShownSection, ...]:
    form = forms.compile_form(catalogue.get_version(view.version_hash))
    return forms.show_answers(form, answers, get_language() or "vi")


def _noted(view: DossierView) -> tuple[ShownSection, ...]:
    form = forms.compile_form(catalogue.get_version(view.version_hash))
    return forms.noted(_shown(view, view.answers), form, view.from_record, forms.form_context())


def _by_field(shown: tuple[ShownSection, ...]) -> dict[str, tuple[str, str]]:
    return {row.field: (row.label, row.value) for section in shown for row in section.rows}


def _size(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
