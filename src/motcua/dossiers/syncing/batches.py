"""One batch, one transaction: staged, compared with what is there, written by sets, entered in the ledger."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256
from itertools import groupby
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction

from motcua.catalogue import api as catalogue
from motcua.dossiers.domain.codes import at_edge, nearest
from motcua.dossiers.families import family_of
from motcua.dossiers.syncing import statements as sql
from motcua.dossiers.syncing.national import Lists
from motcua.dossiers.syncing.rows import Ready
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.ids import new_id
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, bare_cursor, prepared

SYNCED = "dossiers.synced"
TRIES = 3  # two programs whose agencies overlap may stand in each other's way


class PushedMeanwhileError(Exception):
    """Another program pushed the same new dossier at the same moment: look again."""


@dataclass(slots=True)
class Source:
    """The program that pushes. `agencies`: ids of those that it speaks for, by code; `last_wins`: of two rows that are as
    new as each other the one that came last counts (else the one whose content hash is greater, so that it doesn't
    matter which came first); `met_ours`: one of its codes turned out to be somebody else's, so more of them may be."""

    actor: Actor
    id: UUID
    agency_id: UUID
    batch_id: UUID
    agencies: Mapping[str, UUID]
    lists: Lists
    last_wins: bool = False
    met_ours: bool = False


def write(source: Source, dossiers: Sequence[Ready], progress: Sequence[Ready]) -> dict[int, str]:
    """Write the rows, what is refused by the database left out. Returns by line "accepted", "unchanged", "older", or the
    code of a refusal."""
    nested = connection.in_atomic_block
    _skip_numbers(dossiers)
    for attempt in range(1, TRIES + 1):
        try:
            with acting(SYSTEM):
                for stage in (*sql.STAGES, *(sql.EMPTY if nested else ())):
                    prepared(stage)
                return _write(source, dossiers, progress)
        except (psycopg.errors.DeadlockDetected, PushedMeanwhileError):
            if attempt == TRIES:
                raise
    raise AssertionError  # the loop returns or raises


def _write(source: Source, dossiers: Sequence[Ready], progress: Sequence[Ready]) -> dict[int, str]:
    prepared(sql.TAKE_TURNS, (str(source.id),))
    newest, became = _stage(source, dossiers)
    _copy(
        sql.COPY_PROGRESS,
        (f"{row.line}\t{row.id}\t{row.code}\t{row.hash}\t{row.columns}\n" for row in sorted(progress, key=_by_id)),
    )
    became |= _write_dossiers(source, newest, with_progress=bool(progress))
    fresh = [line for line, verdict in became.items() if verdict == "new"]
    became |= dict.fromkeys(fresh, "accepted")
    if progress:
        became |= _write_progress(source, progress)
    if progress or any(became[row.line] == "accepted" for row in dossiers):
        settled = [found for (found,) in prepared(sql.SETTLE, _rules(source.lists)).fetchall()]
        _tell(fresh, settled, others=len(newest) > len(fresh) or bool(progress))
    taken = [row for row in (*dossiers, *progress) if became[row.line] in {"accepted", "waiting"}]
    if taken:
        _enter(source, taken)
    return became


def _stage(source: Source, rows: Sequence[Ready]) -> tuple[list[Ready], dict[int, str]]:
    """The newest row of each dossier, staged, and what becomes of the others."""
    people = identity.person_ids(actor=SYSTEM, numbers={row.number for row in rows if row.number})
    for row in rows:
        row.applicant = people[row.number].hex if row.number else row.id
        row.hash = blake2b(f"{row.applicant}\t{row.columns}".encode(), digest_size=16).hexdigest()
    newest, became = _newest(rows, last_wins=source.last_wins)
    ours = _issued_in_another_month(newest)
    became |= dict.fromkeys((row.line for row in newest if row.code in ours), "issued_here")
    newest = [row for row in newest if row.code not in ours]
    _copy(
        sql.COPY_DOSSIERS,
        (
            f"{row.line}\t{row.id}\t{row.code}\t{row.applicant}\t{row.order}\t\\\\x{row.hash}\t{row.columns}\n"
            for row in newest
        ),
    )
    return newest, became


def _issued_in_another_month(rows: Sequence[Ready]) -> set[str]:
    """Codes that were issued here for dossiers that lie in another month than their day: the day is the agency's, the
    months are UTC's, so the first hours of a month lie in the one before. Within a month each code is there once."""
    edges = [row.code for row in rows if at_edge(row.code)]
    found: set[str] = set()
    for (first, end), codes in groupby(sorted(edges, key=nearest), nearest):
        facts = {"codes": list(codes), "first": first, "end": end}
        found |= {code for (code,) in prepared(sql.ISSUED_HERE, facts).fetchall()}
    return found


