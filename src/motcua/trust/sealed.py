"""How many looks were sealed, where and when: what everybody may know of them before their day comes."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.languages import LocalText
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

YEARS = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class SealedView:
    """Of an agency in a month, by its first day."""

    agency: LocalText
    agency_code: str
    month: date
    count: int


def list_sealed() -> tuple[SealedView, ...]:
    """The last three years, newest month first."""
    with acting(SYSTEM):
        found = ledger.count_sealed(since=clock.now() - YEARS)
    return tuple(_view(one.agency_id, one.month, one.count) for one in found)


def _view(agency_id: UUID | None, month: date, count: int) -> SealedView:
    agency = agencies.get_agency(agency_id) if agency_id else None
    return SealedView(agency.name if agency else {}, agency.code if agency else "", month, count)
