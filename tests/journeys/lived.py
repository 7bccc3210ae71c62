"""Dossiers whose time is over, lived through at their own moments in the installation of `MOTCUA_HOME`. Prints their codes."""

import json
import sys
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

HUE = ZoneInfo("Asia/Ho_Chi_Minh")
BUSINESS = "1.001612"  # three working days
BEFORE_TET = datetime(2026, 2, 12, 10, 0, tzinfo=HUE)  # a Thursday; the year of the Horse begins on the 17th
LATE = timedelta(days=15)


def main() -> None:
    from motcua.site import preparation

    preparation.setup_django()
    from motcua.dossiers import api as dossiers

    tet = _accepted(BEFORE_TET)
    late = _accepted(datetime.now(HUE).replace(hour=9, minute=0) - LATE)
    while dossiers.ring_alarms():  # the worker's own function, which it calls once a minute
        pass
    json.dump({"tet": tet, "late": late, "open": _open_day().isoformat()}, sys.stdout)


def _open_day() -> date:
    """The first day from the day after tomorrow on which the ward is open."""
    from motcua.agencies import api as agencies

    calendar, day = agencies.shipped_calendar("vn"), datetime.now(HUE).date() + timedelta(days=2)
    while not calendar.is_open(day):
        day += timedelta(days=1)
    return day


def _accepted(at: datetime) -> str:
    """Filed by Bờm at the ward and accepted at the same moment; the code."""
    from motcua.agencies import api as agencies
    from motcua.dossiers import api as dossiers
    from motcua.identity import api as identity
    from motcua.kernel import clock
    from motcua.kernel.actors import SYSTEM, Actor, ActorKind
    from motcua.site.actors import official
    from motcua.site.demo import packages, stories, world
    from motcua.site.demo.retelling import retell

    person = identity.find_person(actor=SYSTEM, personal_id="046078000000")
    applicant = Actor(ActorKind.PERSON, person.id, person.full_name, assurance=2)
    receiver = official(world.official_id("kimlong-1"), "Đặng Thị Mỵ Nương", assurance=2)
    scenario = packages.valid_scenarios(BUSINESS)[0]
    with clock.at(at):
        receipt = dossiers.submit_dossier(
            actor=applicant,
            procedure_code=BUSINESS,
            answers=retell(scenario, person, at.date()),
            papers={paper: (stories.picture(applicant, ("jpg",)),) for paper in scenario.get("papers", ())},
            agency_code=agencies.get_agency(receiver.agency_id).code,
            key=str(uuid4()),
        )
        dossiers.accept_dossier(actor=receiver, dossier_id=receipt.id, expected_version=1)
    return receipt.code


if __name__ == "__main__":
    main()
