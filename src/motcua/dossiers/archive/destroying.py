"""Lists of destruction: proposed by one official, decided by another one who is a head, carried out by the worker."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Now, TruncDate

from motcua.agencies import api as agencies
from motcua.dossiers.contracts.archive import DestructionLine, DestructionView, DueView
from motcua.dossiers.documents.data import BookData
from motcua.dossiers.documents.rendering import render_book
from motcua.dossiers.domain.clock import without_reasons
from motcua.dossiers.errors import (
    DestructionDecidedError,
    DestructionInvalidError,
    DestructionNotFoundError,
    SameEyesError,
)
from motcua.dossiers.models import (
    Archived,
    Destruction,
    DestructionRow,
    Document,
    Dossier,
    DossierPaper,
    DossierParty,
    DossierStep,
    Journey,
)
from motcua.dossiers.queues import NOWHERE
from motcua.dossiers.services.snapshots import issuer_of
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.dates import say_date
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.texts import clean_lines
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking
from motcua.platform.files import api as files

PAPERS, ALL = "papers", "all"
SCOPES = (PAPERS, ALL)
PROPOSERS = frozenset({"receiver", "specialist", "head"})
MOST = 500
_UNTIL = {PAPERS: "papers_until", ALL: "keep_until"}


def list_due(*, actor: Actor, scope: str, limit: int = MOST) -> tuple[DueView, ...]:
    """Archived dossiers of the actor's agency whose time is over today, the longest first; codes, no names.

    What is held, permanent, or on an open list is not among them. Raises DestructionInvalidError for an unknown scope.
    """
    with looking(actor):
        found = _due(actor.agency_id, scope).order_by(_UNTIL[scope], "dossier_id")[:limit]
        return tuple(
            DueView(
                row.dossier_id, row.code, row.procedure_code, row.result, row.ended_at, _until(row, scope), row.legal
            )
            for row in found
        )


def propose_destruction(*, actor: Actor, dossier_ids: Sequence[UUID], scope: str, reason: str) -> DestructionView:
    """Put dossiers whose time is over on a list. Nothing is destroyed before somebody else agrees.

    Raises NotAllowedError, DestructionInvalidError when one of them is not due, for too many, or without a reason.
    """
    said = clean_lines(reason)[:500]
    if not actor.is_official or not actor.roles & PROPOSERS or actor.agency_id is None or actor.id is None:
        raise NotAllowedError
    wanted = list(dict.fromkeys(dossier_ids))
    if len(said) < 3 or not 0 < len(wanted) <= MOST:
        raise DestructionInvalidError
    with acting(actor):
        rows = list(_due(actor.agency_id, scope).filter(dossier_id__in=wanted).select_for_update(of=("self",)))
        if len(rows) != len(wanted):
            raise DestructionInvalidError
        listed = Destruction.objects.create(
            agency_id=actor.agency_id,
            scope=scope,
            reason=said,
            proposed_by_id=actor.id,
            proposed_by=actor.signed,
            proposed_at=clock.now(),
        )
        DestructionRow.objects.bulk_create(
            DestructionRow(
                destruction=listed,
                agency_id=actor.agency_id,
                dossier_id=row.dossier_id,
                code=row.code,
                procedure_code=row.procedure_code,
                result=row.result,
                kept_until=_until(row, scope),
            )
            for row in sorted(rows, key=lambda row: row.code)
        )
        facts = {"scope": scope, "dossiers": len(rows)}
        ledger.record(actor=actor, action="dossiers.destruction_proposed", record_id=listed.id, why=said, facts=facts)
        return _view(listed)


def decide_destruction(*, actor: Actor, destruction_id: UUID, approve: bool, note: str = "") -> DestructionView:
    """Agree to a list or turn it down, as a head who did not propose it. The worker carries it out.

    Raises DestructionNotFoundError, NotAllowedError, SameEyesError, DestructionDecidedError.
    """
    if not actor.is_official or "head" not in actor.roles:
        raise NotAllowedError
    with acting(actor):
        listed = _own(actor).select_for_update().filter(id=destruction_id).first()
        if listed is None:
            raise DestructionNotFoundError
        if listed.proposed_by_id == actor.id:
            raise SameEyesError
        if listed.approved is not None:
            raise DestructionDecidedError
        listed.approved, listed.decided_by_id, listed.decided_by = approve, actor.id, actor.signed
        listed.decided_at, listed.note = clock.now(), clean_lines(note)[:500]
        listed.save()
        action = "dossiers.destruction_approved" if approve else "dossiers.destruction_rejected"
        ledger.record(actor=actor, action=action, record_id=listed.id, why=listed.note)
        return _view(listed)


def list_destructions(*, actor: Actor, limit: int = 20) -> tuple[DestructionView, ...]:
    """The lists of the actor's agency, newest first."""
    with looking(actor):
        return tuple(_view(one) for one in _own(actor).order_by("-id")[:limit])


