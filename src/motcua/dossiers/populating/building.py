"""Building a population: slice by slice, each in one transaction, so that what was begun can be gone on with."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import psycopg

from motcua.dossiers.populating.lines import CHANGES, DOSSIERS, change_lines, dossier_line, entry_lines, hex_at
from motcua.dossiers.populating.living import Reckoner, live
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
    reckoners = _reckoners(offers)
    weights = cumulated([offer.weight for offer in offers])
    written, there, waiting = 0, 0, None
    with ThreadPoolExecutor(1) as writer:
        for piece in slices:
            there += piece.total
            if piece.number in begun:
                continue
            batch = _invent(population, piece, offers, weights, applicants, reckoners, numbers)
            _wait(waiting)
            waiting = writer.submit(_write, owner, batch)
            written += len(batch.dossiers)
            say(there, population.total)
        _wait(waiting)
    return written


def _invent(  # noqa: PLR0917 - the parts of one invention
    population: Population,
    piece: Slice,
    offers: Sequence[Offer],
    weights: Sequence[float],
    applicants: Sequence[Applicant],
    reckoners: dict[int, Reckoner],
    numbers: dict[str, int],
) -> Batch:
    rng = Random(f"{population.seed}:{piece.number}")
    batch = Batch(piece.number)
    for day, many in piece.days:
        for moment in moments(day, many, offers[0].calendar, rng):
            if moment > population.now:
                break
            (offer,) = rng.choices(offers, cum_weights=weights)
            applicant = applicants[int(rng.random() * len(applicants))]
            life = live(offer, moment, population.now, reckoners[id(offer.calendar)], rng)
            submitted = life.acts[0].at
            scope = f"{offer.agency_code}:dossier:{submitted.astimezone(offer.calendar.zone):%y%m%d}"
            number = numbers.get(scope, 0) + 1
            numbers[scope] = number
            code = f"{offer.agency_code}-{scope[-6:]}-{number:04}"
            dossier = hex_at(submitted, rng)
            batch.dossiers.append(dossier_line(offer, applicant, life, code, dossier, population.now, rng))
            if life.acts[-1].at >= population.history_since:
                batch.entries += entry_lines(offer, applicant, life, dossier, rng)
            if life.acts[-1].at >= population.changes_since:
                batch.changes += change_lines(offer, life, code, dossier, population.changes_since, rng)
            if submitted >= population.now - _LATEST:
                batch.numbers[scope] = number
    return batch


def _reckoners(offers: Sequence[Offer]) -> dict[int, Reckoner]:
    """One for all offers whose calendars are the same, so that each due date is reckoned once."""
    found: list[Reckoner] = []
    by_calendar: dict[int, Reckoner] = {}
    for offer in offers:
        if id(offer.calendar) not in by_calendar:
            same = next((one for one in found if one.calendar == offer.calendar), None)
            by_calendar[id(offer.calendar)] = same or Reckoner(offer.calendar)
            if same is None:
                found.append(by_calendar[id(offer.calendar)])
    return by_calendar


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