def _write_dossiers(source: Source, rows: Sequence[Ready], *, with_progress: bool) -> dict[int, str]:
    verdicts: dict[int, str] = dict(
        prepared(sql.KNOWN, {"own": list(source.agencies.values()), "last_wins": source.last_wins}).fetchall()
    )
    became = {line: "accepted" if verdict == "newer" else verdict for line, verdict in verdicts.items()}
    refused = [line for line, verdict in verdicts.items() if verdict == "other_agency"]
    if refused:
        prepared(sql.DROP_DOSSIERS, (refused,))
    newer = [line for line, verdict in verdicts.items() if verdict == "newer"]
    facts = {"batch": source.batch_id, "source": source.actor.name, "families": _families(rows)}
    if newer or with_progress:
        prepared(sql.REMEMBER, {"lines": newer})
    if newer:
        prepared(sql.CHANGE, facts | {"lines": newer, "last_wins": source.last_wins})
    fresh = [row.line for row in rows if row.line not in verdicts]
    became |= dict.fromkeys(fresh, "new")
    added = _add(source, facts | {"lines": fresh}) if fresh else 0
    if added < len(fresh):
        taken = [line for (line,) in prepared(sql.LEFT_OUT, (fresh,)).fetchall()]
        if added + len(taken) < len(fresh):
            raise PushedMeanwhileError
        became |= dict.fromkeys(taken, "issued_here")
        prepared(sql.DROP_DOSSIERS, (taken,))
    return became


def _families(rows: Sequence[Ready]) -> str:
    """To which family of procedures each version among the rows belongs, as JSON."""
    versions = {row.columns.split("\t", 2)[1] for row in rows}
    return json.dumps({version: family_of(catalogue.get_version(version)) for version in versions})


def _add(source: Source, facts: Mapping[str, Any]) -> int:
    """How many were added: all, unless somebody else has the code of one."""
    if not source.met_ours:
        try:
            with transaction.atomic():
                prepared(sql.ADD_ALL, dict(facts))
            return len(facts["lines"])
        except psycopg.errors.UniqueViolation:
            source.met_ours = True
    return prepared(sql.ADD, dict(facts)).rowcount


def _tell(fresh: list[int], settled: list[UUID], *, others: bool) -> None:
    """The changes of the feed. `others`: more than new dossiers were in the batch."""
    facts = {"settled": settled, "now": clock.now(), "ids": new_id().hex[:24]}
    if fresh:
        prepared(sql.TELL_NEW, facts | {"lines": fresh})
    if others or settled:
        prepared(sql.TELL, facts)


def _rules(lists: Lists) -> dict[str, list[Any]]:
    rules = lists.statuses
    return {
        "statuses": list(rules),
        "states": [rule.state.value for rule in rules.values()],
        "decided": [rule.decided for rule in rules.values()],
        "ended": [rule.ended for rule in rules.values()],
    }


def _by_id(row: Ready) -> str:
    return row.id


def _newest(rows: Iterable[Ready], *, last_wins: bool) -> tuple[list[Ready], dict[int, str]]:
    """The newest row of each dossier in the order of their ids, and what becomes of the others."""
    newest: dict[str, Ready] = {}
    became: dict[int, str] = {}
    for row in rows:
        other = newest.get(row.id)
        if other is None:
            newest[row.id] = row
            continue
        first, second = sorted((other, row), key=lambda one: (one.order, "" if last_wins else one.hash, one.line))
        same = (first.order, first.hash) == (second.order, second.hash)
        became[first.line] = "unchanged" if same else "older"
        newest[row.id] = second
    return sorted(newest.values(), key=_by_id), became


def _skip_numbers(rows: Iterable[Ready]) -> None:
    """Let our own numbers of today begin behind those of the rows, before any of the rows is written, and in a short
    transaction: a submission counts with the same row, and would wait for the whole piece. After this no submission draws
    such a number, and one that drew it before has ended, so its row is seen and the pushed one refused. A piece that
    fails afterwards leaves a gap; a row that the database refuses has a code that was counted already."""
    used: dict[str, int] = {}
    for row in rows:
        if row.today:
            agency, day, _number = row.code.rsplit("-", 2)
            scope = f"{agency}:dossier:{day}"
            used[scope] = max(used.get(scope, 0), row.today)
    if used:
        with acting(SYSTEM):
            prepared(sql.SKIP_NUMBERS, {"scopes": list(used), "values": list(used.values())})


def _write_progress(source: Source, rows: Sequence[Ready]) -> dict[int, str]:
    known: dict[int, str] = dict(prepared(sql.KNOWN_PROGRESS, {"own": list(source.agencies.values())}).fetchall())
    refused = {line: verdict for line, verdict in known.items() if verdict}
    if refused:
        prepared(sql.DROP_PROGRESS, (list(refused),))
    added = {found.hex for (found,) in prepared(sql.ADD_PROGRESS, {"batch": source.batch_id}).fetchall()}
    became = dict(refused)
    for row in rows:
        if row.line in refused:
            continue
        new = row.hash in added
        added.discard(row.hash)  # the same step twice in one batch was added once
        became[row.line] = "unchanged" if not new else "accepted" if row.line in known else "waiting"
    return became


def _copy(statement: str, lines: Iterable[str]) -> None:
    text = "".join(lines)
    if not text:
        return
    with bare_cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


def _enter(source: Source, taken: Sequence[Ready]) -> None:
    """One entry tells of all rows of the batch: how many, and a hash of exactly what was taken."""
    written = sorted(f"{row.id}{row.order}{row.hash}" for row in taken)
    ledger.record(
        actor=source.actor,
        action=SYNCED,
        record_id=source.batch_id,
        facts={"rows": len(written), "sha256": sha256("\n".join(written).encode()).hexdigest()},
    )
