"""Months of dossiers whose time is over: taken out whole by the operator, never row by row by the application."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections

from motcua.catalogue import api as catalogue
from motcua.dossiers.feed.moving_house import leap
from motcua.dossiers.models import Dossier, SyncedDossier, SyncedProgress
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.ledger import api as ledger
from motcua.platform.database import partitions
from motcua.platform.database.errors import PartitionError
from motcua.platform.database.transactions import acting

TABLE = Dossier._meta.db_table
NAMED = 5  # of those that hold a month back, so many are named
# What other systems pushed may come before its dossier, so no foreign key holds it; it tells of people all the same.
ALONG = tuple((model._meta.db_table, "dossier_id") for model in (SyncedDossier, SyncedProgress))


def list_partitions() -> tuple[partitions.Partition, ...]:
    """Every partition of the installation, with estimates. As the owner."""
    return partitions.list_partitions(_owner())


def detach_partition(*, actor: Actor, name: str) -> list[str]:
    """Move a month of dossiers, and what hangs on them, into the schema `archive`. Returns the names of its tables.

    Raises PartitionError unless every dossier in it ended before the longest retention began, which the setting
    MOTCUA_DOSSIERS_KEPT_YEARS says, and none is kept longer by its own result; the refusal names some of those. The entry
    in the ledger is written in the same transaction.
    """
    owner = _owner()
    found = partitions.find_partition(owner, name)
    if found.table != TABLE or found.is_rest:
        raise PartitionError(f"{name} is no month of dossiers; only these may be taken out.")
    years: int = settings.ENVIRONMENT.dossiers_kept_years
    if not years:
        raise PartitionError(
            "How long dossiers are kept is not said; set MOTCUA_DOSSIERS_KEPT_YEARS to the longest retention."
        )
    with owner.transaction():
        owner.execute(f'LOCK TABLE "{name}" IN EXCLUSIVE MODE')
        _refuse_needed(owner, name, _before(clock.now(), years))
        moved = partitions.detach(owner, found, ALONG)
        entry = ledger.entry_parameters(actor=actor, action="dossiers.partition_detached", facts={"tables": moved})
        owner.execute(ledger.ENTRY_CTE, entry)
    return moved


def leap_feed(*, actor: Actor) -> None:
    """Let what happens from now on stand after all that was ever told, also to whoever had read further than a database
    that was set back in time. As the owner."""
    leap(_owner())
    with acting(actor):
        ledger.record(actor=actor, action="dossiers.feed_leapt")


def _refuse_needed(owner: "psycopg.Connection[Any]", name: str, before: datetime) -> None:
    counted = owner.execute(
        f'SELECT count(*) FILTER (WHERE ended_at IS NULL), count(*) FILTER (WHERE ended_at >= %s) FROM "{name}"',
        (before,),
    ).fetchone()
    running, young = counted or (0, 0)
    if running:
        raise PartitionError(f"{name} holds {running} dossiers that have not ended; it stays.")
    kept = owner.execute(
        f"SELECT count(*), (array_agg(d.code ORDER BY d.id))[:{NAMED}]"
        f' FROM dossiers_archived a JOIN "{name}" d ON d.id = a.dossier_id'
        " WHERE a.destroyed_at IS NULL AND (a.permanent OR a.held <> '' OR a.keep_until > %s)",
        (clock.now().date(),),
    ).fetchone()
    if kept and kept[0]:
        raise PartitionError(
            f"{name} holds {kept[0]} archived dossiers that are kept longer, or held{_named(kept[1])}; it stays."
        )
    if young:
        raise PartitionError(f"{name} holds {young} dossiers that ended after {before:%Y-%m-%d}; it stays.")
    _refuse_kept_by_result(owner, name)


def _refuse_kept_by_result(owner: "psycopg.Connection[Any]", name: str) -> None:
    """What ended with a result and was never archived is kept as long as the longest-kept result of its procedure version."""
    unarchived = (
        f"FROM \"{name}\" d WHERE d.state IN ('approved', 'returned')"
        " AND NOT EXISTS (SELECT FROM dossiers_archived a WHERE a.dossier_id = d.id)"
    )
    versions = owner.execute(f"SELECT DISTINCT d.version_hash {unarchived}").fetchall()
    for (version_hash,) in versions:
        said = [one.retention for one in catalogue.get_version(version_hash).results if one.retention]
        if not said:
            continue
        forever = any(one.years is None for one in said)
        since = _before(clock.now(), max(one.years or 0 for one in said))
        held = owner.execute(
            f"SELECT count(*), (array_agg(d.code ORDER BY d.id))[:{NAMED}] {unarchived}"
            " AND d.version_hash = %s AND (%s OR d.ended_at >= %s)",
            (version_hash, forever, since),
        ).fetchone()
        if held and held[0]:
            raise PartitionError(
                f"{name} holds {held[0]} dossiers whose result is kept longer{_named(held[1])}; it stays."
            )


def _named(codes: Sequence[str]) -> str:
    return f", as {', '.join(codes)}" if codes else ""


def _before(now: datetime, years: int) -> datetime:
    """The same day, `years` ago."""
    day = 28 if (now.month, now.day) == (2, 29) else now.day
    return now.replace(year=now.year - years, day=day)


def _owner() -> "psycopg.Connection[Any]":
    connections["owner"].ensure_connection()
    owner: psycopg.Connection[Any] = connections["owner"].connection
    return owner
