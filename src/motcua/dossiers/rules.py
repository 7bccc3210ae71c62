"""The rules of a dossier's own procedure version, as they held on its day."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion, ResultDocument, TimeLimit
from motcua.dossiers.contracts import Reckoning
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.clock import rule_day
from motcua.dossiers.domain.terms import RESOLVING
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Dossier
from motcua.kernel.working_time import WorkingCalendar


def version_of(row: Dossier) -> ProcedureVersion:
    return catalogue.get_version(row.version_hash)


def day_of(row: Dossier) -> date:
    """The local day whose law applies: of receipt, before that of submission."""
    return rule_day(row.received_at or row.submitted_at, agencies.calendar_of(row.receiving_agency_id))


def limit_of(row: Dossier) -> TimeLimit | None:
    """The time limit of the dossier's day and channel; None when its procedure declares none."""
    return version_of(row).time_limit_on(day_of(row), row.channel)


def articles_of(row: Dossier, ids: Iterable[str]) -> str:
    """Each reference that the procedure knows, as in "Điều 9, 123/2015/NĐ-CP"."""
    known = {ref.id: ref for ref in version_of(row).legal_basis}
    found = [known[ref] for ref in ids if ref in known]
    return "; ".join(f"{ref.article}, {ref.number}" if ref.article else ref.number for ref in found)


def calendar_of(row: Dossier) -> WorkingCalendar:
    """The calendar whose days count for the limit: the receiving agency's, or the resolving one's where the flow says so."""
    return agencies.calendar_of(calendar_agency(row.version_hash, row.receiving_agency_id, row.resolving_agency_id))


def calendar_agency(version_hash: str, receiving_agency_id: UUID, resolving_agency_id: UUID) -> UUID:
    """The agency whose calendar counts for the limit."""
    resolving = flow_of_hash(version_hash).terms.calendar == RESOLVING
    return resolving_agency_id if resolving else receiving_agency_id


def reckoning_of(row: Dossier, clock: clocks.Clock, until: datetime | None = None) -> Reckoning | None:
    """The due date of `clock` by the rules of the dossier's day; None before acceptance or without a number of days."""
    if row.received_at is None or row.source:  # what another system decides, it also reckons
        return None
    receiving = clocks.Receiving(
        agencies.calendar_of(row.receiving_agency_id), flow_of_hash(row.version_hash).terms.cut_off
    )
    return clocks.due(clock, limit_of(row), calendar_of(row), until, receiving)


def result_of(row: Dossier) -> ResultDocument | None:
    """The result that the answers ask for; the procedure's first when none fits; None when it declares none."""
    version = version_of(row)
    fitting = catalogue.expected_results(version, row.answers, row.channel, day_of(row))
    return next(iter(fitting or version.results), None)
