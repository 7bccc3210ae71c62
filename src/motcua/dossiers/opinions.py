"""What one's own agency said when it was asked: it stays to be read after the dossier is closed to it."""

from motcua.dossiers.contracts import OpinionView
from motcua.dossiers.domain.steps import ELSEWHERE, shown_record
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Dossier, DossierStep
from motcua.dossiers.viewing import LOOKED_AT
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking, prepared

MOST_LISTED = 50

# Of a dossier that is closed to the asker only what its code tells anybody.
_CODES = "SELECT id, code, version_hash FROM dossiers_tracking WHERE id = ANY(%s)"


def list_given_opinions(*, actor: Actor, limit: int = MOST_LISTED) -> tuple[OpinionView, ...]:
    """The opinions that the actor's agency gave, the last one first. They may name people, so it is a look at them."""
    if not actor.is_official or actor.agency_id is None:
        return ()
    with looking(actor):
        given = DossierStep.objects.filter(
            agency_id=actor.agency_id, kind__in=[kind.value for kind in ELSEWHERE], recorded_at__isnull=False
        )
        rows = list(given.order_by("-recorded_at", "-id")[:limit])
        known = {row[0]: row[1:] for row in prepared(_CODES, ([row.dossier_id for row in rows],)).fetchall()}
        found = tuple(_view(row, *known[row.dossier_id]) for row in rows)
        if found:
            ledger.record(actor=actor, action=LOOKED_AT, facts=_told(rows, found))
        return found


def _told(rows: list[DossierStep], found: tuple[OpinionView, ...]) -> dict[str, list[str]]:
    """Whose dossiers they are about: the asker may not know it any more, they may know who looked."""
    with acting(SYSTEM):
        applicants = Dossier.objects.filter(id__in=[row.dossier_id for row in rows]).values_list(
            "applicant_id", flat=True
        )
        subjects = sorted({str(one) for one in applicants})
    return {"opinions": [one.code for one in found], "subjects": subjects}


def _view(row: DossierStep, code: str, version_hash: str) -> OpinionView:
    rule = flow_of_hash(version_hash).step(row.step_id)
    return OpinionView(
        code=code,
        name=rule.name if rule else {"vi": row.step_id, "en": row.step_id},
        recorded_at=row.recorded_at or clock.now(),
        recorded_by=row.recorded_by,
        shown=shown_record(rule, row.record) if rule else (),
    )
