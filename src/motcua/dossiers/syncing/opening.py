"""Opening the account of an agency's own system."""

from datetime import timedelta

from motcua.agencies import api as agencies
from motcua.agencies.contracts import Role
from motcua.identity import api as identity
from motcua.identity.api import IssuedToken
from motcua.kernel import clock
from motcua.kernel.actors import Actor

TITLE = {"vi": "Hệ thống của cơ quan", "en": "The agency's own system"}


def open_system(*, actor: Actor, agency_code: str, login: str, name: str, days: int) -> IssuedToken:
    """An account that no password opens, with the one role of pushing, and a token for `days` days.

    Raises AgencyNotFoundError, NotAllowedError, and what appointing an official raises.
    """
    agency = agencies.get_agency_by_code(agency_code)
    official = agencies.appoint_official(
        actor=actor,
        name=name,
        agency_id=agency.id,
        title=TITLE,
        roles=[Role.INTEGRATOR],
        valid_from=agencies.today(),
    )
    identity.open_account(actor=actor, login=login, name=name, secret="", official_id=official.id, assurance=2)
    until = clock.now() + timedelta(days=days)
    return identity.issue_token(actor=actor, subject_id=official.id, label=name, expires_at=until)
