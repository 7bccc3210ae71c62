"""Signing in: count the try, ask the provider, say who it is."""

from collections.abc import Mapping

from motcua.identity import guessing
from motcua.identity.accounts import may_sign_in, principal_of
from motcua.identity.contracts import Principal
from motcua.identity.errors import PasswordRefusedError, SignInFailedError
from motcua.identity.models import Account
from motcua.identity.passkeys.passwords import password_allowed
from motcua.identity.providers import provider
from motcua.kernel.actors import ANONYMOUS
from motcua.kernel.texts import fold
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting


def authenticate(login: str, secret: str, address: str = "") -> Principal:
    """Who signs in with this login and secret. `address`: where from, for counting wrong guesses.

    Raises SignInFailedError (never saying what was wrong), TooManyGuessesError.
    """
    account, assurance = prove({"login": login, "secret": secret}, address)
    return principal_of(account, assurance)


def prove(answer: Mapping[str, str], address: str) -> tuple[Account, int]:
    """The account that the provider recognises in `answer`, and the level proven. Raises as `authenticate`."""
    login = fold(answer.get("login", "").strip())[:200]
    guessing.count_try(login, address)
    proof = provider().prove(answer)
    account = Account.objects.filter(id=proof.account_id).first() if proof else None
    if proof is None or account is None or not may_sign_in(account):
        raise SignInFailedError
    guessing.forgive_try(login, address)
    _require_password_allowed(account)
    return account, proof.assurance


def _require_password_allowed(account: Account) -> None:
    """Said to nobody who does not know the password: it would tell who has a key."""
    if password_allowed(account):
        return
    with acting(ANONYMOUS):
        ledger.record(actor=ANONYMOUS, action="identity.password_refused", record_id=account.id)
    raise PasswordRefusedError
