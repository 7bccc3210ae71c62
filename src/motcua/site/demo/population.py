"""A population for the demo world: hundreds of thousands of invented dossiers, so that speed can be seen and measured."""

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, partial
from importlib.resources import files
from random import Random
from typing import Any

import psycopg
import yaml
from django.conf import settings
from django.db import connections

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers import api as dossiers
from motcua.dossiers.api import NAME, NUMBER, PHONE, Applicant, Hand, Offer, Population
from motcua.identity import api as identity
from motcua.identity.api import Invented
from motcua.identity.contracts import PersonView
from motcua.kernel import clock
from motcua.kernel.ids import new_id
from motcua.kernel.languages import pick
from motcua.platform.database import partitions
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import places_of
from motcua.site.demo import packages
from motcua.site.demo.retelling import retell

Say = Callable[[str], None]
BYTES_EACH = {"all": 4600, "recent": 2600, "none": 2200}  # on disk, indexes included
BYTES_BESIDE = 2 * 2**30  # the log of transactions while it is written, and room for the system
MOST_PEOPLE = 1_000_000
RECENT = timedelta(days=90)
CHANGES = timedelta(days=30)
TABLES = ("dossiers_dossier", "dossiers_change", "ledger_entry", "identity_person")


def build(total: int, years: int, history: str, say: Say) -> None:
    """Build what is missing of it, with a line of progress every few seconds. Raises StartRefusedError outside a demo,
    where another population is already, and where the disk is too small."""
    if not settings.ENVIRONMENT.demo:
        raise StartRefusedError(
            "A population is for a demo only: set MOTCUA_DEMO=true, and never in a real installation."
        )
    began, owner, now, since = time.monotonic(), _owner(), clock.now(), _since(years)
    make_room(years)
    before = _size(owner)
    _refuse_small_disk(total * BYTES_EACH[history] - before, say)
    say(f"{total:,} dossiers since {since:%Y-%m}; people first ...")
    people = list(_people(owner, total))
    offers = list(_offers())
    population = Population(
        total,
        since,
        now,
        history_since={"all": since, "recent": now - RECENT}.get(history, now + RECENT),
        changes_since=now - CHANGES,
    )
    try:
        written = dossiers.populate(owner, population, offers, people, _Progress(say).tell)
    except KeyboardInterrupt:
        say("Broken off. What is written stays; the same command goes on from here.")
        raise
    except psycopg.errors.DiskFull:
        raise StartRefusedError(_FULL) from None
    except dossiers.PopulatedOtherwiseError:
        raise StartRefusedError(
            "Another population is here already. Begin with an empty MOTCUA_HOME, or ask for the same one to go on with it."
        ) from None
    _settle(owner, say)
    say("Counting the figures of the boards anew ...")
    dossiers.rebuild_figures()
    took, size = time.monotonic() - began, _size(owner) - before
    each = f", {size / written:,.0f} bytes a dossier" if written else ""
    say(f"{written:,} dossiers in {took:,.0f} s ({written / took:,.0f}/s), {size / 2**20:,.0f} MB{each}.")


def make_room(years: int) -> None:
    """The months of the population, before anything of the demo world lies in the rest."""
    if settings.ENVIRONMENT.demo:
        partitions.make(_owner(), _since(years).date() - timedelta(days=31), clock.now().date())


def _since(years: int) -> datetime:
    now = clock.now()
    return datetime(now.year - years, now.month, 1, tzinfo=now.tzinfo)


class _Progress:
    """A line every five seconds; stops before the disk is full. The estimate goes by what was written in this run."""

    def __init__(self, say: Say) -> None:
        self._say, self._last = say, time.monotonic()
        self._first: tuple[float, int] | None = None

    def tell(self, there: int, whole: int) -> None:
        now = time.monotonic()
        began, first = self._first = self._first or (now, there)
        if now - self._last < 5 and there < whole:
            return
        self._last = now
        if _free() < BYTES_BESIDE // 2:
            raise StartRefusedError(_FULL)
        each = (now - began) / (there - first) if there > first else 0.0
        about = f", {1 / each:,.0f}/s, about {each * (whole - there):,.0f} s left" if each else ""
        self._say(f"  {there:>12,} of {whole:,} ({there * 100 // whole} %){about}")


_FULL = (
    "The disk is as good as full. What is written stays: free some space and give the same command again, or begin anew "
    "with an empty MOTCUA_HOME and fewer dossiers."
)


def _free() -> int:
    """Bytes free where the embedded database lies; a server of your own knows its disk alone."""
    if settings.ENVIRONMENT.database_url is not None:
        return sys.maxsize
    base = places_of(settings.ENVIRONMENT.home).base
    return shutil.disk_usage(next(path for path in (base, *base.parents) if path.exists())).free


def _refuse_small_disk(needed: int, say: Say) -> None:
    """Raises StartRefusedError; says what it takes where that is worth saying."""
    free = _free()
    if needed + BYTES_BESIDE > free:
        raise StartRefusedError(
            f"This needs about {needed / 2**30:,.1f} GB, {BYTES_BESIDE / 2**30:,.0f} GB must stay beside it, and the disk has "
            f"{free / 2**30:,.1f} GB free. Ask for fewer dossiers, or for --history recent or none."
        )
    if needed > 2**30:
        say(f"This takes about {needed / 2**30:,.1f} GB of disk.")


