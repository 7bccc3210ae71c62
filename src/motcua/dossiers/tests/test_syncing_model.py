"""Rows pushed out of order, again and again, in batches of any size: everybody sees what a plain model of the rules says.

`make nightly` pushes 100,000 of them; the everyday run some hundred.
"""

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import islice
from random import Random

from motcua.dossiers.counting.checking import verify_figures
from motcua.dossiers.counting.folding import fold_changes
from motcua.dossiers.feed.reading import list_changes
from motcua.dossiers.feed.tests.writers import settle
from motcua.dossiers.models import Figure
from motcua.dossiers.queries import list_my_dossiers, track_dossier
from motcua.dossiers.syncing.reading import Body
from motcua.dossiers.syncing.taking import take_batch
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.pushing import System, dossier, lines, step
from motcua.identity import api as identity
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.platform.database.transactions import acting

NIGHTLY = bool(os.environ.get("MOTCUA_NIGHTLY"))
ROWS = 100_000 if NIGHTLY else 600
SEED = int(os.environ.get("MOTCUA_SEED", "0"))
STATES = dict(
    enumerate(
        [
            "submitted",
            "in_process",
            "refused",
            "in_process",
            "awaiting_supplement",
            "in_process",
            "withdrawn",
            "stopped",
        ],
        1,
    )
)
STATES |= {9: "approved", 10: "returned"}
DECIDED, ENDED = {3, 7, 8, 9, 10}, {3, 7, 8, 10}
FIRST = datetime(2026, 2, 1, tzinfo=UTC)
NUMBERS = ["046190000017", *(f"0460{n:08}" for n in range(1, 40))]


def life(number: int, chance: Random) -> list[dict[str, object]]:
    """Each row of one dossier once, with orders of its own; some dossiers are told of by their steps alone."""
    code = f"H57.17-26{chance.choice(('0131', '0201', '0210', '0228'))}-{number:06}"
    who = chance.choice(NUMBERS)
    orders = chance.sample(range(100), chance.randint(2, 6))
    told = chance.randint(0 if chance.random() < 0.1 else 1, len(orders) - 1)
    rows: list[dict[str, object]] = []
    for place, order in enumerate(orders):
        status, at = chance.randint(1, 10), f"{FIRST + timedelta(hours=order, minutes=place):%Y-%m-%dT%H:%M:%SZ}"
        if place < told:
            more = {"decided_at": at} if status in DECIDED else {}
            rows.append(
                dossier(code=code, sequence=order, status=status, applicant={"name": f"Người {who}", "number": who})
                | more
            )
        else:
            rows.append(step(code=code, sequence=order, at=at) | ({"status": status} if chance.random() < 0.7 else {}))
    return rows


def expected(rows: list[dict[str, object]]) -> tuple[str, int, str | None, str | None] | None:
    """Applicant's number, status, when decided, when ended; None where no row of the dossier itself came."""
    told = [row for row in rows if row["kind"] == "dossier"]
    if not told:
        return None
    newest = max(told, key=lambda row: row["sequence"])
    steps = [row for row in rows if "status" in row and row["kind"] == "progress"]
    later = [row for row in steps if row["sequence"] > newest["sequence"]]
    status = max(later, key=lambda row: row["sequence"])["status"] if later else newest["status"]

    def since(statuses: set[int]) -> str | None:
        own = [newest["decided_at"]] if newest["status"] in statuses else []
        found = min(own + [row["at"] for row in steps if row["status"] in statuses], default=None)
        return found if status in statuses else None

    return newest["applicant"]["number"], status, since(DECIDED), since(ENDED)


def seen(moment: datetime | None) -> str | None:
    return moment and f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def push_all(system: System, rows: list[dict[str, object]], chance: Random) -> None:
    sent = rows + chance.choices(rows, k=len(rows) // 5)
    chance.shuffle(sent)
    coming = iter(sent)
    while batch := list(islice(coming, chance.choice((1, 30, 400, 7_000, 12_000)))):
        taken = take_batch(actor=system.actor, body=Body(BytesIO(lines(*batch)), packed=False), only_problems=True)
        taken.results.close()
        assert (taken.summary.lines, taken.summary.refused) == (len(batch), 0)


def test_whatever_comes_in_whatever_order_people_find_it_and_all_counts_agree(clean_db, frozen_clock, monkeypatch):
    chance = Random(SEED)
    monkeypatch.setattr("motcua.dossiers.syncing.taking.PIECE", 5_000 if NIGHTLY else 50)
    system = System(worlds.build().agency)
    lives = [life(number, chance) for number in range(1, ROWS // 4)]
    wanted = {rows[0]["code"]: expected(rows) for rows in lives}
    stands = {code: one for code, one in wanted.items() if one}
    push_all(system, [row for rows in lives for row in rows], chance)

    for code, (_number, status, decided, ended) in stands.items():
        tracked = track_dossier(code=code)
        said = (tracked.state, tracked.status, seen(tracked.decided_at), seen(tracked.ended_at))
        assert said == (STATES[status], status, decided, ended), code
    people = identity.person_ids(actor=SYSTEM, numbers=[f"person:{number}" for number in NUMBERS])
    for number in NUMBERS:
        person = Actor(ActorKind.PERSON, people[f"person:{number}"], "Người", assurance=2)
        mine = {one.code: one.status for one in list_my_dossiers(actor=person, limit=len(wanted))}
        assert mine == {code: one[1] for code, one in stands.items() if one[0] == number}
    check_feed(system, stands)
    check_figures(stands)


def check_feed(system: System, stands: dict[str, tuple[str, int, str | None, str | None]]) -> None:
    """Each dossier's changes count up from 1 without a gap, the last one says how it stands, no id comes twice."""
    settle()
    cursor, versions, last, ids = "", Counter(), {}, set()
    while (page := list_changes(actor=system.actor, after=cursor, limit=1000)).changes:
        for change in page.changes:
            versions[change.code] += 1
            assert change.version == versions[change.code]
            last[change.code] = (change.status, seen(change.decided_at))
            ids.add(change.id)
        cursor = page.cursor
    assert last == {code: (one[1], one[2]) for code, one in stands.items()}
    assert len(ids) == versions.total()


def check_figures(stands: dict[str, tuple[str, int, str | None, str | None]]) -> None:
    while fold_changes():
        pass
    assert verify_figures() == ()
    with acting(SYSTEM):
        kept = Counter()
        for measure, number in Figure.objects.values_list("measure", "number"):
            kept[measure] += number
    assert kept["submitted"] == kept["taken_in"] == len(stands)
    for state, number in Counter(STATES[one[1]] for one in stands.values()).items():
        assert kept[f"state:{state}"] in {0, number} and (
            state not in {"approved", "in_process"} or kept[f"state:{state}"]
        )
