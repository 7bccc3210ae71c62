"""`motcua identity issue-token LOGIN`, `revoke-token ID`: secrets for programs. `invite-official LOGIN`: a first passkey."""

import argparse
import sys
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from motcua.identity.accounts import account_of
from motcua.identity.passkeys.enrolling import invite
from motcua.identity.tokens import issue_token, revoke_token
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import MotCuaError

REFUSED = 2
MOST_DAYS = 366


def main(arguments: Sequence[str]) -> int:
    """Run `["identity", verb, …]`; the exit code is 2 when it was refused."""
    given = _parser().parse_args(list(arguments)[1:])
    try:
        if given.verb == "issue-token":
            return _issue(given.login, given.label, given.days)
        if given.verb == "invite-official":
            return _invite(given.login, given.why)
        return _revoke(given.id)
    except MotCuaError as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED


def _issue(login: str, label: str, days: int) -> int:
    """The secret alone goes to standard output, so that a shell can keep it in a variable."""
    account = account_of(login)
    until = clock.now() + timedelta(days=days)
    token = issue_token(actor=SYSTEM, subject_id=account.subject_id, label=label, expires_at=until)
    print(token.secret)
    print(f"Acts for {account.name} until {until:%Y-%m-%d}. It is shown this once.", file=sys.stderr)
    print(f"To end it: motcua identity revoke-token {token.id}", file=sys.stderr)
    return 0


def _revoke(token: UUID) -> int:
    revoke_token(actor=SYSTEM, token_id=token)
    print("Revoked.")
    return 0


def _invite(login: str, why: str) -> int:
    """The link alone goes to standard output."""
    link = invite(actor=SYSTEM, login=login, why=why)
    print(link.url)
    until = timezone.localtime(link.expires_at)
    print(
        f"For {link.name}, once, until {until:%H:%M}. It is shown this once; whoever opens it makes the key.",
        file=sys.stderr,
    )
    print("Earlier keys and running sessions of this account end when it is used.", file=sys.stderr)
    return 0


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"a token lives from 1 to {MOST_DAYS} days")
    return days


def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="motcua identity", description="Secrets with which programs act for somebody.")
    verbs = whole.add_subparsers(required=True, dest="verb", metavar="VERB")
    issue = verbs.add_parser("issue-token", help="a new token; it is printed once")
    issue.add_argument("login", help="whom it acts for")
    issue.add_argument("--label", default="", help="what it is for")
    issue.add_argument("--days", type=_days, default=30, help="how long it lives (30)")
    revoke = verbs.add_parser("revoke-token", help="end a token now")
    revoke.add_argument("id", type=UUID, help="as issue-token told it")
    guest = verbs.add_parser("invite-official", help="a one-time link with which an official makes a first passkey")
    guest.add_argument("login", help="whose account it is")
    guest.add_argument("--why", default="", help="what goes into the ledger beside it")
    return whole
