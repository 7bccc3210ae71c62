"""`motcua rights …`: who sees which dossiers of an agency, from the operator's side; what a head does on the page `/desk/rights/`."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.agencies.contracts import ScopeView
from motcua.catalogue import api as catalogue
from motcua.dossiers.families import family_of
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import InvalidInputError, MotCuaError

REFUSED = 2


def main(arguments: Sequence[str]) -> int:
    """Run `["rights", verb, …]`; the exit code is 2 when it was refused."""
    given = _parser().parse_args(list(arguments)[1:])
    try:
        return int(given.run(given))
    except MotCuaError as refusal:
        print(refusal, file=sys.stderr)
        for what, says in (refusal.fields if isinstance(refusal, InvalidInputError) else {}).items():
            print(f"  {what}: {says}", file=sys.stderr)
        return REFUSED


def _list(given: argparse.Namespace) -> int:
    agency = agencies.get_agency_by_code(given.agency)
    scopes = agencies.list_scopes(actor=SYSTEM, agency_id=agency.id)
    for one in agencies.list_officials(agency.id):
        theirs = [scope for scope in scopes if scope.official_id == one.id]
        print(f"{one.id}  {one.name}: {'only' if theirs else 'every dossier of the agency'}")
        for scope in theirs:
            print(f"  {_told(scope)}")
    return 0


def _told(scope: ScopeView) -> str:
    what = ", ".join(part for part in (scope.family, scope.procedure_code, scope.unit_code) if part)
    until = f" until {scope.valid_to}" if scope.valid_to else ""
    holds = "" if scope.live else ", ended" if scope.ended_at else ", not today"
    return f"{scope.id}  {what}, from {scope.valid_from}{until}{holds}: {scope.reason} ({scope.given_by_name})"


def _give(given: argparse.Namespace) -> int:
    family = given.family
    if given.procedure:
        family = family_of(catalogue.get_procedure(given.procedure))
    scope = agencies.give_scope(
        actor=SYSTEM,
        agency_id=agencies.get_agency_by_code(given.agency).id,
        official_id=given.official,
        family=family,
        procedure_code=given.procedure,
        unit_code=given.unit,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        reason=given.reason,
    )
    print(f"{scope.official_name}: {_told(scope)}")
    return 0


def _end(given: argparse.Namespace) -> int:
    agencies.end_scope(actor=SYSTEM, scope_id=given.right)
    print("That right has ended. Whoever had it stays restricted, to what is left.")
    return 0


def _lift(given: argparse.Namespace) -> int:
    agency = agencies.get_agency_by_code(given.agency)
    agencies.lift_scopes(actor=SYSTEM, agency_id=agency.id, official_id=given.official, reason=given.reason)
    print("That official sees every dossier of the agency again.")
    return 0


def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="motcua rights", description="Who sees which dossiers of an agency.")
    verbs = whole.add_subparsers(required=True, metavar="VERB")
    listed = verbs.add_parser("list", help="the officials of an agency and what each is restricted to, with ids")
    listed.set_defaults(run=_list)
    listed.add_argument("agency", help="its code")
    give = verbs.add_parser("give", help="one right; with the first, the official stops seeing everything else")
    give.set_defaults(run=_give)
    give.add_argument("agency", help="its code")
    give.add_argument("official", type=UUID, help="the id that `list` says")
    give.add_argument("--family", default="", help="a field of procedures, as the catalogue writes it in Vietnamese")
    give.add_argument("--procedure", default="", metavar="CODE", help="one procedure, in all its versions")
    give.add_argument("--unit", default="", metavar="CODE", help="a place that the agency looks after")
    give.add_argument("--from", dest="valid_from", type=date.fromisoformat, metavar="DAY", help="YYYY-MM-DD; today")
    give.add_argument("--to", dest="valid_to", type=date.fromisoformat, metavar="DAY", help="the last day; no end")
    give.add_argument("--reason", required=True)
    end = verbs.add_parser("end", help="take one right away as of now")
    end.set_defaults(run=_end)
    end.add_argument("right", type=UUID, help="the id that `list` says")
    lift = verbs.add_parser("lift", help="let an official see every dossier of the agency again")
    lift.set_defaults(run=_lift)
    lift.add_argument("agency", help="its code")
    lift.add_argument("official", type=UUID, help="the id that `list` says")
    lift.add_argument("--reason", required=True)
    return whole
