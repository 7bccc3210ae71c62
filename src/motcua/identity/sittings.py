"""Sessions of whoever is signed in: how long an official's lasts, which ones there are, and ending them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from motcua.identity.errors import SittingNotFoundError
from motcua.identity.models import Account, Passkey, Sitting
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

NOTED = timedelta(minutes=1)  # how exactly it is known when a session was last used


@dataclass(frozen=True, slots=True)
class SittingView:
    """A session that is open. `handle` names it on pages; its key never leaves the database. `by`: "password",
    "passkey", "demo" or an identity provider. `key`: the name of the passkey that opened it."""

    handle: str
    by: str
    key: str
    device: str
    began_at: datetime
    seen_at: datetime
    here: bool


def is_over(row: Sitting) -> bool:
    """Whether an official's session is past its time: then it is ended, and written down. Else its use is noted."""
    if row.account_id is None or row.began_at is None or row.seen_at is None:
        return False
    now = clock.now()
    if why := _past(row, now):
        end(Sitting.objects.filter(session_key=row.session_key), why=why, actor=SYSTEM)
        return True
    if now - row.seen_at >= NOTED:
        Sitting.objects.filter(session_key=row.session_key).update(seen_at=now)
    return False


def list_sittings(account: Account, session_key: str | None) -> tuple[SittingView, ...]:
    """The account's open sessions, the one of this browser first."""
    with acting(SYSTEM):
        names = dict(Passkey.objects.filter(account_id=account.id).values_list("id", "name"))
    rows = [row for row in _open(account) if not _past(row, clock.now())]
    views = [
        SittingView(
            handle=handle_of(row.session_key),
            by=row.by,
            key=next((names[each] for each in row.passkey_ids if each in names), ""),
            device=row.device,
            began_at=row.began_at or clock.now(),
            seen_at=row.seen_at or clock.now(),
            here=row.session_key == session_key,
        )
        for row in rows
    ]
    return tuple(sorted(views, key=lambda view: (not view.here, -view.seen_at.timestamp())))


def end_sitting(*, actor: Actor, account: Account, handle: str) -> None:
    """End one of the account's sessions. Raises SittingNotFoundError."""
    key = next((row.session_key for row in _open(account) if handle_of(row.session_key) == handle), None)
    if key is None:
        raise SittingNotFoundError
    end(Sitting.objects.filter(session_key=key), why="by_owner", actor=actor)


def end_others(*, actor: Actor, account: Account, session_key: str | None) -> int:
    """End all of the account's sessions but this browser's. How many they were."""
    return end(
        Sitting.objects.filter(account_id=account.id).exclude(session_key=session_key), why="by_owner", actor=actor
    )


def end_of_account(account_id: UUID, *, why: str, actor: Actor) -> int:
    return end(Sitting.objects.filter(account_id=account_id), why=why, actor=actor)


def end_of_passkeys(passkey_ids: Iterable[UUID], *, actor: Actor) -> int:
    """End every session that one of these keys opened or proved again."""
    return end(Sitting.objects.filter(passkey_ids__overlap=list(passkey_ids)), why="passkey_removed", actor=actor)


def end(rows: "QuerySet[Sitting]", *, why: str, actor: Actor) -> int:
    """End these sessions as of now, with an entry for each: their next request is nobody's."""
    with acting(actor):
        found = list(rows.select_for_update())
        for row in found:
            facts = {"why": why, "session": handle_of(row.session_key)}
            ledger.record(actor=actor, action="identity.session_ended", record_id=row.account_id, facts=facts)
        Sitting.objects.filter(session_key__in=[row.session_key for row in found]).delete()
    return len(found)


def handle_of(session_key: str) -> str:
    return sha256(f"motcua.session:{session_key}".encode()).hexdigest()[:32]


def device_of(user_agent: str) -> str:
    """What somebody would call the browser and the machine: no version, nothing that tells one machine from another."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    machine = next((name for sign, name in _MACHINES if sign in user_agent), "")
    return " · ".join(part for part in (browser, machine) if part)


_BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_MACHINES = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def _past(row: Sitting, now: datetime) -> str:
    if not row.official or row.began_at is None or row.seen_at is None:
        return ""
    if now - row.began_at >= timedelta(hours=settings.MOTCUA_OFFICIAL_SESSION_HOURS):
        return "too_long"
    return "idle" if now - row.seen_at >= timedelta(minutes=settings.MOTCUA_OFFICIAL_IDLE_MINUTES) else ""


def _open(account: Account) -> "QuerySet[Sitting]":
    return Sitting.objects.filter(Q(account_id=account.id), expire_date__gt=timezone.now())


def forget_sittings() -> None:
    """Sessions that ran out: what somebody typed in one may still lie in them."""
    Sitting.objects.filter(expire_date__lt=clock.now()).delete()
