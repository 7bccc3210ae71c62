"""`motcua dossiers webhooks …`: subscriptions of agencies from the operator's side, and a receiver to try them with."""

import argparse
import os
import sys
from typing import Any
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import NewWebhook
from motcua.dossiers.feed.webhooks import managing
from motcua.dossiers.feed.webhooks.receiver import serve
from motcua.dossiers.feed.webhooks.signing import is_secret
from motcua.kernel.actors import SYSTEM

SECRET = "MOTCUA_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable


def add_verbs(verbs: Any) -> None:
    """Hang `webhooks` and its verbs into the parser of `motcua dossiers`."""
    whole = verbs.add_parser("webhooks", help="send changes to an agency's own system: list, add, pause, replay, …")
    below = whole.add_subparsers(required=True, metavar="VERB")
    listed = below.add_parser("list", help="all of them: where they go, how far they are, what went wrong")
    listed.set_defaults(run=_list)
    add = below.add_parser("add", help="a new one; its secret is printed once")
    add.add_argument("--agency", required=True, help="the agency's identifier, for example H57.17")
    add.add_argument("--url", required=True, help="https://… that receives")
    add.add_argument("--procedure", default="", help="only dossiers of this procedure")
    add.set_defaults(run=_add)
    for name, run, text in (
        ("pause", managing.pause_webhook, "send nothing for a while; nothing is lost"),
        ("resume", managing.resume_webhook, "go on from where it stood"),
        ("end", managing.end_webhook, "send nothing any more"),
    ):
        verb = below.add_parser(name, help=text)
        verb.add_argument("id", type=UUID, help="as list tells it")
        verb.set_defaults(run=_simple, act=run)
    rotate = below.add_parser("rotate", help="a new secret, printed once; the old one holds for a day more")
    rotate.add_argument("id", type=UUID)
    rotate.set_defaults(run=_rotate)
    dead = below.add_parser("dead", help="what was given up, and why")
    dead.add_argument("id", type=UUID)
    dead.set_defaults(run=_dead)
    replay = below.add_parser("replay", help="send again: --dead, or everything --after a cursor")
    replay.add_argument("id", type=UUID)
    which = replay.add_mutually_exclusive_group(required=True)
    which.add_argument("--dead", action="store_true", help="all dead letters")
    which.add_argument("--letter", type=UUID, help="one dead letter")
    which.add_argument("--after", help="a cursor; '' for everything that is kept")
    replay.set_defaults(run=_replay)
    receive = below.add_parser("receive", help="a receiver on this machine to try it with; needs no database")
    receive.add_argument("--port", type=int, default=9099)
    receive.add_argument("--secret", default="", help=f"whsec_…; better in the variable {SECRET}")
    receive.add_argument("--fail", type=float, default=0.0, help="refuse this share of messages (0 to 1)")
    receive.add_argument("--slow", type=float, default=0.0, help="answer after so many seconds")
    receive.set_defaults(run=_receive)


def _list(_given: argparse.Namespace) -> int:
    found = managing.list_webhooks(actor=SYSTEM)
    for one in found:
        agency = agencies.get_agency(one.agency_id).code
        more = [f"{one.dead} dead letters" if one.dead else "", one.why, "behind" if one.behind else ""]
        print(f"{one.id}  {agency}  {one.state}  {one.url}  {', '.join(filter(None, more))}".rstrip())
    if not found:
        print("There are no webhooks.")
    return 0


def _add(given: argparse.Namespace) -> int:
    agency = agencies.get_agency_by_code(given.agency)
    made = managing.add_webhook(actor=SYSTEM, url=given.url, procedure_code=given.procedure, agency_id=agency.id)
    return _told(made)


def _rotate(given: argparse.Namespace) -> int:
    return _told(managing.rotate_secret(actor=SYSTEM, webhook_id=given.id))


def _told(made: NewWebhook) -> int:
    """The secret alone goes to standard output, so that a shell can keep it in a variable."""
    print(made.secret)
    print(f"Webhook {made.webhook_id}. The secret is shown this once.", file=sys.stderr)
    return 0


def _simple(given: argparse.Namespace) -> int:
    given.act(actor=SYSTEM, webhook_id=given.id)
    print("Done.")
    return 0


def _dead(given: argparse.Namespace) -> int:
    _one, letters = managing.get_webhook(actor=SYSTEM, webhook_id=given.id)
    for letter in letters:
        print(
            f"{letter.id}  {letter.died_at:%Y-%m-%d %H:%M}  {letter.code}  {letter.action}  {letter.tries} tries: {letter.why}"
        )
    if not letters:
        print("Everything has arrived.")
    return 0


def _replay(given: argparse.Namespace) -> int:
    if given.after is not None:
        managing.replay_from(actor=SYSTEM, webhook_id=given.id, cursor=given.after)
        print("It is all sent again.")
    else:
        many = managing.replay_dead(actor=SYSTEM, webhook_id=given.id, letter_id=given.letter)
        print(f"{many} dead letters are tried again.")
    return 0


def _receive(given: argparse.Namespace) -> int:
    secret = given.secret or os.environ.get(SECRET, "")
    if not is_secret(secret):
        print(f"Give the webhook's secret, whsec_…, with --secret or in {SECRET}.", file=sys.stderr)
        return 2
    return serve(given.port, secret, fail=given.fail, slow=given.slow)
