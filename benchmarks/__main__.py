"""`make bench`: each figure of the product beside its floor, both from this run, on this machine, on one PostgreSQL."""

import argparse
import subprocess
import sys
from pathlib import Path

from benchmarks.dossiers.__main__ import run


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--seconds", type=int, default=8, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=3, help="product and floor are measured this often, in turn")
    given = parser.parse_args()
    run(["submit", "track"], seconds=given.seconds, rounds=given.rounds)
    print("\nimport of a national catalogue", flush=True)
    subprocess.run([sys.executable, str(Path(__file__).parent / "import_catalogue.py")], check=True)
    print("\nchecking twenty packages with all their examples", flush=True)
    subprocess.run([sys.executable, str(Path(__file__).parent / "check_packages.py")], check=True)
    print("\na form of five hundred questions in the editor", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.authoring"], check=True, cwd=Path(__file__).parents[1])
    print("\na form of five hundred questions in the browser", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.forms"], check=True, cwd=Path(__file__).parents[1])
    print("\nsearch over the full catalogue", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.search"], check=True, cwd=Path(__file__).parents[1])


if __name__ == "__main__":
    main()
