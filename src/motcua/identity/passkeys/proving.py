"""Signing in by a key, and proving once more who is signed in."""

from hashlib import sha256
from uuid import UUID

from motcua.identity import guessing
from motcua.identity.accounts import may_sign_in
from motcua.identity.models import Account, Passkey
from motcua.identity.passkeys import library
from motcua.identity.passkeys.ceremonies import Asked, Kind, ask, party, spend
from motcua.identity.passkeys.keys import official_account, own_rows
from motcua.identity.passkeys.refusing import UnprovenError, Why, refuse
from motcua.kernel import clock
from motcua.kernel.actors import ANONYMOUS, SYSTEM, Actor
from motcua.platform.database.transactions import acting


def ask_to_sign_in(address: str) -> Asked:
    """Any key for this site will do. Raises TooManyGuessesError, PasskeysUnavailableError."""
    guessing.count_try("", address)
    return ask(Kind.SIGN_IN, None, library.request_options)


def sign_in(*, ceremony_id: UUID | None, answer: str, address: str) -> tuple[Account, UUID]:
    """The account that the answering key opens, and the key's id. Raises PasskeyRefusedError, TooManyGuessesError."""
    key = _counted(answer, address)
    try:
        challenge = spend(ceremony_id, Kind.SIGN_IN, None)
        account, passkey_id = _judged(answer, challenge, None)
    except UnprovenError as unproven:
        refuse(unproven.why, ceremony=Kind.SIGN_IN, actor=ANONYMOUS, account=_claimed(answer))
    guessing.forgive_try(key, address)
    guessing.forgive_try("", address)
    return account, passkey_id


def ask_to_prove(*, actor: Actor) -> Asked:
    """The actor's own keys only. Raises PasskeysUnavailableError, NotAllowedError."""
    account = official_account(actor)
    with acting(actor):
        own = [bytes(each) for each in own_rows(actor).values_list("credential_id", flat=True)]
    return ask(Kind.PROVE, account.id, lambda site, challenge: library.request_options(site, challenge, own))


def prove_again(*, actor: Actor, ceremony_id: UUID | None, answer: str, address: str) -> UUID:
    """The id of the actor's key that proved it. Raises PasskeyRefusedError, TooManyGuessesError, NotAllowedError."""
    account = official_account(actor)
    key = _counted(answer, address)
    try:
        challenge = spend(ceremony_id, Kind.PROVE, account.id)
        _same, passkey_id = _judged(answer, challenge, account)
    except UnprovenError as unproven:
        refuse(unproven.why, ceremony=Kind.PROVE, actor=actor, account=account)
    guessing.forgive_try(key, address)
    return passkey_id


def _judged(answer: str, challenge: bytes, expected: Account | None) -> tuple[Account, UUID]:
    """One row lock from reading the counter to writing it: of two answers with one counter, one is refused."""
    named = library.named_in(answer)
    with acting(SYSTEM):
        row = Passkey.objects.select_for_update(of=("self",)).filter(credential_id=named.credential_id).first()
        if row is None:
            raise UnprovenError(Why.UNKNOWN_KEY)
        account = Account.objects.get(id=row.account_id)
        if _is_another(account, named.handle, expected):
            raise UnprovenError(Why.OTHER_ACCOUNT)
        if account.official_id is None or not may_sign_in(account):
            raise UnprovenError(Why.CLOSED)
        proved = library.judge_assertion(
            answer, party(), challenge, public_key=bytes(row.public_key), sign_count=row.sign_count
        )
        row.sign_count, row.backed_up, row.used_at = proved.sign_count, proved.backed_up, clock.now()
        row.save(update_fields=["sign_count", "backed_up", "used_at"])
    return account, row.id


def _is_another(account: Account, handle: bytes, expected: Account | None) -> bool:
    """A sign-in without a name has to say whose key it is; who is signed in has to be that one."""
    if expected is not None:
        return account.id != expected.id or handle not in (b"", account.id.bytes)
    return handle != account.id.bytes


def _counted(answer: str, address: str) -> str:
    """Count the try against the key that is named, as a login is counted."""
    try:
        named = library.named_in(answer)
    except UnprovenError:
        key = ""
    else:
        key = f"passkey:{sha256(named.credential_id).hexdigest()}"
    guessing.count_try(key, address)
    return key


def _claimed(answer: str) -> Account | None:
    """Whose key it is that was refused, for the ledger."""
    try:
        named = library.named_in(answer)
    except UnprovenError:
        return None
    with acting(SYSTEM):
        row = Passkey.objects.filter(credential_id=named.credential_id).select_related("account").first()
    return row.account if row else None
