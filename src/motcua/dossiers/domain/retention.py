"""How long a dossier is kept after its end, as its package or else the installation says. Pure."""

from dataclasses import dataclass
from datetime import date

from motcua.catalogue.contracts import Retention


@dataclass(frozen=True, slots=True)
class Kept:
    """`until`: from that day on it may be destroyed; None: never. `permanent`: because its package says so, and not
    because nobody said anything. `papers_until`: the same for the papers that the applicant sent."""

    until: date | None
    papers_until: date | None
    permanent: bool
    legal: str


def kept(ended: date, said: Retention | None, *, years: int, papers_years: int) -> Kept:
    """`years`, `papers_years`: what the installation says where the package is silent; 0: nothing."""
    if said is None:
        return Kept(_later(ended, years), _later(ended, papers_years), permanent=False, legal="")
    papers = said.papers_years if said.papers_years is not None else papers_years or said.years or 0
    return Kept(_later(ended, said.years or 0), _later(ended, papers), permanent=said.years is None, legal=said.legal)


def _later(day: date, years: int) -> date | None:
    """The day after so many whole years; the last of February is followed by the first of March."""
    if not years:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