def get_destruction(*, actor: Actor, destruction_id: UUID) -> DestructionView:
    """One list with its lines: while it is open what would go, afterwards the record of what went.

    Raises DestructionNotFoundError.
    """
    with looking(actor):
        listed = _own(actor).filter(id=destruction_id).first()
        if listed is None:
            raise DestructionNotFoundError
        return _view(listed)


def print_destruction(*, actor: Actor, destruction_id: UUID) -> tuple[bytes, str]:
    """The list as PDF: what would go, or the record of what went. Raises DestructionNotFoundError."""
    listed = get_destruction(actor=actor, destruction_id=destruction_id)
    zone = agencies.calendar_of(actor.agency_id).zone if actor.agency_id else UTC
    data = BookData(
        agency=issuer_of(agencies.get_agency(actor.agency_id or NOWHERE)),
        title="Biên bản tiêu hủy hồ sơ hết thời hạn lưu" if listed.done_at else "Danh sách đề nghị tiêu hủy hồ sơ",
        title_en="Record of destruction" if listed.done_at else "List proposed for destruction",
        period=_told(listed, zone),
        columns=_COLUMNS,
        widths=(0, 0, 0, 0, 0, 1.0),
        rows=tuple(
            (
                line.code,
                line.procedure_code,
                line.result,
                say_date(line.kept_until),
                _OUTCOMES[line.outcome],
                ", ".join(each[:16] for each in line.files),
            )
            for line in listed.lines
        ),
        issued_at=listed.done_at or clock.now(),
        printed_by=actor.signed,
        demo=settings.DEMO,
    )
    return render_book(data), f"destruction-{listed.id}.pdf"


_COLUMNS = (
    ("Mã hồ sơ", "Code"),
    ("Thủ tục", "Procedure"),
    ("Kết quả", "Result"),
    ("Lưu đến", "Kept until"),
    ("Đã làm", "Outcome"),
    ("Dấu các tệp đã xóa (16 chữ số đầu của SHA-256)", "Files removed (first 16 digits of SHA-256)"),
)
_OUTCOMES = {"waiting": "chưa", "done": "đã tiêu hủy", "stayed": "giữ lại"}


def _told(listed: DestructionView, zone: tzinfo) -> str:
    what = "Chỉ giấy tờ người nộp gửi" if listed.scope == PAPERS else "Toàn bộ nội dung hồ sơ"
    said = [f"{what}. Lý do: {listed.reason}", f"Người lập: {listed.proposed_by}, {_day(listed.proposed_at, zone)}"]
    if listed.decided_at:
        verb = "Người duyệt" if listed.approved else "Người từ chối"
        said.append(f"{verb}: {listed.decided_by}, {_day(listed.decided_at, zone)}")
    return ". ".join(said)


def _day(at: datetime, zone: tzinfo) -> str:
    return say_date(at.astimezone(zone).date())


def destroy_approved() -> int:
    """For the worker: carry approved lists out, each dossier in a transaction of its own; how many dossiers."""
    with acting(SYSTEM):
        waiting = list(Destruction.objects.filter(approved=True, done_at=None).order_by("id"))
    done = 0
    for listed in waiting:
        while _destroy_next(listed):
            done += 1
        with acting(SYSTEM):
            Destruction.objects.filter(id=listed.id, done_at=None).exclude(rows__outcome="waiting").update(
                done_at=clock.now()
            )
    return done


def _destroy_next(listed: Destruction) -> bool:
    with acting(SYSTEM):
        waiting = listed.rows.select_for_update(skip_locked=True).filter(outcome="waiting").order_by("id")
        row = waiting.first()
        if row is None:
            return False
        dossier = Dossier.objects.select_for_update().filter(id=row.dossier_id).first()
        over = _over(listed.agency_id, listed.scope).select_for_update(of=("self",))
        told = over.filter(dossier_id=row.dossier_id).first()
        if dossier is None or told is None or dossier.archived_at is None or dossier.ended_at is None:
            row.outcome = "stayed"  # taken out again, held, or to be kept longer since it was listed
        else:
            row.files = _destroy(dossier, told, listed.scope)
            row.outcome = "done"
            if listed.scope == ALL:
                ledger.erase_bodies(record_id=dossier.id, why=listed.reason)
            ledger.record(
                actor=SYSTEM,
                action="dossiers.destroyed",
                record_id=dossier.id,
                subject_id=dossier.applicant_id,
                why=listed.reason,
                facts={"list": str(listed.id), "scope": listed.scope, "files": len(row.files)},
            )
        row.save(update_fields=["outcome", "files"])
        return True


