"""Memory of the web workers under mixed load: how much they grow.

Eight connections do the everyday work as it comes: submit, track, the desk, the boards. Each web process is measured twenty times, or
once a minute if that is seldomer: proportional memory (PSS) and private memory. The slope is a straight line through what was measured
after the first third of the time, in which caches fill. `--seconds 3600` for the hour that the issue asks for.
"""

import random
import threading
import time
from pathlib import Path

from benchmarks.dossiers._stage import Stage
from benchmarks.dossiers._works import ROWS, WORKS, Visitor
from benchmarks.product import family

AIM = "memory of one web worker after an hour of load: flat"
ASKED_FOR = True
VISITORS = 8
_LEFT_OUT = {"desk, what is over"}  # nothing is over yet in a new installation
_MORE = {"track, known codes": 6, "submit": 3}


def run(stage: Stage) -> None:
    first = Visitor(stage.product.port, stage.facts)
    for _row in range(ROWS + 5):
        first.submit(stage.facts["desk"])
    codes = [code for (code,) in stage.ask("SELECT code FROM dossiers_dossier LIMIT 2000")]
    first.sign_in("receiver")
    visitors = [_Visiting(Visitor(stage.product.port, stage.facts, codes, first.cookie)) for _one in range(VISITORS)]
    workers = _workers(stage.product.process.pid)
    print(
        f"  {len(workers)} web processes, {VISITORS} connections, {stage.seconds} s; MB of each: PSS (private)",
        flush=True,
    )
    for one in visitors:
        one.start()
    seen, began = [], time.monotonic()
    pause = max(stage.seconds / 20, min(60.0, stage.seconds / 5))
    while (at := time.monotonic() - began) < stage.seconds:
        seen.append((at, sum(one.done for one in visitors), [_memory(pid) for pid in workers]))
        told = "  ".join(f"{pss:6.1f} ({private:.1f})" for pss, private in seen[-1][2])
        print(f"  {at:6.0f} s {seen[-1][1]:>9,} requests  {told}", flush=True)
        time.sleep(pause)
    for one in visitors:
        one.ends.set()
    later = [one for one in seen if one[0] >= stage.seconds / 3]
    requests = later[-1][1] - later[0][1]
    for place, pid in enumerate(workers):
        hour = _slope([at for at, *_rest in later], [each[place][1] for *_rest, each in later]) * 3600
        grown = later[-1][2][place][1] - later[0][2][place][1]
        print(
            f"  process {pid}: private memory {hour:+.1f} MB an hour, {grown:+.1f} MB over the last {requests:,} requests",
            flush=True,
        )


class _Visiting(threading.Thread):
    def __init__(self, visitor: Visitor) -> None:
        super().__init__(daemon=True)
        self.visitor, self.done, self.ends = visitor, 0, threading.Event()

    def run(self) -> None:
        names = [name for name in WORKS if name not in _LEFT_OUT for _turn in range(_MORE.get(name, 1))]
        while not self.ends.is_set():
            WORKS[random.choice(names)](self.visitor)
            self.done += 1


def _workers(pid: int) -> list[int]:
    """The web processes: the children of the server that `motcua serve` started."""
    servers = [one for one in family(pid) if b"granian" in Path(f"/proc/{one}/cmdline").read_bytes()]
    parents = {
        one: int(Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1]) for one in servers
    }
    return sorted(one for one in servers if parents[one] in servers and not set(parents.values()) & {one})


def _memory(pid: int) -> tuple[float, float]:
    """Megabytes: PSS, and what belongs to this process alone."""
    kilobytes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, _, size = line.partition(":")
        kilobytes[name] = int(size.split()[0])
    return kilobytes["Pss"] / 1024, (kilobytes["Private_Dirty"] + kilobytes["Private_Clean"]) / 1024


def _slope(times: list[float], values: list[float]) -> float:
    mean, middle = sum(times) / len(times), sum(values) / len(values)
    over = sum((at - mean) ** 2 for at in times)
    return sum((at - mean) * (value - middle) for at, value in zip(times, values, strict=True)) / over if over else 0.0
