"""`motcua dossiers …`: what an operator does with the tables of dossiers."""

import argparse
import sys
from collections.abc import Sequence

from motcua.dossiers.keeping import detach_partition, list_partitions
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import MotCuaError
from motcua.platform.database.errors import PartitionError

REFUSED = 2


def main(arguments: Sequence[str]) -> int:
    """Run `["dossiers", verb, …]`; the exit code is 2 when it was refused."""
    given = _parser().parse_args(list(arguments)[1:])
    try:
        return int(given.run(given))
    except (MotCuaError, PartitionError) as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED


def _partitions(_given: argparse.Namespace) -> int:
    print(f"{'partition':<36} {'from':<10} {'to':<10} {'rows, about':>12} {'MB':>8}")
    for one in list_partitions():
        first = f"{one.starts:%Y-%m-%d}" if one.starts else "-"
        end = f"{one.ends:%Y-%m-%d}" if one.ends else "-"
        print(f"{one.name:<36} {first:<10} {end:<10} {one.rows:>12,} {one.size / 2**20:>8.1f}")
    return 0


def _detach(given: argparse.Namespace) -> int:
    moved = detach_partition(actor=SYSTEM, name=given.name)
    print("Moved into the schema archive, and nothing deleted:")
    for name in moved:
        print(f"  archive.{name}")
    return 0


def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="motcua dossiers", description="The tables of dossiers.")
    verbs = whole.add_subparsers(required=True, metavar="VERB")
    listed = verbs.add_parser("partitions", help="the months of the big tables: from, to, rows, size")
    listed.set_defaults(run=_partitions)
    detach = verbs.add_parser("detach-partition", help="take a month of dossiers out whose time is over")
    detach.add_argument("name", help="as partitions lists it")
    detach.set_defaults(run=_detach)
    return whole
