"""Submitting over HTTP, beside the same rows by pgbench.

All included: bearer token with the person's record, full validation of 19 answers, papers, fees, clock, number, ledger
entry, change, outbox event, idempotency key. Two floors: "rows", six prepared statements in one transaction, and "one", all
of it as one prepared statement, which is what the product sends. Both go to all agencies of the demo world in turn.
"""

from benchmarks.dossiers._beside import beside
from benchmarks.dossiers._stage import Stage

AIM = "at least 0.6 of pgbench writing the same rows, at 32 clients"


def run(stage: Stage) -> None:
    ours, rows, one = (stage.script(name) for name in ("submit.lua", "submit_steps.sql", "submit.sql"))
    beside(
        "submissions",
        lambda n: stage.over_http(ours, n),
        {"rows": lambda n: stage.by_pgbench(rows, n), "one": lambda n: stage.by_pgbench(one, n)},
        stage.rounds,
    )
