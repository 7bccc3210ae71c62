"""Officials who are away, and who works in their place: entered by oneself or the head, ends by itself."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.agencies.contracts import AbsenceView, OfficialView, Role
from motcua.agencies.errors import AbsenceInvalidError, AbsenceNotFoundError
from motcua.agencies.models import Absence, Official
from motcua.agencies.queries import list_officials, today
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotAllowedError
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking

LONGEST = timedelta(days=366)


def enter_absence(
    *, actor: Actor, official_id: UUID, substitute_id: UUID, first_day: date, last_day: date
) -> AbsenceView:
    """Write down that an official of the actor's agency is away, and who works in their place. Oneself, or the head.

    The substitute gains no role by it. Raises NotAllowedError, AbsenceInvalidError.
    """
    agency_id = _agency_of(actor)
    _require_own_or_head(actor, official_id)
    here = {each.id: each for each in list_officials(agency_id)}
    problems = _problems(here, official_id, substitute_id, first_day, last_day)
    if problems:
        raise AbsenceInvalidError(fields=problems)
    with acting(actor):
        Official.objects.select_for_update().get(id=official_id)  # two entries of one person wait for each other
        _refuse_overlap(agency_id, official_id, substitute_id, first_day, last_day)
        row = Absence.objects.create(
            official_id=official_id,
            agency_id=agency_id,
            substitute_id=substitute_id,
            first_day=first_day,
            last_day=last_day,
            entered_by_id=actor.id or official_id,
            entered_at=clock.now(),
        )
        _record(actor, row, "agencies.absence_entered")
        return _view(row)


def end_absence(*, actor: Actor, absence_id: UUID) -> None:
    """Who is away is back as of today; an absence that has not begun is taken back. Oneself, or the head.

    Raises AbsenceNotFoundError, NotAllowedError.
    """
    day = today()
    with acting(actor):
        rows = Absence.objects.select_for_update().filter(agency_id=_agency_of(actor), cancelled_at=None)
        row = rows.filter(id=absence_id, last_day__gte=day).first()
        if row is None:
            raise AbsenceNotFoundError
        _require_own_or_head(actor, row.official_id)
        if row.first_day >= day:
            row.cancelled_at = clock.now()
        else:
            row.last_day = day - timedelta(days=1)
        row.save()
        _record(actor, row, "agencies.absence_ended")


def list_absences(*, actor: Actor) -> tuple[AbsenceView, ...]:
    """Who is away from the actor's agency today or later, soonest first."""
    if actor.agency_id is None:
        return ()
    with looking(actor):
        rows = Absence.objects.filter(agency_id=actor.agency_id, cancelled_at=None, last_day__gte=today())
        return tuple(_view(row) for row in rows.select_related("official", "substitute").order_by("first_day", "id"))


def standing_in(agency_id: UUID) -> Mapping[UUID, UUID | None]:
    """Who is away from the agency today, and who works in their place: away too, then whoever stands in for them.
    None where all who could are away. In the caller's transaction.
    """
    day = today()
    rows = Absence.objects.filter(agency_id=agency_id, cancelled_at=None, first_day__lte=day, last_day__gte=day)
    away = dict(rows.values_list("official_id", "substitute_id"))
    return {official: _end(away, official) for official in away}


def _end(away: Mapping[UUID, UUID], official: UUID) -> UUID | None:
    seen, now = {official}, away[official]
    while now in away:
        if now in seen:
            return None
        seen.add(now)
        now = away[now]
    return None if now in seen else now


def _problems(
    here: Mapping[UUID, OfficialView], official_id: UUID, substitute_id: UUID, first_day: date, last_day: date
) -> dict[str, str]:
    problems = {}
    if official_id not in here:
        problems["official"] = _("Người này không còn làm việc ở cơ quan bạn.")
    if substitute_id not in here:
        problems["substitute"] = _("Hãy chọn một đồng nghiệp cùng cơ quan làm thay.")
    elif substitute_id == official_id:
        problems["substitute"] = _("Người vắng không tự làm thay mình được. Hãy chọn người khác.")
    if last_day < first_day:
        problems["last_day"] = _("Ngày cuối phải sau hoặc cùng ngày đầu.")
    elif last_day < today():
        problems["last_day"] = _("Những ngày này đã qua. Hãy ghi ngày vắng từ hôm nay trở đi.")
    elif last_day - first_day > LONGEST:
        problems["last_day"] = _("Một lần vắng dài nhất một năm.")
    return problems


def _refuse_overlap(agency_id: UUID, official_id: UUID, substitute_id: UUID, first_day: date, last_day: date) -> None:
    rows = Absence.objects.filter(
        agency_id=agency_id, cancelled_at=None, first_day__lte=last_day, last_day__gte=first_day
    )
    for who, column, says in (
        (official_id, "first_day", _("Người này đã được ghi vắng trong những ngày ấy.")),
        (substitute_id, "substitute", _("Người này cũng vắng trong những ngày ấy. Hãy chọn người khác.")),
    ):
        if rows.filter(official_id=who).exists():
            raise AbsenceInvalidError(fields={column: says})


def _agency_of(actor: Actor) -> UUID:
    if not actor.is_official or actor.agency_id is None:
        raise NotAllowedError
    return actor.agency_id


def _require_own_or_head(actor: Actor, official_id: UUID) -> None:
    if actor.id != official_id and Role.HEAD not in actor.roles:
        raise NotAllowedError


def _record(actor: Actor, row: Absence, action: str) -> None:
    facts = {
        "substitute": str(row.substitute_id),
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
    }
    ledger.record(actor=actor, action=action, record_id=row.official_id, facts=facts)


def _view(row: Absence) -> AbsenceView:
    return AbsenceView(
        id=row.id,
        official_id=row.official_id,
        official_name=row.official.name,
        substitute_id=row.substitute_id,
        substitute_name=row.substitute.name,
        first_day=row.first_day,
        last_day=row.last_day,
    )