def _owner() -> "psycopg.Connection[Any]":
    connections["owner"].ensure_connection()
    found: psycopg.Connection[Any] = connections["owner"].connection
    return found


def _size(owner: "psycopg.Connection[Any]") -> int:
    row = owner.execute(
        "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c WHERE c.relkind = 'r' AND ("
        "c.relname = ANY(%(names)s) OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent::regclass::text"
        " = ANY(%(names)s)))",
        {"names": list(TABLES)},
    ).fetchone()
    return int(row[0]) if row else 0


def _settle(owner: "psycopg.Connection[Any]", say: Say) -> None:
    """Part by part, so that one may break it off."""
    parts = [(part.table, part.name) for part in partitions.list_partitions(owner) if part.table in TABLES]
    whole = [name for name in TABLES if name not in {table for table, _name in parts}]
    say(f"Counting what is where (VACUUM ANALYZE of {len(parts) + len(whole)} tables) ...")
    for name in (*(name for _table, name in parts), *whole):
        owner.execute(f"VACUUM (ANALYZE) {name}".encode())
    for table in sorted({table for table, _name in parts}):
        owner.execute(f"ANALYZE ONLY {table}".encode())


@cache
def _told() -> dict[str, Any]:
    text = files("motcua.site.demo").joinpath("data", "population.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _people(owner: "psycopg.Connection[Any]", total: int) -> Iterator[Applicant]:
    """A third as many as dossiers, and the people of the demo world: each with some dossiers."""
    many = min(total // 3 + 50, MOST_PEOPLE)
    for key, one in identity.enter_invented(owner, _invented(many)):
        yield Applicant(key, one.full_name, one.personal_id, one.phone)
    for account in identity.demo_people():
        repeat = max(1, many * 15 // max(total, 1))
        yield from [Applicant(account.id.hex, account.full_name, account.personal_id, account.phone)] * repeat


def _invented(many: int) -> Iterator[Invented]:
    told, rng = _told(), Random("people")
    homes = [unit.code for unit in agencies.list_units("commune", "46")]
    for number in range(many):
        sex = rng.choice(("female", "male"))
        name = f"{rng.choice(told['families'])} {rng.choice(told['middles'][sex])} {rng.choice(told['given'])} {told['sign']}"
        born = date(1950, 1, 1) + timedelta(days=rng.randrange(55 * 365))
        yield Invented(
            name, f"000{number:09}", born.isoformat(), sex, f"09{number % 10**8:08}", "Đường Mẫu", rng.choice(homes)
        )


def _offers() -> Iterator[Offer]:
    """Each procedure that has an example, at every agency that receives it."""
    places = [unit.code for unit in agencies.list_units("commune", "46")]
    for code in sorted(packages.codes()):
        version = catalogue.get_procedure(code)
        scenarios = packages.valid_scenarios(code)
        limit = version.time_limit_on(agencies.today(), "online")
        if version.journey or not scenarios or limit is None or limit.amount is None or limit.unit is None:
            continue
        receiving = {
            agency.id: (agency, place)
            for place in places
            if (agency := dossiers.receiving_of(version, place)) is not None
        }
        weight = _told()["weights"].get(code, 1) / max(1, len(receiving))
        for agency, place in receiving.values():
            yield Offer(
                procedure_code=code,
                family=dossiers.family_of(version),
                version_hash=version.hash,
                agency_id=agency.id,
                agency_code=agency.code,
                calendar=agencies.calendar_of(agency.id),
                within=(limit.amount, limit.unit.value),
                fee_total=_fee(version, scenarios[0]),
                tell=_Telling(scenarios[0], place).on,
                **{role: _hand(agency, role) for role in ("receiver", "specialist", "head")},
                weight=weight,
            )


def _fee(version: ProcedureVersion, scenario: Mapping[str, Any]) -> int:
    return sum(line.total for line in catalogue.reckon_fees(version, scenario["answers"], "online", agencies.today()))


def _hand(agency: AgencyView, role: str) -> Hand:
    found = next(iter(agencies.list_officials(agency.id, role=role)), None)
    if found is None:
        return Hand(None, f"{_told()['hands'][role]} {_told()['sign']}", _told()["hands"][role])
    return Hand(found.id, found.name, pick(found.title, "vi"))


class _Telling:
    """A scenario's answers as JSON text, once a month of its story."""

    def __init__(self, scenario: Mapping[str, Any], place: str) -> None:
        person = PersonView(
            new_id(), NAME, NUMBER, None, scenario.get("applicant", {}).get("sex", "female"), PHONE, "",
            "1 Đường Mẫu", place, "Việt Nam", "Kinh",
        )  # fmt: skip
        self._tell = cache(partial(_tell, scenario, person))

    def on(self, day: date) -> str:
        return self._tell(day.replace(day=1))


def _tell(scenario: Mapping[str, Any], person: PersonView, day: date) -> str:
    return json.dumps(retell(scenario, person, day), ensure_ascii=False, default=str).replace("\\", "\\\\")
