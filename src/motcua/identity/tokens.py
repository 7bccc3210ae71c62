"""Secrets for programs. A token is shown once; only its SHA-256 is kept (it is random, so no slow hash is needed)."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from motcua.identity.accounts import DEMO, demo_is_on
from motcua.identity.contracts import PersonView, Principal, PrincipalKind
from motcua.identity.errors import AccountNotFoundError, TokenInvalidError
from motcua.identity.models import Account, ApiToken
from motcua.identity.policies import may_operate
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.texts import clean
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, prepared

FACTS = tuple(PersonView.__dataclass_fields__)
PREFIX = "mc_"  # lets secret scanners recognise a leaked token


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """`secret` is told this once and cannot be read again."""

    id: UUID
    secret: str = field(repr=False)
    expires_at: datetime


def issue_token(*, actor: Actor, subject_id: UUID, label: str, expires_at: datetime) -> IssuedToken:
    """A token that acts as the person or official `subject_id`: for oneself, or by an operator.

    Raises NotAllowedError, AccountNotFoundError.
    """
    if actor.id != subject_id and not may_operate(actor):
        raise NotAllowedError
    secret = PREFIX + secrets.token_urlsafe(32)
    with acting(actor):
        account = Account.objects.filter(Q(person_id=subject_id) | Q(official_id=subject_id)).first()
        if account is None:
            raise AccountNotFoundError
        row = ApiToken.objects.create(
            digest=_digest(secret),
            account=account,
            label=clean(label)[:120],
            created_at=clock.now(),
            expires_at=expires_at,
        )
        ledger.record(actor=actor, action="identity.token_issued", record_id=row.id, subject_id=account.person_id)
    return IssuedToken(row.id, secret, expires_at)


def revoke_token(*, actor: Actor, token_id: UUID) -> None:
    """End a token now: one's own, or any by an operator. Revoking twice changes nothing. Raises AccountNotFoundError."""
    with acting(actor):
        row = ApiToken.objects.select_related("account").filter(id=token_id).first()
        own = row is not None and actor.id is not None and actor.id in (row.account.person_id, row.account.official_id)
        if row is None or not (own or may_operate(actor)):
            raise AccountNotFoundError
        ApiToken.objects.filter(id=token_id, revoked_at=None).update(revoked_at=clock.now())
        ledger.record(
            actor=actor, action="identity.token_revoked", record_id=token_id, subject_id=row.account.person_id
        )


WHOSE = """
SELECT a.person_id, a.official_id, a.name, a.assurance, a.provider
FROM identity_apitoken t JOIN identity_account a ON a.id = t.account_id
WHERE t.digest = %(digest)s AND t.expires_at > %(now)s AND t.revoked_at IS NULL AND a.is_active
"""
"""Whom a token acts for: one row for `read_principal`, or none. Parameters: `token_parameters`."""
_WIDTH = 5  # columns of it


def token_parameters(token: str) -> dict[str, Any]:
    """Raises TokenInvalidError for what is no token of ours."""
    if not token.startswith(PREFIX):
        raise TokenInvalidError
    return {"digest": _digest(token), "now": clock.now()}


def principal_of_token(token: str) -> Principal:
    """Whom a token acts for. One prepared statement. Raises TokenInvalidError."""
    return read_principal(prepared(WHOSE, token_parameters(token)).fetchone())


# The record is read only once it is known whose it is, and `true` ends that with the statement.
_WHOSE_RECORD = f"""
WITH whose AS MATERIALIZED ({WHOSE}),
actor AS MATERIALIZED (
  SELECT set_config('motcua.person', coalesce(person_id::text, ''), true), set_config('motcua.agencies', '', true),
    set_config('motcua.everything', 'off', true), person_id AS wanted FROM whose)
SELECT whose.*, found.* FROM whose CROSS JOIN actor LEFT JOIN LATERAL (
  SELECT {", ".join(FACTS)} FROM identity_person WHERE id = actor.wanted OFFSET 0) AS found ON true
"""


def applicant_of_token(token: str) -> tuple[Principal, PersonView | None]:
    """Whom a token acts for, and a person's own record with it: one prepared statement, outside any transaction.

    Raises TokenInvalidError.
    """
    row = prepared(_WHOSE_RECORD, token_parameters(token)).fetchone()
    principal = read_principal(row)
    return principal, PersonView(*row[_WIDTH:]) if row and row[_WIDTH] else None


def read_principal(row: tuple[Any, ...] | None) -> Principal:
    """A row that begins with the columns of WHOSE. Raises TokenInvalidError for none."""
    if row is None:
        raise TokenInvalidError
    person_id, official_id, name, assurance, provider = row[:_WIDTH]
    if provider == DEMO and not demo_is_on():
        raise TokenInvalidError
    kind = PrincipalKind.PERSON if person_id else PrincipalKind.OFFICIAL
    return Principal(kind, person_id or official_id, name, assurance, provider)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
