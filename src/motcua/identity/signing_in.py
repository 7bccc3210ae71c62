"""Signing in: count the try, ask the provider, say who it is."""

from collections.abc import Mapping

from motcua.identity import guessing
from motcua.identity.accounts import may_sign_in, principal_of
from motcua.identity.contracts import Principal
from motcua.identity.errors import SignInFailedError
from motcua.identity.models import Account
from motcua.identity.providers import provider
from motcua.kernel.texts import fold


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
    return account, proof.assurance
