"""The front door of the identity room."""

from motcua.identity.accounts import close_account, open_account
from motcua.identity.eid.offering import eid_links
from motcua.identity.numbers import person_ids
from motcua.identity.passkeys.freshness import is_fresh, proved_lately, require_proof
from motcua.identity.people import find_person, get_person, register_person
from motcua.identity.populating import Invented, demo_people, enter_invented
from motcua.identity.sessions import ended_with_position
from motcua.identity.signing_in import authenticate
from motcua.identity.tokens import (
    WHOSE,
    IssuedToken,
    applicant_of_token,
    issue_token,
    principal_of_token,
    read_principal,
    revoke_token,
    token_parameters,
)

__all__ = [
    "WHOSE",
    "Invented",
    "IssuedToken",
    "applicant_of_token",
    "authenticate",
    "close_account",
    "demo_people",
    "eid_links",
    "ended_with_position",
    "enter_invented",
    "find_person",
    "get_person",
    "is_fresh",
    "issue_token",
    "open_account",
    "person_ids",
    "principal_of_token",
    "proved_lately",
    "read_principal",
    "register_person",
    "require_proof",
    "revoke_token",
    "token_parameters",
]
