"""Run it: `python -m benchmarks.chaos [kills]`. Prints each fault, then the tally; exit code 1 when anything differs."""

import argparse
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.chaos.clients import Citizen, Desk, Follower, Journal
from benchmarks.chaos.faults import Faults
from benchmarks.chaos.server import NAME, PASSWORD, Wire, server
from benchmarks.chaos.tally import tally
from benchmarks.product import ROOT, product

CITIZENS, DESKS = 6, 3
PROCEDURE, EXAMPLE = "1.004873", "single-to-marry"


def main() -> int:
    parser = argparse.ArgumentParser(prog="chaos")
    parser.add_argument("kills", nargs="?", type=int, default=50)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds of ordinary work between two faults")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, server() as database:
        wire = Wire(database.places)
        clock, preloaded = movable(Path(folder))
        url = f"postgresql://{NAME}:{PASSWORD}@127.0.0.1:{wire.port}/{NAME}"
        with product(DATABASE_URL=url, **preloaded) as running:
            return run(Faults(running, database, wire, clock), given.kills, given.pause)


def run(faults: Faults, kills: int, pause: float) -> int:
    running, journal = faults.product, Journal()
    facts = json.loads(running.python(_PREPARE))
    citizens = [Citizen(number, running.port, facts, journal) for number in range(CITIZENS)]
    follower = Follower(running.port, facts["officials"]["receiver"], journal)
    follower.start()
    while follower.cursor == "now":
        time.sleep(0.05)
    people = [*citizens, *(Desk(running.port, facts, journal) for _number in range(DESKS))]
    for person in people:
        person.start()
    for number, (name, strike) in enumerate(plan(faults, kills), 1):
        time.sleep(pause)
        told, tries = len(journal.codes), Counter(journal.again)
        strike()
        again = faults.until_well()
        vain = journal.again - tries
        said = f"{len(journal.codes) - told:>5} acknowledged meanwhile, {vain.total():>4} tries unanswered {dict(vain) or ''}"
        print(f"{number:>3} {name:<28} ready again after {again:5.1f} s; {said}", flush=True)
    time.sleep(pause)
    finish(people)
    finish([follower])
    figures, wrong = tally(running, journal, PROCEDURE)
    return report(figures, wrong, faults.skipped)


def plan(faults: Faults, kills: int) -> list[tuple[str, Any]]:
    """`kills` kills in turn, the other faults in between."""
    strikes = list(itertools.islice(itertools.cycle(faults.kills().items()), kills))
    others = list(faults.others().items())
    for place, other in enumerate(others, 1):
        strikes.insert(place * len(strikes) // (len(others) + 1), other)
    return strikes


def finish(people: Sequence[Citizen | Desk | Follower]) -> None:
    for person in people:
        person.stopping.set()
    for person in people:
        person.join(300)


def report(figures: dict[str, Any], wrong: list[str], skipped: dict[str, str]) -> int:
    print()
    for name, figure in figures.items():
        print(f"{name:<26} {figure:>8}")
    for name, why in skipped.items():
        print(f"not tried: {name} ({why})")
    for line in wrong[:40]:
        print(f"DIFFERS  {line}")
    equal = (
        len({figures[name] for name in ("acknowledged", "stored", "in the ledger", "announced", "in the feed")}) == 1
    )
    print(
        "acknowledged = stored = in the ledger = announced = in the feed"
        if equal and not wrong
        else f"{len(wrong)} differences"
    )
    return int(bool(wrong) or not equal)


def movable(folder: Path) -> tuple[Path | None, dict[str, str]]:
    """The file that says by how many seconds the product's clock is wrong, and settings; nothing without a C compiler."""
    library, clock = folder / "wrong_clock.so", folder / "clock"
    source = Path(__file__).with_name("wrong_clock.c")
    if shutil.which("cc") is None:
        return None, {}
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source)], check=True)
    clock.write_bytes(bytes(8))
    return clock, {"LD_PRELOAD": str(library), "CHAOS_CLOCK": str(clock)}


_PREPARE = f"""
import json
from datetime import timedelta
from pathlib import Path
from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.identity import api as identity
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
account = Account.objects.exclude(person_id=None).order_by("id").first()
token = identity.issue_token(
    actor=SYSTEM, subject_id=account.person_id, label="chaos", expires_at=clock.now() + timedelta(days=30)
)
(folder,) = Path({str(ROOT / "procedures")!r}).glob("{PROCEDURE}-*")
answers = catalogue.load_scenarios(folder)["{EXAMPLE}"]["answers"]
accounts = Account.objects.exclude(official_id=None).order_by("id")
seats = [agencies.position_of(account.official_id) for account in accounts]
here = next(s.agency for s in seats if s.agency.tier == "commune" and not s.agency.branch and "receiver" in s.roles)
officials = {{
    role: identity.issue_token(
        actor=SYSTEM,
        subject_id=next(s.official_id for s in seats if s.agency.id == here.id and role in s.roles),
        label="chaos",
        expires_at=clock.now() + timedelta(days=30),
    ).secret
    for role in ("receiver", "specialist", "head")
}}
answers = {{
    key: value | {{"province": agencies.get_unit(here.unit_code).parent_code, "commune": here.unit_code}}
    if isinstance(value, dict) and "commune" in value else value
    for key, value in answers.items()
}}
person = identity.get_person(actor=SYSTEM, person_id=account.person_id)
answers |= {{
    "requester_name": person.full_name,
    "requester_personal_id": person.personal_id,
    "birth_date": str(person.birth_date),
}}
print(json.dumps({{
    "token": token.secret,
    "body": {{"procedure": "{PROCEDURE}", "answers": answers}},
    "officials": officials,
    "proposal": {{"certificate_number": "45/UBND-XNTTHN", "finding": "chưa đăng ký kết hôn với ai"}},
    "agencies": [here.code],
}}, default=str))
"""


if __name__ == "__main__":
    threading.excepthook = lambda said: print(f"a client broke: {said.exc_type.__name__}: {said.exc_value}")
    sys.exit(main())