def _destroy(dossier: Dossier, told: Archived, scope: str) -> list[str]:
    """Returns the SHA-256 of the files that are gone."""
    papers = DossierPaper.objects.filter(dossier=dossier)
    gone = list(papers.values_list("file_id", flat=True))
    papers.delete()
    emptied: dict[str, object] = {"previous_answers": None}
    told.papers_destroyed_at = told.papers_destroyed_at or clock.now()
    if scope == ALL:
        issued = Document.objects.filter(dossier=dossier)
        gone += [file_id for file_id in issued.values_list("file_id", flat=True) if file_id]
        issued.update(data={}, file_id=None)
        for step in DossierStep.objects.filter(dossier=dossier):
            DossierStep.objects.filter(id=step.id).update(record={}, clock=without_reasons(step.clock))
        DossierParty.objects.filter(dossier=dossier).delete()
        emptied |= {"answers": {}, "from_record": {}, "proposal": {}, "supplement": None, "new_issue": None}
        emptied |= {"correction_asked": None}
        emptied |= {"applicant_name": "", "filed_by_name": "", "assignee_name": "", "hands": {}}
        emptied |= {"clock": without_reasons(dossier.clock)}
        emptied |= {name: _without_texts(getattr(dossier, name)) for name in ("payment", "lateness")}
        told.destroyed_at = clock.now()
    Dossier.objects.filter(id=dossier.id).update(**emptied)
    told.save(update_fields=["papers_destroyed_at", "destroyed_at"])
    if told.destroyed_at and dossier.journey_id:
        _forget_journey(dossier.journey_id)
    return files.destroy_files(gone)


def _forget_journey(journey_id: UUID) -> None:
    """A journey names its applicant as long as one of its dossiers does."""
    left = Dossier.objects.filter(journey_id=journey_id, archived_row__destroyed_at=None)
    if not left.exists():
        Journey.objects.filter(id=journey_id).update(applicant_name="")


def _without_texts(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """Amounts and days of a payment or a delay; what somebody wrote about it, and who, is gone."""
    return told and {key: "" if key in _TEXTS else value for key, value in told.items()}


_TEXTS = frozenset({"reason", "by", "requested_by"})


def _due(agency_id: UUID | None, scope: str) -> "QuerySet[Archived]":
    open_lists = DestructionRow.objects.filter(Q(destruction__approved=None) | Q(destruction__approved=True))
    return _over(agency_id, scope).exclude(dossier_id__in=open_lists.filter(outcome="waiting").values("dossier_id"))


def _over(agency_id: UUID | None, scope: str) -> "QuerySet[Archived]":
    """What has had its time, by this machine's clock and by the database's: one that runs ahead destroys nothing."""
    if scope not in SCOPES:
        raise DestructionInvalidError
    zone = agencies.calendar_of(agency_id).zone if agency_id else UTC
    rows = Archived.objects.filter(agency_id=agency_id or NOWHERE, destroyed_at=None, held="")
    for today in (clock.now().astimezone(zone).date(), TruncDate(Now(), tzinfo=zone)):
        rows = rows.filter(**{f"{_UNTIL[scope]}__lte": today})
    return rows.filter(papers_destroyed_at=None) if scope == PAPERS else rows


def _until(row: Archived, scope: str) -> date:
    until: date = getattr(row, _UNTIL[scope])
    return until


def _own(actor: Actor) -> "QuerySet[Destruction]":
    return Destruction.objects.filter(agency_id=actor.agency_id or NOWHERE)


def _view(listed: Destruction) -> DestructionView:
    return DestructionView(
        id=listed.id,
        scope=listed.scope,
        reason=listed.reason,
        proposed_by_id=listed.proposed_by_id,
        proposed_by=listed.proposed_by,
        proposed_at=listed.proposed_at,
        approved=listed.approved,
        decided_by=listed.decided_by,
        decided_at=listed.decided_at,
        note=listed.note,
        done_at=listed.done_at,
        lines=tuple(
            DestructionLine(row.code, row.procedure_code, row.result, row.kept_until, row.outcome, tuple(row.files))
            for row in listed.rows.order_by("id")
        ),
    )
