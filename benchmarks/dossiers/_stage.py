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

from benchmarks.cast import PROCEDURE, cast
from benchmarks.load import Rate, pgbench, wrk
from benchmarks.product import ROOT, Product, populate, post, product

__all__ = ["PROCEDURE", "SCRIPTS", "Stage", "lua_list", "on_stage", "sql_list"]
SCRIPTS = ROOT / "benchmarks" / "scripts"


@dataclass(frozen=True)
class Stage:
    """`facts`: what `cast` found out; `folder` is for scripts that are filled in; `dossiers` and `home`: how many the big
    installation of `scale` has, and where it is kept (None: nowhere)."""

    product: Product
    facts: dict[str, Any]
    folder: Path
    seconds: int
    rounds: int
    dossiers: int = 0
    home: Path | None = None

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
def on_stage(
    seconds: int, rounds: int, *, populated: int = 0, dossiers: int = 0, home: Path | None = None
) -> Iterator[Stage]:
    """Start the product on an empty database with its demo world, and `populated` invented dossiers; nothing of it is left
    afterwards."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as own, tempfile.TemporaryDirectory() as folder:
        if populated:
            populate(Path(own), populated)
        with product(Path(own)) as bench:
            facts = cast(bench)
            yield Stage(bench, facts, Path(folder), seconds, rounds, dossiers, home)
        forget(facts)


def forget(facts: dict[str, Any]) -> None:
    """Remove the database of an installation whose home is gone: started by root, it lies elsewhere."""
    base = Path(facts["base"])
    if base.name.startswith("motcua-") and base.parent == Path("/var/lib"):
        shutil.rmtree(base)


def sql_list(values: list[str]) -> str:
    return ",".join(f"'{value}'" for value in values)


def lua_list(values: list[str]) -> str:
    return ", ".join(json.dumps(value) for value in values)
