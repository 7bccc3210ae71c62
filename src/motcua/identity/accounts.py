"""Accounts: opening them, and whom they stand for."""

from typing import Any
from uuid import UUID

from django.conf import settings

from motcua.identity.contracts import Principal, PrincipalKind
from motcua.identity.errors import AccountNotFoundError
from motcua.identity.models import Account
from motcua.identity.policies import require_operator
from motcua.identity.sittings import end_of_account
from motcua.kernel.actors import Actor
from motcua.kernel.languages import LocalText
from motcua.kernel.texts import clean, fold
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

DEMO = "demo"


def demo_is_on() -> bool:
    """Whether this installation shows made-up people (setting MOTCUA_DEMO)."""
    return bool(getattr(getattr(settings, "ENVIRONMENT", None), "demo", False))


def may_sign_in(account: Account) -> bool:
    """A closed account may not; a demo account, whose password everybody knows, only while the demo is on."""
    return account.is_active and (account.provider != DEMO or demo_is_on())


def principal_of(account: Account, assurance: int | None = None) -> Principal:
    """Whom the account stands for."""
    kind = PrincipalKind.PERSON if account.person_id else PrincipalKind.OFFICIAL
    subject: Any = account.person_id or account.official_id
    return Principal(kind, subject, account.name, assurance or account.assurance, account.provider)


def account_of(login: str) -> Principal:
    """Whom the account with this login stands for. Raises AccountNotFoundError."""
    account = Account.objects.filter(login=fold(clean(login)), is_active=True).first()
    if account is None:
        raise AccountNotFoundError
    return principal_of(account)


def open_account(
    *,
    actor: Actor,
    login: str,
    name: str,
    secret: str,
    person_id: UUID | None = None,
    official_id: UUID | None = None,
    assurance: int = 1,
    provider: str = "local",
    introduction: LocalText | None = None,
) -> UUID:
    """Open the account of a person or of an official, or renew the one they have. Only operators.

    An empty `secret` makes an account that no password opens.
    """
    require_operator(actor)
    subject: dict[str, Any] = {"person_id": person_id} if person_id else {"official_id": official_id}
    with acting(actor):
        account = Account.objects.filter(**subject).first() or Account(**subject)
        account.login, account.name = fold(clean(login)), clean(name)
        account.assurance, account.provider, account.is_active = assurance, provider, True
        account.introduction = dict(introduction or {})
        account.set_password(secret or None)
        account.save()
        ledger.record(actor=actor, action="identity.account_opened", record_id=account.id, subject_id=person_id)
    return account.id


def close_account(*, actor: Actor, account_id: UUID, why: str) -> None:
    """Nobody signs in with it from now on; running sessions and tokens end with their next request. Only operators."""
    require_operator(actor)
    with acting(actor):
        Account.objects.filter(id=account_id).update(is_active=False)
        end_of_account(account_id, why="account_closed", actor=actor)
        ledger.record(actor=actor, action="identity.account_closed", record_id=account_id, why=why)


def demo_accounts() -> tuple[Account, ...]:
    """The made-up accounts that the sign-in page offers, in the order they were made. Empty when the demo is off."""
    if not demo_is_on():
        return ()
    return tuple(Account.objects.filter(provider=DEMO, is_active=True).order_by("id"))
