"""What a paper says at the moment it is issued: gathered once, kept unchanged, printed from as often as needed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.contracts import Channel, DocumentKind, State
from motcua.dossiers.documents.data import Applicant, DocumentData, Issuer, Line, PaperLine, Signer
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.steps import said
from motcua.dossiers.flows import flow_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import limit_of, result_of, version_of
from motcua.dossiers.services.seats import appointments_of
from motcua.forms import api as forms
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView
from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.languages import pick
from motcua.kernel.money import say_money

_CHANNELS = {Channel.ONLINE: "trực tuyến", Channel.IN_PERSON: "tại quầy", Channel.POSTAL: "qua bưu chính"}


def snapshot(
    actor: Actor, row: Dossier, kind: DocumentKind, note: str, number: str, *, former_due_at: datetime | None = None
) -> DocumentData:
    """Everything that `kind` says about the dossier now. Papers are written in Vietnamese, whoever asks."""
    version = version_of(row)
    agency = agencies.get_agency(row.receiving_agency_id)
    with override("vi"):
        return DocumentData(
            agency=issuer_of(agency),
            signer=_signer(actor, row),
            number=number,
            issued_at=clock.now(),
            track_url=f"{settings.PUBLIC_URL}/t/{row.code}",
            demo=settings.DEMO,
            reason=note,
            **(_promised(row, former_due_at) if kind is DocumentKind.EXTENSION else {}),
            legal=clocks.from_json(row.clock)[-1].legal if kind in {DocumentKind.EXTENSION, DocumentKind.STOP} else "",
            **(_case(row, version) | _particular(row, version, kind)),
        )


def _signer(actor: Actor, row: Dossier) -> Signer | None:
    """Who signs; somebody of another agency, who asks for more by way of the desk, with the name of that agency."""
    if not actor.is_official:
        return None
    away = actor.agency_id and actor.agency_id not in {row.receiving_agency_id, row.resolving_agency_id}
    agency = f", {pick(agencies.get_agency(actor.agency_id).name, 'vi')}" if away and actor.agency_id else ""
    return Signer(name=actor.name, title=f"{actor.position}{agency}")


def _promised(row: Dossier, former: datetime | None) -> dict[str, Any]:
    """What form 04 says of the day: the new one of an extension, or the day hoped for by an agency that is late."""
    if former != row.due_at:
        return {"former_due_at": former}
    said = (row.lateness or {}).get("expected")
    return {"former_due_at": former, "expected_on": said or "", "late": True}


def _case(row: Dossier, version: ProcedureVersion) -> dict[str, Any]:
    person = identity.get_person(actor=Actor(ActorKind.SYSTEM), person_id=row.applicant_id)
    limit, result = limit_of(row), result_of(row)
    return {
        "dossier_code": row.code,
        "procedure_name": pick(version.name, "vi"),
        "procedure_name_en": version.name.get("en", ""),
        "procedure_code": version.code,
        "applicant": Applicant(
            name=row.applicant_name,
            personal_id=_masked(person.personal_id),
            address=_home(person),
            phone=person.phone,
        ),
        "filed_by": row.filed_by_name,
        "channel": _CHANNELS[Channel(row.channel)],
        "submitted_at": row.submitted_at,
        "received_at": row.received_at,
        "due_at": row.due_at,
        "check_by": row.act_by if row.state == State.SUBMITTED else None,
        "time_limit": pick(limit.note, "vi") if limit else "",
        "fee": say_money(row.fee_total) if row.fee_total else "Không thu",
        "result_name": pick(result.name, "vi") if result else "",
        "papers": _papers(row, version),
        "appointment": _appointment(row, version),
    }


def _appointment(row: Dossier, version: ProcedureVersion) -> str:
    """When the applicant is expected; "" for a form that makes no appointment."""
    made = [field.id for field in appointments_of(version) if row.answers.get(field.id)]
    if not made:
        return ""
    shown = forms.show_answers(forms.compile_form(version), {made[0]: row.answers[made[0]]}, "vi")
    return next((line.value for section in shown for line in section.rows if line.field == made[0]), "")


def _particular(row: Dossier, version: ProcedureVersion, kind: DocumentKind) -> dict[str, Any]:
    if kind is DocumentKind.SUPPLEMENT_REQUEST:
        return _asked(row, version)
    if kind is not DocumentKind.RESULT:
        return {}
    chosen = result_of(row)
    result = chosen.name if chosen else version.name
    fields = flow_of(version).result_fields
    return {
        "title": pick(result, "vi"),
        "title_en": result.get("en", ""),
        "answers": forms.show_answers(forms.compile_form(version), row.answers, "vi"),
        "values": row.answers,
        "result": tuple(
            Line(
                label=pick(field["label"], "vi"),
                value=pick(said(field, row.proposal.get(field["id"], "")), "vi"),
                field=field["id"],
            )
            for field in fields
        ),
    }


def _asked(row: Dossier, version: ProcedureVersion) -> dict[str, Any]:
    """What form 02 asks for, and nothing of what is in order already."""
    wanted: Mapping[str, Any] = row.supplement or {"fields": [], "papers": []}
    questions = forms.compile_form(version).fields
    names = {paper.id: paper.name for paper in version.papers}
    return {
        "asked": tuple(Line(label=pick(questions[f].label, "vi"), field=f) for f in wanted["fields"]),
        "papers": tuple(PaperLine(name=pick(names[p], "vi")) for p in wanted["papers"]),
    }


def _home(person: PersonView) -> str:
    """House and street, then the commune and the province, which the record keeps as a code."""
    lines, code = [person.address], person.unit_code
    while code:
        unit = agencies.get_unit(code)
        lines.append(pick(unit.full_name, "vi"))
        code = unit.parent_code or ""
    return ", ".join(line for line in lines if line)


def _papers(row: Dossier, version: ProcedureVersion) -> tuple[PaperLine, ...]:
    sent: dict[str, int] = {}
    for paper_id in row.paper_rows.values_list("paper_id", flat=True):
        sent[paper_id] = sent.get(paper_id, 0) + 1
    return tuple(
        PaperLine(name=pick(paper.name, "vi"), files=sent[paper.id]) for paper in version.papers if paper.id in sent
    )


def issuer_of(agency: AgencyView) -> Issuer:
    """The head of its papers."""
    parent = agencies.get_agency(agency.parent_id) if agency.parent_id else None
    unit = agencies.get_unit(agency.unit_code) if agency.unit_code else None
    return Issuer(
        name=pick(agency.name, "vi"),
        parent=pick(parent.name, "vi") if parent else "",
        place=pick(unit.name, "vi") if unit else "",
        address=agency.address,
        phone=agency.phone,
    )


def _masked(personal_id: str) -> str:
    """Enough to recognise one's own paper by, not enough to copy: the last four digits."""
    return f"{'•' * (len(personal_id) - 4)}{personal_id[-4:]}" if len(personal_id) > 4 else personal_id
