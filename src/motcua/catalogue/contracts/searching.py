"""What search asks and answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from motcua.catalogue.contracts.procedures import ProcedureSummary
from motcua.kernel.languages import LocalText


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; "" and False: not. `field` and `agency` are the Vietnamese names."""

    field: str = ""
    agency: str = ""
    tier: str = ""
    event: str = ""
    online: bool = False

    def __bool__(self) -> bool:
        return bool(self.field or self.agency or self.tier or self.event or self.online)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that a filter may take, and how many procedures it would leave. `label` {} for values with words of
    their own (tiers, life events)."""

    value: str
    label: LocalText
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of the search. `items`: the page asked for; `total`: all that fit; `facets`: by the filters' names.

    `meant`: the query with its slips mended, "" when there are none. `nearest`: when nothing fits, what comes nearest.
    """

    items: tuple[ProcedureSummary, ...]
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    meant: str = ""
    nearest: tuple[ProcedureSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a procedure stands where it stands: `title` is the name that fitted best, `reading` what the query was
    taken for, `closeness` how near they are (0 to 1), `score` with use, tier, place and origin."""

    summary: ProcedureSummary
    title: str
    reading: str
    closeness: float
    score: float


@dataclass(frozen=True, slots=True)
class SynonymView:
    """Everyday words and the words of the law, or the code, that they mean. `active` False: switched off.
    `curated`: it comes with the product; `legal` "" then switches that one off."""

    everyday: str
    legal: str
    owner: str
    reason: str
    active: bool
    curated: bool = False


@dataclass(frozen=True, slots=True)
class SynonymChange:
    """One change of a synonym; `before` and `after` None: there was, there is none. `undoes` names a change."""

    id: int
    everyday: str
    before: SynonymView | None
    after: SynonymView | None
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A folded query that led nowhere, over some days: how often `nothing` was found, and how often what was found
    stayed `unopened`."""

    query: str
    nothing: int
    unopened: int
    last_on: date
