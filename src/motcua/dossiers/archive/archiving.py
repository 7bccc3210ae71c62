"""Dossiers that ended some time ago are archived by the worker; a head takes one out again, or holds it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from motcua.agencies import api as agencies
from motcua.dossiers.domain.retention import Kept, kept
from motcua.dossiers.errors import ActNotAllowedError, DossierNotFoundError, NotArchivedError
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Archived, Dossier
from motcua.dossiers.policies import roles_at
from motcua.dossiers.queries import row_of
from motcua.dossiers.rules import result_of
from motcua.dossiers.services.notes import required
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking

AT_ONCE = 500


def archive_ended() -> int:
    """For the worker: archive what ended MOTCUA_ARCHIVE_AFTER_DAYS ago, at most 500 a run; how many."""
    days: int = settings.ENVIRONMENT.archive_after_days
    if not days:
        return 0
    with acting(SYSTEM):
        over = Dossier.objects.filter(archived_at=None, source="", ended_at__lt=clock.now() - timedelta(days=days))
        rows = list(over.select_for_update(skip_locked=True).order_by("ended_at")[:AT_ONCE])
        for row in rows:
            _archive(row)
        return len(rows)


def _archive(row: Dossier) -> None:
    now, how = clock.now(), kept_of(row)
    chosen = result_of(row) if row.state in {"approved", "returned"} else None
    Archived.objects.update_or_create(
        dossier=row,
        defaults={
            "agency_id": row.receiving_agency_id,
            "code": row.code,
            "procedure_code": row.procedure_code,
            "result": chosen.id if chosen else row.state,
            "legal": how.legal,
            "permanent": how.permanent,
            "ended_at": row.ended_at or now,
            "archived_at": now,
            "keep_until": how.until,
            "papers_until": how.papers_until,
        },
    )
    Dossier.objects.filter(id=row.id).update(archived_at=now)
    facts = {
        "keep_until": str(how.until or ""),
        "papers_until": str(how.papers_until or ""),
        "permanent": how.permanent,
    }
    ledger.record(actor=SYSTEM, action="dossiers.archived", record_id=row.id, subject_id=row.applicant_id, facts=facts)


def kept_of(row: Dossier) -> Kept:
    """How long a dossier that has ended is kept. One that came to no result has no result's retention."""
    said = settings.ENVIRONMENT
    chosen = result_of(row) if row.state in {"approved", "returned"} else None
    ended = _kept_from(row).astimezone(agencies.calendar_of(row.receiving_agency_id).zone).date()
    return kept(ended, chosen.retention if chosen else None, years=said.kept_years, papers_years=said.papers_kept_years)


def _kept_from(row: Dossier) -> datetime:
    """The moment from which a dossier's keeping is counted: its end, or that of a new issue where the flow restarts it."""
    ended = row.ended_at or clock.now()
    rules = flow_of_hash(row.version_hash).terms.new_issues
    restarts = [kind for kind, rule in rules.items() if rule.restarts_keeping]
    if not restarts:
        return ended
    anew = row.document_rows.filter(issued_as__in=restarts).order_by("-id").values_list("issued_at", flat=True).first()
    return max(ended, anew) if anew else ended


def take_from_archive(*, actor: Actor, code: str, reason: str) -> None:
    """Make an archived dossier one of the desk again, so that it can be reopened. By the head, with the reason.

    Raises DossierNotFoundError, ActNotAllowedError, ReasonMissingError, NotArchivedError, also when part of it is
    destroyed.
    """
    row_id, note = _headed(actor, code, "take_from_archive"), required(reason)
    with acting(SYSTEM):
        row = Dossier.objects.select_for_update().get(id=row_id)
        told = Archived.objects.filter(dossier_id=row_id).first()
        if row.archived_at is None or told is None or told.papers_destroyed_at or told.destroyed_at:
            raise NotArchivedError
        Dossier.objects.filter(id=row_id).update(archived_at=None)
        told.delete()
        ledger.record(
            actor=actor, action="dossiers.taken_from_archive", record_id=row_id, subject_id=row.applicant_id, why=note
        )


def hold_archived(*, actor: Actor, code: str, reason: str) -> None:
    """Keep an archived dossier whatever its time says, because it is disputed or asked for; "" lets it go again. By the
    head. Raises DossierNotFoundError, ActNotAllowedError, NotArchivedError."""
    row_id = _headed(actor, code, "hold_archived")
    with acting(SYSTEM):
        told = Archived.objects.select_for_update().filter(dossier_id=row_id).first()
        if told is None:
            raise NotArchivedError
        told.held = reason.strip()[:500]
        told.save(update_fields=["held"])
        action = "dossiers.held" if told.held else "dossiers.hold_ended"
        ledger.record(actor=actor, action=action, record_id=row_id, why=told.held)


def _headed(actor: Actor, code: str, action: str) -> UUID:
    with looking(actor):
        row = row_of(code)
        if not actor.is_official:
            raise DossierNotFoundError
        if "head" not in roles_at(actor, row):
            raise ActNotAllowedError(action=action)
        return row.id
