"""Load over loopback: wrk for the product, pgbench for the floor. Both are C programs that cost the machine little."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Rate:
    """Per second, and the median latency in milliseconds. `failed`: answers that were no success."""

    per_second: float
    p50_ms: float
    failed: int = 0


def wrk(url: str, script: Path, clients: int, seconds: int) -> Rate:
    """`clients` keep-alive connections for `seconds`."""
    if shutil.which("wrk") is None:
        raise SystemExit("make bench needs wrk: apt-get install wrk")
    threads = str(min(2, clients))
    command = ["wrk", "-t", threads, "-c", str(clients), "-d", f"{seconds}s", "--latency", "-s", str(script), url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    median = re.search(r"50%\s+([\d.]+)(us|ms|s)\b", said)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    return Rate(rate, float(median[1]) * scale[median[2]] if median else 0.0, int(failed[1]) if failed else 0)


def pgbench(binary: Path, address: str, script: Path, clients: int, seconds: int) -> Rate:
    """The same rows by prepared SQL, as fast as this server can."""
    threads = str(min(2, clients))
    options = ["-n", "-M", "prepared", "-c", str(clients), "-j", threads, "-T", str(seconds), "-f", str(script)]
    done = subprocess.run([str(binary), *options, address], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"pgbench: {done.stderr[:2000]}")
    said = done.stdout
    rate = float(re.search(r"tps = ([\d.]+)", said)[1])  # type: ignore[index]
    latency = float(re.search(r"latency average = ([\d.]+)", said)[1])  # type: ignore[index]
    return Rate(rate, latency)
