"""What accepting now would promise: the same reckoning as the act itself, without doing it."""

from datetime import datetime

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import TimeLimit
from motcua.dossiers.contracts import ClockKind, DossierView
from motcua.dossiers.domain import clock as clocks
from motcua.kernel import clock


def due_if_accepted(view: DossierView) -> datetime | None:
    """The due moment if the dossier were accepted at this instant; None when the law's limit is not a number."""
    now = clock.now()
    calendar = agencies.calendar_of(view.receiving_agency_id)
    turned = clocks.turn(view.clock, ClockKind.RUNNING, now)
    reckoning = clocks.due(turned, time_limit(view, now), calendar)
    return reckoning.due if reckoning else None


def time_limit(view: DossierView, received_at: datetime) -> TimeLimit | None:
    """The limit of the law in force on the day of receipt."""
    day = clocks.rule_day(received_at, agencies.calendar_of(view.receiving_agency_id))
    return catalogue.get_version(view.version_hash).time_limit_on(day)
