"""What banks tell us unasked. Whoever calls is taken for a stranger until the signature says otherwise; what is refused
is kept aside and rings, and nothing is booked."""

import json
from datetime import timedelta

import structlog

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.ledger import api as ledger
from motcua.payments.connectors import keys
from motcua.payments.contracts import Outcome
from motcua.payments.domain import signing
from motcua.payments.domain.news import read_credit
from motcua.payments.errors import NoticeRefusedError, NoticeTooLargeError
from motcua.payments.models import RefusedNotice
from motcua.payments.services.credits import take_credit
from motcua.platform.database.transactions import acting

log = structlog.get_logger(__name__)

LARGEST = 16_384  # bytes
KEPT_A_DAY = 1_000  # refused ones of each bank; more of them is a flood, which needs no more copies
KEPT = timedelta(days=90)


def hear(*, bank: str, at: str, signature: str, body: bytes) -> Outcome:
    """Take a notice in. Raises NoticeRefusedError and NoticeTooLargeError; both are the same as silence to a stranger."""
    if len(body) > LARGEST:
        raise NoticeTooLargeError
    key = keys().get(bank)
    if key is None:
        raise NoticeRefusedError  # anybody can think of names: no copy, no alarm
    why = signing.problem(key, at, body, signature, int(clock.now().timestamp()))
    if why:
        raise _refused(bank, why, body, signature)
    try:
        return take_credit(read_credit(bank, json.loads(body), "notice"))
    except (KeyError, TypeError, ValueError, RecursionError):
        raise _refused(bank, "not_readable", body, signature) from None
    except NoticeRefusedError as refusal:
        raise _refused(bank, refusal.facts["why"], body, signature) from None


def _refused(bank: str, why: str, body: bytes, signature: str) -> NoticeRefusedError:
    """Keep a copy, ring, and give the refusal to raise. It runs after the transaction that refused."""
    with acting(SYSTEM):
        today = RefusedNotice.objects.filter(bank=bank, received_at__gt=clock.now() - timedelta(days=1))
        if today.count() < KEPT_A_DAY:
            row = RefusedNotice.objects.create(
                bank=bank, received_at=clock.now(), why=why, body=body, signature=signature[:100]
            )
            ledger.record(actor=SYSTEM, action="payments.refuse_notice", record_id=row.id, facts={"why": why})
    log.error("payments.notice_refused", code=bank, reason=why)
    return NoticeRefusedError(why=why)


def forget_refused() -> None:
    """Delete refused notices that are older than 90 days."""
    with acting(SYSTEM):
        RefusedNotice.objects.filter(received_at__lt=clock.now() - KEPT).delete()
