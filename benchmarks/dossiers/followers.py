"""Twenty followers of the change feed over HTTP while programs submit as fast as the product takes it.

Ten see every agency of the province, ten a single one. Each keeps its cursor as the documentation says, asks with `wait`
and pauses when it is answered at once with nothing. Afterwards what each was told is compared with what is stored: every
change once, each dossier's in its order. Lag: from the moment of the act, as its change tells it, to the moment when the
answer has been read, on one clock.
"""

import json
import statistics
import subprocess
import sys
import threading
import time

from benchmarks.dossiers._stage import Stage

AIM = "20 followers while writers run at full speed: every change exactly once in order, lag p99 under 1 s"
FOLLOWERS, WRITERS = 20, 8
_TOKENS = """
import json
from datetime import timedelta
from motcua.agencies import api as agencies
from motcua.agencies.errors import PositionNotFoundError
from motcua.identity import api as identity
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
seen = {}
for account in Account.objects.exclude(official_id=None):
    try:
        seen[account.official_id] = agencies.position_of(account.official_id).agency_ids
    except PositionNotFoundError:  # an operator has an account and no desk
        continue
widest = max(seen, key=lambda one: len(seen[one]))
narrow = min(seen, key=lambda one: len(seen[one]))
until = clock.now() + timedelta(hours=1)
tokens = [identity.issue_token(actor=SYSTEM, subject_id=one, label="follow", expires_at=until).secret
    for one in (widest, narrow)]
print(json.dumps({"tokens": tokens, "agencies": [[str(a) for a in seen[one]] for one in (widest, narrow)]}))
"""


def run(stage: Stage) -> None:
    told = json.loads(stage.product.python(_TOKENS))
    begin = stage.ask("SELECT coalesce(max(position), 0) FROM dossiers_change")[0][0]
    follow = [
        sys.executable,
        "-m",
        "benchmarks.dossiers._follow",
        str(stage.product.port),
        str(FOLLOWERS),
        *told["tokens"],
    ]
    followers = subprocess.Popen(follow, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if followers.stdout is None or followers.stdin is None:
        raise SystemExit("no pipes")
    followers.stdout.readline()  # all of them have their first answer
    script = stage.script("submit.lua")
    rates: list[float] = []
    writing = threading.Thread(target=lambda: rates.append(stage.over_http(script, WRITERS).per_second))
    began = time.monotonic()
    writing.start()
    writing.join()
    took = time.monotonic() - began
    followers.stdin.write("stop\n")
    followers.stdin.flush()
    answer = json.loads(followers.stdout.readline())
    followers.wait()
    faults = 0
    for number, got in enumerate(answer["told"]):
        own = told["agencies"][number % 2]
        wanted = stage.ask(
            "SELECT id::text FROM dossiers_change WHERE position > %s AND (receiving_agency_id = ANY(%s::uuid[]) "
            "OR resolving_agency_id = ANY(%s::uuid[])) ORDER BY position, version, id",
            begin, own, own,
        )  # fmt: skip
        faults += [one for (one,) in wanted] != got
    lags = sorted(answer["lags"])
    cut = statistics.quantiles(lags, n=100) if len(lags) > 100 else [0.0] * 99
    print(f"  {rates[0]:.0f} submissions/s for {took:.0f} s by {WRITERS} connections, {FOLLOWERS} followers")
    print(f"  {len(lags)} changes told, followers that missed, doubled or disordered anything: {faults}")
    print(
        f"  lag p50 {cut[49] * 1000:.0f} ms, p99 {cut[98] * 1000:.0f} ms, longest {lags[-1] * 1000:.0f} ms", flush=True
    )
