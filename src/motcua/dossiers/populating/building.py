"""Building a population: slice by slice, each in one transaction, so that what was begun can be gone on with."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import psycopg

from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.populating.hours import HOUR, MINUTE, Hours
from motcua.dossiers.populating.lines import CHANGES, DOSSIERS, Pen, hex_at
from motcua.dossiers.populating.living import live
from motcua.dossiers.populating.offers import Applicant, Offer, PopulatedOtherwiseError, Population
from motcua.dossiers.populating.spreading import Slice, cumulated, moments, spread
from motcua.ledger import api as ledger

_MARK = "demo:population"
_LATEST = timedelta(days=2)  # only numbers of these days can still be asked for


@dataclass
class Batch:
    """The lines of one slice."""

    number: int
    dossiers: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Maker:
    """One offer with what its dossiers need. `cut_off`: after which second of a day a receipt counts from the next one."""

    offer: Offer
    hours: Hours
    pen: Pen
    cut_off: int | None


def populate(
    owner: "psycopg.Connection[Any]",
    population: Population,
    offers: Sequence[Offer],
    applicants: Sequence[Applicant],
    say: Callable[[int, int], None],
) -> int:
    """Write what is missing of the population, as the owner. `say` is told how many there are, of how many. Returns how
    many were written now."""
    begun = _begin(owner, population)
    calendar = offers[0].calendar
    slices = list(spread(population.total, population.since.date(), population.now.date(), calendar))
    numbers = _numbers(owner)
    makers = _makers(offers, population)
    weights = cumulated([offer.weight for offer in offers])
    written, waiting = 0, None
    there = sum(piece.total for piece in slices if piece.number in begun)
    with ThreadPoolExecutor(1) as writer:
        for piece in slices:
            if piece.number in begun:
                continue
            batch = _invent(population, piece, makers, weights, applicants, numbers)
            _wait(waiting)
            waiting = writer.submit(_write, owner, batch)
            written, there = written + len(batch.dossiers), there + piece.total
            say(there, population.total)
        _wait(waiting)
    return written


def _invent(  # noqa: PLR0917 - the parts of one invention
    population: Population,
    piece: Slice,
    makers: Sequence[Maker],
    weights: Sequence[float],
    applicants: Sequence[Applicant],
    numbers: dict[str, int],
) -> Batch:
    rng = Random(f"{population.seed}:{piece.number}")
    batch, people = Batch(piece.number), len(applicants)
    now, history, changes, latest = (
        int(moment.timestamp())
        for moment in (
            population.now, population.history_since, population.changes_since, population.now - _LATEST,
        )
    )  # fmt: skip
    for day, many in piece.days:
        drawn = rng.choices(makers, cum_weights=weights, k=many)
        for maker, moment in zip(drawn, moments(day, many, makers[0].offer.calendar, rng), strict=True):
            if moment > now:
                break
            offer, pen = maker.offer, maker.pen
            applicant = applicants[int(rng.random() * people)]
            life = live(offer.within, maker.cut_off, moment, now, maker.hours, rng)
            submitted, last = life.acts[0][1], life.acts[-1][1]
            scope = f"{offer.agency_code}:dossier:{day:%y%m%d}"
            number = numbers[scope] = numbers.get(scope, 0) + 1
            code, dossier = f"{offer.agency_code}-{scope[-6:]}-{number:04}", hex_at(submitted, rng)
            batch.dossiers.append(pen.dossier(applicant, life, code, dossier, day, now, rng))
            if last >= history:
                batch.entries += pen.entries(applicant, life, dossier, rng)
            if last >= changes:
                batch.changes += pen.changes(life, code, dossier, changes, rng)
            if submitted >= latest:
                batch.numbers[scope] = number
    batch.entries.sort()  # they begin with the time: rows that lie together are written together
    return batch


def _makers(offers: Sequence[Offer], population: Population) -> list[Maker]:
    """Offers whose calendars say the same share one table of hours."""
    tables: list[Hours] = []
    made = []
    for offer in offers:
        hours = next((one for one in tables if one.calendar == offer.calendar), None)
        if hours is None:
            hours = Hours(offer.calendar, population.since.date(), population.now.date())
            tables.append(hours)
        cut_off = flow_of_hash(offer.version_hash).terms.cut_off
        second = None if cut_off is None else cut_off.hour * HOUR + cut_off.minute * MINUTE
        made.append(Maker(offer, hours, Pen(offer), second))
    return made


def _write(owner: "psycopg.Connection[Any]", batch: Batch) -> None:
    with owner.transaction(), owner.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # a slice that is lost is written again
        for statement, lines in (
            (DOSSIERS, batch.dossiers),
            (ledger.COPY_ENTRIES, batch.entries),
            (CHANGES, batch.changes),
        ):
            if lines:
                with cursor.copy(statement) as copy:
                    copy.write("".join(lines))
        numbers = batch.numbers | {f"{_MARK}:{batch.number}": len(batch.dossiers)}
        cursor.execute(_COUNT, (list(numbers), list(numbers.values())))


_COUNT = """
INSERT INTO dossiers_counter AS kept (scope, value) SELECT * FROM unnest(%s::text[], %s::integer[])
ON CONFLICT (scope) DO UPDATE SET value = greatest(kept.value, EXCLUDED.value)
"""


def _begin(owner: "psycopg.Connection[Any]", population: Population) -> set[int]:
    """The slices that are there already. Raises PopulatedOtherwiseError for a population of another kind."""
    kind = f"{_MARK}:{population.seed}:{population.since:%Y%m%d}"
    rows = dict(
        owner.execute("SELECT scope, value FROM dossiers_counter WHERE scope LIKE %s", (f"{_MARK}:%",)).fetchall()
    )
    slices = {int(scope.rpartition(":")[2]) for scope in rows if scope.count(":") == 2}
    kinds = {scope: value for scope, value in rows.items() if scope.count(":") == 3}
    if not kinds:
        owner.execute(_COUNT, ([kind], [population.total]))
    elif kinds != {kind: population.total}:
        raise PopulatedOtherwiseError
    return slices


def _numbers(owner: "psycopg.Connection[Any]") -> dict[str, int]:
    return dict(owner.execute("SELECT scope, value FROM dossiers_counter WHERE scope LIKE '%:dossier:%'").fetchall())


def _wait(future: "Future[None] | None") -> None:
    if future:
        future.result()
