"""`motcua dossiers …`: what an operator does with dossiers and with their tables."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from motcua.agencies import api as agencies
from motcua.agencies.contracts import RouteReason
from motcua.catalogue import api as catalogue
from motcua.dossiers.counting.checking import rebuild_figures, verify_figures
from motcua.dossiers.feed.webhooks import cli as webhooks
from motcua.dossiers.keeping import detach_partition, leap_feed, list_partitions
from motcua.dossiers.services.numbering import set_number_format
from motcua.dossiers.services.receiving import route_to
from motcua.dossiers.syncing.opening import open_system
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import InvalidInputError, MotCuaError
from motcua.platform.database.errors import PartitionError

MOST_DAYS = 366
REFUSED, DIFFERENT = 2, 1


def main(arguments: Sequence[str]) -> int:
    """Run `["dossiers", verb, …]`; the exit code is 2 when it was refused."""
    given = _parser().parse_args(list(arguments)[1:])
    try:
        return int(given.run(given))
    except (MotCuaError, PartitionError) as refusal:
        print(refusal, file=sys.stderr)
        for what, says in (refusal.fields if isinstance(refusal, InvalidInputError) else {}).items():
            print(f"  {what}: {says}", file=sys.stderr)
        return REFUSED


def _open_system(given: argparse.Namespace) -> int:
    """The secret alone goes to standard output, so that a shell can keep it in a variable."""
    token = open_system(actor=SYSTEM, agency_code=given.agency, login=given.login, name=given.name, days=given.days)
    print(token.secret)
    print(f"{given.name} may push for {given.agency} until {token.expires_at:%Y-%m-%d}.", file=sys.stderr)
    print(f"To end it: motcua identity revoke-token {token.id}", file=sys.stderr)
    return 0


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"a token lives from 1 to {MOST_DAYS} days")
    return days


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


def _leap_feed(_given: argparse.Namespace) -> int:
    leap_feed(actor=SYSTEM)
    print("What happens from now on comes after everything that was ever told.")
    return 0


def _verify_counters(given: argparse.Namespace) -> int:
    """0: all as the dossiers say, or repaired; 1: not."""
    found = verify_figures()
    for one in found:
        agency = agencies.get_agency(one.agency_id).code
        print(f"{agency} {one.procedure_code} {one.measure} {one.day}: kept {one.kept}, counted {one.counted}")
    if not found:
        print("The figures are what the dossiers say.")
        return 0
    if not given.repair:
        print(f"{len(found)} figures differ. With --repair they are counted anew.", file=sys.stderr)
        return DIFFERENT
    rebuild_figures()
    print(f"{len(found)} figures differed; all are counted anew.")
    return 0


def _route(given: argparse.Namespace) -> int:
    version = catalogue.get_procedure(given.procedure)
    receiving = agencies.get_agency_by_code(given.received_by) if given.received_by else None
    unit = agencies.get_unit(given.unit)
    route = route_to(version, receiving, unit.code, placed=True, on=given.on)
    if route.agency is None:
        print(f"{version.code} in {unit.full_name['vi']} waits for coordination: {_WHY[route.reason]}.")
    else:
        print(
            f"{version.code} in {unit.full_name['vi']} goes to {route.agency.code}, {route.agency.name['vi']}: "
            f"{_WHY[route.reason]}."
        )
    if route.rule:
        rule = route.rule
        what = rule.procedure_code or rule.field or "any procedure"
        where = rule.unit_code or "anywhere"
        print(f"  rule: {what}, {where}, priority {rule.priority}, since {rule.valid_from}; {rule.legal}")
    return 0


_WHY = {
    RouteReason.RULE: "a rule says so",
    RouteReason.PLACE: "no rule speaks of it, and this is the agency of the tier and place",
    RouteReason.RECEIVED_THERE: "no rule speaks of it, and the agency that received it resolves such matters there",
    RouteReason.UNCLEAR: "a rule leaves it to people",
    RouteReason.NOBODY: "no rule speaks of it, and no agency of its tier and branch is there",
}


def _number_format(given: argparse.Namespace) -> int:
    agency = agencies.get_agency_by_code(given.agency) if given.agency else None
    set_number_format(
        actor=SYSTEM,
        pattern=given.pattern,
        valid_from=given.valid_from,
        agency_id=agency.id if agency else None,
        kind=given.kind,
        legal=given.legal,
    )
    print(f"From {given.valid_from} on, papers are numbered {given.pattern}; the count goes on.")
    return 0


def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="motcua dossiers", description="Dossiers, from the operator's side.")
    verbs = whole.add_subparsers(required=True, metavar="VERB")
    listed = verbs.add_parser("partitions", help="the months of the big tables: from, to, rows, size")
    listed.set_defaults(run=_partitions)
    detach = verbs.add_parser("detach-partition", help="take a month of dossiers out whose time is over")
    detach.add_argument("name", help="as partitions lists it")
    detach.set_defaults(run=_detach)
    opened = verbs.add_parser("open-system", help="let an agency's own system push its dossiers; prints its token once")
    opened.add_argument("--agency", required=True, help="the agency's identifier; those below it are included")
    opened.add_argument("--login", required=True, help="a short name for its account")
    opened.add_argument("--name", required=True, help="as people read it beside each dossier")
    opened.add_argument("--days", type=_days, default=365, help="how long the token lives (365)")
    opened.set_defaults(run=_open_system)
    webhooks.add_verbs(verbs)
    verify = verbs.add_parser("verify-counters", help="count all dossiers anew and compare with the figures of boards")
    verify.add_argument("--repair", action="store_true", help="keep what was counted now")
    verify.set_defaults(run=_verify_counters)
    leaps = verbs.add_parser("leap-feed", help="after going back in time: followers hear what happens from now on")
    leaps.set_defaults(run=_leap_feed)
    route = verbs.add_parser("route", help="which agency would resolve a procedure in a place, and why")
    route.add_argument("procedure", help="code of the procedure: 1.013978")
    route.add_argument("unit", help="code of the place: 46 or 19804")
    route.add_argument("--received-by", default="", help="code of the agency that receives it")
    route.add_argument("--on", type=date.fromisoformat, default=None, help="a day: 2026-03-02")
    route.set_defaults(run=_route)
    form = verbs.add_parser("number-format", help="how papers are numbered from a day on")
    form.add_argument(
        "pattern", help="with {number}, and {year} or {agency} if wanted, as in '{number:04}/TB-{agency}'"
    )
    form.add_argument("--from", dest="valid_from", required=True, type=date.fromisoformat, help="a day, 2027-01-01")
    form.add_argument("--agency", default="", help="only for the agency with this code")
    form.add_argument("--kind", default="", help="only for this kind of paper: receipt, refusal, result, ...")
    form.add_argument("--legal", default="", help="the document that says so")
    form.set_defaults(run=_number_format)
    return whole
