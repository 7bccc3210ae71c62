"""One act by an official over HTTP, beside the same rows by pgbench.

Dossiers go to and fro: the specialist puts the result before the head, the head sends it back, each with a token of the
own, the version that was seen and a key. Two floors: "rows", what an act does as prepared statements in one transaction (lock
the dossier, write it, its change, ledger entry, event and key), and "one", the same as one statement.
"""

import json

from benchmarks.dossiers._beside import beside
from benchmarks.dossiers._stage import Stage, lua_list, sql_list
from benchmarks.load import Rate

AIM = "one transition by an official: at least 0.5 of its floor"
POOL = 400  # so many that one slow act is over before its dossier comes round again
STANDING = "SELECT code, version, state, id::text FROM dossiers_dossier WHERE code = ANY(%s) ORDER BY code"


def run(stage: Stage) -> None:
    officials, codes = stage.facts["officials"], stage.submitted("transition", 2 * POOL, stage.facts["desk"])
    for code in codes:
        accept = {"action": "accept", "expected_version": 1}
        stage.send(f"/{code}/acts", accept, officials["receiver"], f"accept-{code}")
    proposal = json.dumps(stage.facts["proposal"], ensure_ascii=False)

    def ours(clients: int) -> Rate:
        standing = stage.ask(STANDING, codes[:POOL])
        script = stage.script(
            "transition.lua",
            THREADS=str(min(2, clients)),
            POOL=lua_list([code for code, *_rest in standing]),
            VERSIONS=", ".join(str(version) for _code, version, *_rest in standing),
            PROPOSED=", ".join(str(state == "awaiting_approval").lower() for _code, _version, state, _id in standing),
            SPECIALIST=officials["specialist"],
            HEAD=officials["head"],
            PROPOSAL=proposal,
        )
        return stage.over_http(script, clients)

    ids = sql_list([row[3] for row in stage.ask(STANDING, codes[POOL:])])
    marks = {"IDS": ids, "SIZE": str(POOL), "PROPOSAL": proposal.replace("'", "''").replace(":", ": ")}
    rows, one = (stage.script(name, **marks) for name in ("transition_steps.sql", "transition.sql"))
    floors = {"rows": lambda n: stage.by_pgbench(rows, n), "one": lambda n: stage.by_pgbench(one, n)}
    beside("acts", ours, floors, stage.rounds)
