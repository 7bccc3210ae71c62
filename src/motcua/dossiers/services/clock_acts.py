"""Acts on the clock alone: the dossier stays where it is. Each is one transaction; each names the version it saw.

All of them raise DossierNotFoundError, StaleDossierError, ActOutOfTurnError and ActNotAllowedError.
"""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.dossiers.amounts import say_amount
from motcua.dossiers.contracts import ClockKind, DocumentKind, DossierView
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.terms import same_measure
from motcua.dossiers.errors import (
    ExtensionTooLateError,
    ExtensionUsedUpError,
    NothingToExtendError,
    NotLateError,
    SubmissionInvalidError,
)
from motcua.dossiers.lateness import is_late, late_since
from motcua.dossiers.rules import articles_of, calendar_of, limit_of
from motcua.dossiers.services.handling import Handling, handling
from motcua.dossiers.services.notes import required
from motcua.dossiers.services.registry import act
from motcua.dossiers.services.timing import Turn
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.working_time import WorkingCalendar

UNITS = ("hour", "working_day", "day", "month")
LONGEST = 400


@act("extend")
def extend_dossier(
    *, actor: Actor, dossier_id: UUID, expected_version: int, amount: int, unit: str, reason: str
) -> DossierView:
    """Prolong the limit by `amount` `unit` ("hour", "working_day", "day", "month"), reckoned from where it would have
    ended. Issues form 04 with the apology.

    Raises ReasonMissingError, NothingToExtendError without a due date, ExtensionUsedUpError, ExtensionTooLateError
    after the due moment, SubmissionInvalidError for an amount that the flow does not allow or that does not add up
    with the limit.
    """
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="extend") as work:
        rule, row = work.flow.terms.extension, work.row
        if rule.used_up(clocks.from_json(row.clock)):
            raise ExtensionUsedUpError
        if row.due_at is None:
            raise NothingToExtendError
        if rule.too_late(row.due_at, clock.now()):
            raise ExtensionTooLateError
        _check_amount(work, amount, unit)
        work.note, work.issues = required(reason), DocumentKind.EXTENSION
        work.turns = Turn(ClockKind.EXTENDED, articles_of(row, rule.legal), (amount, unit))
        work.facts = {"amount": amount, "unit": unit, "former_due": row.due_at.isoformat()}
    return work.view


@act("explain_lateness")
def explain_lateness(
    *, actor: Actor, dossier_id: UUID, expected_version: int, reason: str, expected: date | None = None
) -> DossierView:
    """Say why the due moment passed, and sorry: the applicant reads it with the day on which the agency hopes to be done.
    It may be said again when the reason or the day has changed. Issues form 04 as an apology; the clock runs on.

    Raises NotLateError before the due moment, ReasonMissingError, SubmissionInvalidError for a day that is over or off.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="explain_lateness"
    ) as work:
        row, now = work.row, clock.now()
        if not is_late(row, now):
            raise NotLateError
        if expected is not None:
            _check_expected(expected, now, calendar_of(row))
        work.note, work.issues = required(reason), DocumentKind.EXTENSION
        row.lateness = late_since(row, now) | {
            "reason": work.note,
            "by": actor.name,
            "at": now.isoformat(),
            "expected": expected.isoformat() if expected else None,
        }
        work.facts = {"expected": row.lateness["expected"]}
    return work.view


def _check_expected(expected: date, now: datetime, calendar: WorkingCalendar) -> None:
    if expected < now.astimezone(calendar.zone).date():
        raise SubmissionInvalidError(fields={"expected": _("Hãy chọn một ngày từ hôm nay trở đi.")})
    if not calendar.is_open(expected):
        raise SubmissionInvalidError(fields={"expected": _("Ngày ấy cơ quan nghỉ. Hãy chọn một ngày làm việc.")})


def _check_amount(work: Handling, amount: int, unit: str) -> None:
    limit, most = limit_of(work.row), work.flow.terms.extension.most
    problems: dict[str, str] = {}
    if not 1 <= amount <= LONGEST:
        problems["amount"] = _("Hãy ghi một số từ 1 đến %(most)d.") % {"most": LONGEST}
    if unit not in UNITS or limit is None or limit.unit is None or not same_measure(unit, limit.unit.value):
        problems["unit"] = _("Hãy chọn đơn vị cùng cách tính với thời hạn của thủ tục.")
    if most and not problems and (unit != most[1] or amount > most[0]):
        problems["amount"] = _("Thủ tục này chỉ cho gia hạn tối đa %(most)s.") % {"most": say_amount(*most)}
    if problems:
        raise SubmissionInvalidError(fields=problems)
