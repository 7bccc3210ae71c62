"""Letting an official in who has no key: the first time, or after all were lost. A second official (or the administrator's
command line) proves who it is and gets a link that lives minutes and works once; the key is made by the official alone."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NoReturn
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from motcua.identity import guessing, sittings
from motcua.identity.accounts import may_sign_in
from motcua.identity.colleagues import colleagues_at
from motcua.identity.contracts import Colleague
from motcua.identity.errors import AccountNotFoundError, EnrolmentRefusedError, ReasonMissingError
from motcua.identity.models import Account, Enrolment, Passkey
from motcua.identity.passkeys import keys
from motcua.identity.passkeys.ceremonies import Asked, Kind, party
from motcua.identity.passkeys.refusing import UnprovenError, refuse
from motcua.kernel import clock
from motcua.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.texts import clean, clean_lines, fold
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

KEPT = timedelta(days=365)
SENTENCES = {
    "unknown": _("Liên kết này không có ở đây. Bạn hãy xem lại đã chép đủ chưa."),
    "used": _("Liên kết này đã dùng rồi. Nếu không phải bạn dùng, hãy báo ngay cho phụ trách an ninh của cơ quan."),
    "late": _("Liên kết này đã hết hạn. Bạn hãy xin một liên kết mới."),
    "other_account": _(
        "Liên kết này dành cho người khác. Nếu đúng là của bạn, hãy đăng xuất người đang đăng nhập rồi mở lại."
    ),
    "closed": _("Tài khoản này đã đóng."),
}
MAY_READMIT = frozenset({"head", "security"})
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Link:
    """`url` is told this once; only its hash is kept."""

    url: str
    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link that still counts is for. `keys`: how many keys will be removed by it."""

    id: UUID
    account: Account
    given_by: str
    expires_at: datetime
    keys: int


def readmit(*, actor: Actor, official_id: UUID, why: str) -> Link:
    """Give a link for a colleague whose identity the actor has just proved anew. By a head or a security officer of the
    same agency, never for oneself. The caller sees to it that the actor has proved who they are lately.

    Raises NotAllowedError, AccountNotFoundError, ReasonMissingError, PasskeysUnavailableError.
    """
    if official_id not in {each.id for each in list_readmittable(actor=actor)}:
        raise NotAllowedError
    account = Account.objects.filter(official_id=official_id, is_active=True).first()
    if account is None:
        raise AccountNotFoundError
    reason = clean_lines(why)[:LONGEST_REASON]
    if not reason:
        raise ReasonMissingError
    return _give(actor, account, reason)


def list_readmittable(*, actor: Actor) -> tuple[Colleague, ...]:
    """The colleagues whom the actor may let in again. Raises NotAllowedError."""
    if not actor.is_official or actor.agency_id is None or not actor.roles & MAY_READMIT:
        raise NotAllowedError
    return tuple(each for each in colleagues_at(actor.agency_id) if each.id != actor.id)


def invite(*, actor: Actor, login: str, why: str = "") -> Link:
    """Give a link for the official with this login: the administrator's way, from the machine itself.

    Raises NotAllowedError, AccountNotFoundError, PasskeysUnavailableError.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotAllowedError
    account = Account.objects.filter(login=fold(clean(login)), is_active=True, official_id__isnull=False).first()
    if account is None:
        raise AccountNotFoundError
    return _give(actor, account, clean_lines(why)[:LONGEST_REASON])


def find_invitation(*, secret: str, visitor: Account | None, address: str) -> Invitation:
    """What the link is for; it is not used up by looking. `visitor`: who is signed in in this browser.

    Raises EnrolmentRefusedError, TooManyGuessesError.
    """
    guessing.count_try("", address)
    row = _counted(secret, visitor)
    guessing.forgive_try("", address)
    with acting(SYSTEM):
        held = Passkey.objects.filter(account_id=row.account_id).count()
    return Invitation(row.id, row.account, row.given_by_name, row.expires_at, held)


def ask_for_first(invitation: Invitation) -> Asked:
    return keys.ask_for_new(invitation.account, Kind.ENROL)


def enrol(
    *, secret: str, visitor: Account | None, ceremony_id: UUID | None, answer: str, name: str, address: str
) -> tuple[Account, UUID]:
    """Register the first key: the link is used up, earlier keys and running sessions end. The account, and the key's id.

    Raises EnrolmentRefusedError, PasskeyRefusedError, TooManyGuessesError.
    """
    guessing.count_try("", address)
    row = _counted(secret, visitor)
    account = row.account
    actor = keys.official_of(account)
    try:
        made = keys.judge_new(account, ceremony_id, Kind.ENROL, answer)
    except UnprovenError as unproven:
        refuse(unproven.why, ceremony=Kind.ENROL, actor=actor, account=account)
    with acting(SYSTEM):
        taken = Enrolment.objects.filter(id=row.id, used_at=None).update(used_at=clock.now())
        if taken:
            removed = list(Passkey.objects.filter(account_id=account.id).values_list("id", flat=True))
            Passkey.objects.filter(id__in=removed).delete()
            sittings.end_of_account(account.id, why="readmitted", actor=actor)
            kept = keys.keep(actor, account, made, name)
            facts = {
                "given_by": str(row.given_by_id or ""),
                "given_by_name": row.given_by_name,
                "removed": len(removed),
            }
            ledger.record(actor=actor, action="identity.passkey_enrolled", record_id=account.id, facts=facts)
    if not taken:  # two browsers at once: the other one was quicker
        _refuse("used", row, account)
    guessing.forgive_try("", address)
    return account, kept.id


def _give(actor: Actor, account: Account, why: str) -> Link:
    secret, now = secrets.token_urlsafe(32), clock.now()
    until = now + timedelta(minutes=settings.MOTCUA_ENROLMENT_MINUTES)
    url = f"{party().origin}/enrol/{secret}"
    with acting(SYSTEM):
        Enrolment.objects.filter(account=account, used_at=None, expires_at__gt=now).update(expires_at=now)
        Enrolment.objects.create(
            account=account,
            digest=_digest(secret),
            given_by_id=actor.id,
            given_by_name=actor.signed,
            given_at=now,
            expires_at=until,
        )
        facts = {"official": account.name, "until": until.isoformat()}
        ledger.record(actor=actor, action="identity.enrolment_given", record_id=account.id, why=why, facts=facts)
    return Link(url, account.name, until)


def _counted(secret: str, visitor: Account | None) -> Enrolment:
    with acting(SYSTEM):
        row = Enrolment.objects.filter(digest=_digest(secret)).select_related("account").first()
    if row is None:
        _refuse("unknown", None, None)
    if row.used_at is not None:
        _refuse("used", row, visitor)
    if row.expires_at <= clock.now():
        _refuse("late", row, visitor)
    if visitor is not None and visitor.id != row.account_id:
        _refuse("other_account", row, visitor)
    if not may_sign_in(row.account):
        _refuse("closed", row, visitor)
    return row


def _refuse(reason: str, row: Enrolment | None, visitor: Account | None) -> NoReturn:
    actor = keys.official_of(visitor) if visitor and visitor.official_id else ANONYMOUS
    with acting(actor):
        ledger.record(
            actor=actor,
            action="identity.enrolment_refused",
            record_id=row.account_id if row else None,
            facts={"reason": reason},
        )
    raise EnrolmentRefusedError(SENTENCES[reason], reason=reason)


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def forget_enrolments() -> None:
    with acting(SYSTEM):
        Enrolment.objects.filter(expires_at__lt=clock.now() - KEPT).delete()
