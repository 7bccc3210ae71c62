"""Whether somebody may have applied for the same thing before: a hint, never a hindrance.

Looked for when an official opens a dossier or files one at the counter, never on submission: an applicant's own dossiers
are few, and the index of applicants finds them.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import DossierSummary, DossierView, State
from motcua.dossiers.domain.likeness import ALIKE, NEARLY_THE_SAME, likeness
from motcua.dossiers.models import OPEN_STATES, Dossier
from motcua.dossiers.viewing import LOOKED_AT, summary_of
from motcua.forms import api as forms
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking

LOOKED_BACK = timedelta(days=366)
MOST = 20  # dossiers of one person and procedure that are compared
BEFORE_DECIDING = frozenset({State.SUBMITTED, State.AWAITING_SUPPLEMENT, State.IN_PROCESS})


@dataclass(frozen=True, slots=True)
class Likely:
    """Another dossier of the same person for the same procedure; `same`: nearly every answer is equal."""

    dossier: DossierSummary
    same: bool


def list_duplicates(*, actor: Actor, view: DossierView) -> tuple[Likely, ...]:
    """Dossiers of a year, as far as the actor may see them, whose answers are near to these; the nearest first.
    A look at all that are compared."""
    if not actor.is_official or view.state not in BEFORE_DECIDING:
        return ()
    with looking(actor):
        rows = Dossier.objects.filter(
            applicant_id=view.applicant_id,
            procedure_code=view.procedure_code,
            submitted_at__gt=view.submitted_at - LOOKED_BACK,
        ).exclude(id=view.id)
        others = list(rows.defer("previous_answers", "clock", "proposal", "supplement").order_by("-id")[:MOST])
        if others:
            ledger.record(actor=actor, action=LOOKED_AT, subject_id=view.applicant_id, facts={"compared": len(others)})
        known = _known(view) if others else frozenset()
        scored = [(likeness(view.answers, row.answers, known), row) for row in others]
        near = sorted((each for each in scored if each[0] >= ALIKE), key=lambda each: -each[0])
        return tuple(Likely(summary_of(row), score >= NEARLY_THE_SAME) for score, row in near)


def list_running(*, actor: Actor, applicant_id: UUID, procedure_code: str) -> tuple[DossierSummary, ...]:
    """What the person has running for this procedure at the actor's agencies, of the last year: for the counter, before
    it files another one. A look."""
    with looking(actor):
        rows = Dossier.objects.filter(applicant_id=applicant_id, procedure_code=procedure_code, state__in=OPEN_STATES)
        found = list(rows.defer("answers", "previous_answers", "clock", "proposal").order_by("-id")[:MOST])
        recent = [row for row in found if row.submitted_at > clock.now() - LOOKED_BACK]
        if recent:
            ledger.record(actor=actor, action=LOOKED_AT, subject_id=applicant_id)
        return tuple(summary_of(row) for row in recent)


def _known(view: DossierView) -> frozenset[str]:
    """The fields that the person's record fills in: they are equal in every dossier."""
    form = forms.compile_form(catalogue.get_version(view.version_hash))
    return frozenset(name for name, field in form.fields.items() if field.prefill)
