"""What a dossier's clock does by itself: warn, mark as late, let silence decide, close what nobody answered.

One dossier a transaction, rows that somebody works on are passed over, so several workers and officials stay out of each
other's way. A moment counts as come when our clock and the database's both say so: one machine whose clock has jumped ahead
decides nothing.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

import structlog
from django.db.models import QuerySet
from django.db.models.functions import Now

from motcua.dossiers.contracts import AlarmKind, DocumentKind, State
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.domain.terms import CLOSE_UNANSWERED, DECIDE_BY_SILENCE
from motcua.dossiers.events import DossierLate, DossierNearlyDue
from motcua.dossiers.feed.writing import Standing, write_change
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.lateness import late_since
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import articles_of
from motcua.dossiers.services.handling import handling
from motcua.dossiers.services.timing import set_alarm
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.languages import pick
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting
from motcua.platform.outbox import api as outbox

BATCH = 500
LATER = timedelta(hours=1)  # when what failed is tried again
MARKED_LATE = "marked_late"
WARNINGS = frozenset({AlarmKind.NEAR_DUE.value, AlarmKind.NEAR_DUE_HEAD.value})

log = structlog.get_logger(__name__)


def ring_alarms(limit: int = BATCH) -> int:
    """Let the alarms ring whose moment has come, earliest first, at most `limit`; returns how many did."""
    rung, failed = 0, set[UUID]()
    for _turn in range(limit):
        dossier_id = _ring_next(failed)
        if dossier_id is None:
            break
        rung += dossier_id not in failed
    return rung


def _ring_next(failed: set[UUID]) -> UUID | None:
    """The dossier whose alarm rang, or failed to; None when nothing is left."""
    found: UUID | None = None
    try:
        with acting(SYSTEM):
            row = _due_rows().exclude(id__in=failed).first()
            if row is None:
                return None
            found = row.id
            _ring(row)
    except Exception:  # one dossier that can't be told must not keep the others waiting
        if found is None:
            raise
        log.exception("dossiers.alarm_failed", dossier_id=str(found))
        failed.add(found)
        with acting(SYSTEM):
            Dossier.objects.filter(id=found).update(alarm_at=clock.now() + LATER)
    return found


def _due_rows() -> QuerySet[Dossier]:
    rows = Dossier.objects.select_for_update(skip_locked=True)
    return rows.filter(alarm_at__lte=clock.now()).filter(alarm_at__lte=Now()).order_by("alarm_at")


def _ring(row: Dossier) -> None:
    if not row.alarm_for:  # from before there were alarms: nothing rings yet
        _set_again(row, flow_of_hash(row.version_hash))
        return
    if row.alarm_for in WARNINGS and row.due_at is not None and row.due_at <= clock.now():
        row.alarm_for = AlarmKind.DUE.value  # nobody was at work for a while: what is late is not "nearly due"
    _RINGS[AlarmKind(row.alarm_for)](row, flow_of_hash(row.version_hash))


def _warn(row: Dossier, flow: Flow) -> None:
    head = row.alarm_for == AlarmKind.NEAR_DUE_HEAD
    _write(row, flow, str(row.alarm_for))
    if row.due_at is not None:
        outbox.announce(
            DossierNearlyDue(
                dossier_id=row.id,
                receiving_agency_id=row.receiving_agency_id,
                assignee_id=row.assignee_id,
                warned="head" if head else "holder",
                due_at=row.due_at,
            )
        )


def _come_due(row: Dossier, flow: Flow) -> None:
    silence = flow.terms.silence
    if silence and flow.allowed(DECIDE_BY_SILENCE, State(row.state)):
        with handling(actor=SYSTEM, dossier_id=row.id, expected_version=row.version, action=DECIDE_BY_SILENCE) as work:
            refused = silence.leads_to is State.REFUSED
            legal = articles_of(row, silence.legal)
            work.note = f"{pick(silence.text, 'vi')} ({legal})" if legal else pick(silence.text, "vi")
            work.issues = DocumentKind.REFUSAL if refused else DocumentKind.RESULT
            work.facts = {"means": silence.means}
            work.row.decided_at = work.row.due_at  # the law decides when the time is over, whenever it is written down
        return
    row.lateness = late_since(row, clock.now())
    _write(row, flow, MARKED_LATE)
    if row.due_at is not None:
        outbox.announce(
            DossierLate(
                dossier_id=row.id,
                receiving_agency_id=row.receiving_agency_id,
                assignee_id=row.assignee_id,
                due_at=row.due_at,
            )
        )


def _close_unanswered(row: Dossier, flow: Flow) -> None:
    if not flow.allowed(CLOSE_UNANSWERED, State(row.state)):
        _set_again(row, flow)
        return
    with handling(actor=SYSTEM, dossier_id=row.id, expected_version=row.version, action=CLOSE_UNANSWERED) as work:
        refused = flow.transitions[CLOSE_UNANSWERED].to is State.REFUSED
        work.note = NOT_ANSWERED
        work.issues = DocumentKind.REFUSAL if refused else DocumentKind.STOP


def _set_again(row: Dossier, flow: Flow) -> None:
    set_alarm(row, flow)
    row.save(update_fields=["alarm_at", "alarm_for"])


def _write(row: Dossier, flow: Flow, action: str) -> None:
    """The alarm rang: the next one is set, others hear of it. The version stays, since whoever has the page open may act on
    it as before."""
    before = Standing.of(row)
    row.rung = row.alarm_for
    set_alarm(row, flow)
    row.save(update_fields=["rung", "alarm_at", "alarm_for", "lateness"])
    write_change(row, before, action)
    due = row.due_at.isoformat() if row.due_at else ""
    ledger.record(
        actor=SYSTEM,
        action=f"dossiers.{action}",
        record_id=row.id,
        subject_id=row.applicant_id,
        facts={"due": due},
    )


# Said on the paper, so in Vietnamese whatever language the worker speaks.
NOT_ANSWERED = "Người nộp không bổ sung hồ sơ trong thời hạn ghi ở phiếu yêu cầu bổ sung."
_RINGS: Mapping[AlarmKind, Callable[[Dossier, Flow], None]] = {
    AlarmKind.NEAR_DUE: _warn,
    AlarmKind.NEAR_DUE_HEAD: _warn,
    AlarmKind.DUE: _come_due,
    AlarmKind.UNANSWERED: _close_unanswered,
}
