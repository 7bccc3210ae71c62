"""An official's own keys: adding, naming and removing them. Each write is one transaction with its ledger entry."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.identity.errors import LastPasskeyError, PasskeyNotFoundError, TooManyPasskeysError
from motcua.identity.models import Account, Passkey
from motcua.identity.passkeys import library
from motcua.identity.passkeys.ceremonies import Asked, Kind, ask, party, spend
from motcua.identity.passkeys.refusing import UnprovenError, Why, refuse
from motcua.identity.passkeys.relying_party import relying_party
from motcua.identity.sittings import end_of_passkeys
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.texts import clean
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

ENOUGH = 2
MOST = 10
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """`backed_up`: the device's maker keeps a copy, so that it works on the owner's other devices too."""

    id: UUID
    name: str
    added_at: datetime
    used_at: datetime | None
    backed_up: bool


def official_account(actor: Actor) -> Account:
    """The account of the official who acts. Raises NotAllowedError for anybody else."""
    account = Account.objects.filter(official_id=actor.id, is_active=True).first() if actor.is_official else None
    if account is None:
        raise NotAllowedError
    return account


def own_rows(actor: Actor) -> "QuerySet[Passkey]":
    """Raises NotAllowedError for who is no official."""
    if not actor.is_official or actor.id is None:
        raise NotAllowedError
    return Passkey.objects.filter(official_id=actor.id)


def official_of(account: Account) -> Actor:
    """Whom the account stands for, without a desk: for what they do about their own keys."""
    return Actor(ActorKind.OFFICIAL, account.official_id, account.name, assurance=account.assurance)


def list_passkeys(*, actor: Actor) -> tuple[PasskeyView, ...]:
    """The actor's own keys, oldest first."""
    if not actor.is_official:
        return ()
    with acting(actor):
        rows = own_rows(actor).order_by("added_at", "id")
        return tuple(PasskeyView(row.id, row.name, row.added_at, row.used_at, row.backed_up) for row in rows)


def has_passkey(account: Account) -> bool:
    """Whether there is a key that opens the account at the address of today."""
    site = relying_party()
    with acting(SYSTEM):
        return site is not None and Passkey.objects.filter(account_id=account.id, host=site.id).exists()


def ask_for_new(account: Account, kind: Kind = Kind.REGISTER) -> Asked:
    """What the browser is asked in order to make a key for this account. Raises PasskeysUnavailableError,
    TooManyPasskeysError."""
    known = [] if kind is Kind.ENROL else _known(account)  # a link replaces what there is
    if len(known) >= MOST and kind is Kind.REGISTER:
        raise TooManyPasskeysError
    return ask(
        kind,
        account.id,
        lambda site, challenge: library.creation_options(
            site, challenge, handle=account.id.bytes, login=account.login, name=account.name, known=known
        ),
    )


def add_passkey(*, actor: Actor, ceremony_id: UUID | None, answer: str, name: str) -> PasskeyView:
    """Register the key that the browser made. Raises PasskeyRefusedError, TooManyPasskeysError, NotAllowedError."""
    account = official_account(actor)
    try:
        made = judge_new(account, ceremony_id, Kind.REGISTER, answer)
        with acting(actor):
            Account.objects.select_for_update().get(
                id=account.id
            )  # keys of one account are counted one after the other
            if own_rows(actor).count() >= MOST:
                raise TooManyPasskeysError
            return keep(actor, account, made, name)
    except UnprovenError as unproven:
        refuse(unproven.why, ceremony=Kind.REGISTER, actor=actor, account=account)


def judge_new(account: Account, ceremony_id: UUID | None, kind: Kind, answer: str) -> library.NewKey:
    """The key that was made for this ceremony, known nowhere yet. Raises UnprovenError."""
    challenge = spend(ceremony_id, kind, account.id)
    made = library.judge_creation(answer, party(), challenge)
    with acting(SYSTEM):
        if Passkey.objects.filter(credential_id=made.credential_id).exists():
            raise UnprovenError(Why.KNOWN_KEY)
    return made


def keep(actor: Actor, account: Account, made: library.NewKey, name: str) -> PasskeyView:
    """Write the key down, in the caller's transaction."""
    whose: Any = account.official_id
    row = Passkey.objects.create(
        account=account,
        official_id=whose,
        credential_id=made.credential_id,
        host=party().id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=_named(name),
        model=made.model,
        transports=list(made.transports),
        backed_up=made.backed_up,
        added_at=clock.now(),
    )
    facts = {"passkey": str(row.id), "backed_up": row.backed_up}
    ledger.record(actor=actor, action="identity.passkey_added", record_id=account.id, facts=facts)
    return PasskeyView(row.id, row.name, row.added_at, row.used_at, row.backed_up)


def rename_passkey(*, actor: Actor, passkey_id: UUID, name: str) -> None:
    """Raises PasskeyNotFoundError."""
    with acting(actor):
        if not own_rows(actor).filter(id=passkey_id).update(name=_named(name)):
            raise PasskeyNotFoundError
        ledger.record(actor=actor, action="identity.passkey_renamed", record_id=passkey_id)


def remove_passkey(*, actor: Actor, passkey_id: UUID) -> None:
    """Nothing opens with this key any more. Never the last one: who lost it is let in by a second official.

    Raises PasskeyNotFoundError, LastPasskeyError.
    """
    account = official_account(actor)
    with acting(actor):
        Account.objects.select_for_update().get(id=account.id)
        rows = {row.id: row for row in own_rows(actor)}
        if passkey_id not in rows:
            raise PasskeyNotFoundError
        if len(rows) == 1:
            raise LastPasskeyError
        rows[passkey_id].delete()
        end_of_passkeys([passkey_id], actor=actor)
        facts = {"passkey": str(passkey_id)}
        ledger.record(actor=actor, action="identity.passkey_removed", record_id=account.id, facts=facts)


def _known(account: Account) -> list[bytes]:
    with acting(SYSTEM):
        rows = Passkey.objects.filter(account_id=account.id).values_list("credential_id", flat=True)
        return [bytes(each) for each in rows]


def _named(name: str) -> str:
    return clean(name)[:LONGEST_NAME] or _("Khóa của tôi")
