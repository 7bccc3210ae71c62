"""What an official sees of the agency's dossiers, where that is not all: rights by family of procedures, procedure and
unit, given by the head. They name no version, so what comes later is in them."""

from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.agencies.contracts import Role, ScopeView
from motcua.agencies.errors import ScopeInvalidError, ScopeNotFoundError, ScopeTooWideError, UnitNotFoundError
from motcua.agencies.models import Official, Position, Scope
from motcua.agencies.queries import agencies_in, get_unit, in_force, reach_of_rights, today
from motcua.agencies.reach import covers
from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.texts import clean, clean_lines
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking

LONGEST_REASON = 500
MOST = 50  # rights of one official: each is a leg of every list


def give_scope(
    *,
    actor: Actor,
    agency_id: UUID,
    official_id: UUID,
    family: str = "",
    procedure_code: str = "",
    unit_code: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    reason: str,
) -> ScopeView:
    """Let an official of the agency see the dossiers of a family of procedures or of one procedure, in a unit; "" is any.
    With the first right the official stops seeing all others. By the head for somebody else, or by the system.

    `family` beside `procedure_code` is the one it belongs to. Raises NotAllowedError, ScopeInvalidError, and
    ScopeTooWideError where the head's own rights do not reach so far.
    """
    _require_head(actor, agency_id, official_id)
    first, family, note = valid_from or today(), clean(family), clean_lines(reason)
    problems = _problems(agency_id, official_id, (family, procedure_code, unit_code), (first, valid_to), note)
    if problems:
        raise ScopeInvalidError(fields=problems)
    if not covers(actor.reach, reach_of_rights([(family, procedure_code, unit_code)]), family):
        raise ScopeTooWideError
    with acting(actor):
        Official.objects.select_for_update().get(id=official_id)  # rights of one person are counted one after the other
        known = Scope.objects.filter(official_id=official_id, agency_id=agency_id, lifted_at=None)
        if known.filter(ended_at=None).count() >= MOST:
            raise ScopeInvalidError(fields={"official": _("Một người có nhiều nhất 50 quyền. Hãy bỏ bớt quyền cũ.")})
        row = Scope.objects.create(
            official_id=official_id,
            agency_id=agency_id,
            family=family,
            procedure_code=procedure_code,
            unit_code=unit_code,
            valid_from=first,
            valid_to=valid_to,
            reason=note,
            given_by_id=actor.id,
            given_by_name=actor.name,
            given_at=clock.now(),
        )
        _record(actor, row, "agencies.scope_given", note)
        return _view(row)


def end_scope(*, actor: Actor, scope_id: UUID) -> None:
    """Take a right away as of now. The official stays restricted, to what is left. By the head, or by the system.

    Raises ScopeNotFoundError, NotAllowedError.
    """
    with acting(actor):
        row = _of(actor).select_for_update().filter(id=scope_id, ended_at=None, lifted_at=None).first()
        if row is None:
            raise ScopeNotFoundError
        _require_head(actor, row.agency_id, row.official_id)
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        _record(actor, row, "agencies.scope_ended")


def lift_scopes(*, actor: Actor, agency_id: UUID, official_id: UUID, reason: str) -> None:
    """Let the official see all dossiers of the agency again. By a head who sees them all, or by the system.

    Raises ScopeNotFoundError where there is no restriction, NotAllowedError, ScopeTooWideError, ScopeInvalidError.
    """
    _require_head(actor, agency_id, official_id)
    if actor.reach:
        raise ScopeTooWideError
    note = clean_lines(reason)
    if says := _unreasoned(note):
        raise ScopeInvalidError(fields={"reason": says})
    with acting(actor):
        rows = list(
            Scope.objects.select_for_update().filter(official_id=official_id, agency_id=agency_id, lifted_at=None)
        )
        if not rows:
            raise ScopeNotFoundError
        Scope.objects.filter(id__in=[row.id for row in rows]).update(lifted_at=clock.now())
        facts = {"agency": str(agency_id), "rights": len(rows)}
        ledger.record(actor=actor, action="agencies.scopes_lifted", record_id=official_id, why=note, facts=facts)


def list_scopes(*, actor: Actor, agency_id: UUID) -> tuple[ScopeView, ...]:
    """The rights of all restricted officials of the agency, by name, newest first. For its head and the system."""
    _require_head(actor, agency_id, None)
    with looking(actor):
        return _listed(Scope.objects.filter(agency_id=agency_id, lifted_at=None))


def own_scopes(*, actor: Actor) -> tuple[ScopeView, ...]:
    """The actor's own rights; none where the actor sees all."""
    if actor.id is None or actor.agency_id is None or not actor.reach:
        return ()
    with looking(actor):
        return _listed(Scope.objects.filter(official_id=actor.id, agency_id=actor.agency_id, lifted_at=None))


def reach_at(official_id: UUID, agency_id: UUID) -> tuple[str, ...]:
    """What an official reaches at an agency today, as keys; empty for all. Never remembered."""
    rows = list(Scope.objects.filter(official_id=official_id, agency_id=agency_id, lifted_at=None))
    if not rows:
        return ()
    return reach_of_rights((row.family, row.procedure_code, row.unit_code) for row in rows if _live(row))


def reaches_at(agency_id: UUID) -> dict[UUID, tuple[str, ...]]:
    """What each restricted official of an agency reaches there today, by the official's id. Never remembered."""
    rows = Scope.objects.filter(agency_id=agency_id, lifted_at=None).order_by("official_id")
    return {
        official: reach_of_rights((row.family, row.procedure_code, row.unit_code) for row in theirs if _live(row))
        for official, theirs in groupby(rows, key=lambda row: row.official_id)
    }


def _live(row: Scope) -> bool:
    day = today()
    return row.ended_at is None and row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)


def _require_head(actor: Actor, agency_id: UUID, official_id: UUID | None) -> None:
    """Nobody sets one's own rights."""
    if actor.kind is ActorKind.SYSTEM:
        return
    if not actor.is_official or actor.agency_id != agency_id or Role.HEAD not in actor.roles or actor.id == official_id:
        raise NotAllowedError


def _of(actor: Actor) -> "QuerySet[Scope]":
    every = Scope.objects.all()
    if actor.kind is ActorKind.SYSTEM:
        return every
    return every.filter(agency_id=actor.agency_id) if actor.agency_id else every.none()


def _problems(
    agency_id: UUID, official_id: UUID, named: tuple[str, str, str], days: tuple[date, date | None], reason: str
) -> dict[str, str]:
    problems = {}
    if not Position.objects.filter(in_force(today()), official_id=official_id, agency_id=agency_id).exists():
        problems["official"] = _("Hãy chọn một người đang làm việc ở cơ quan này.")
    if not any(named):
        problems["family"] = _("Hãy chọn lĩnh vực, thủ tục hoặc nơi.")
    if named[2] and not _has_agencies(named[2]):
        problems["unit"] = _("Không có đơn vị hành chính mang mã này, hoặc ở đó chưa có cơ quan nào.")
    first, last = days
    if last and last < first:
        problems["valid_to"] = _("Ngày cuối phải sau hoặc cùng ngày đầu.")
    elif last and last < today():
        problems["valid_to"] = _("Ngày này đã qua.")
    if says := _unreasoned(reason):
        problems["reason"] = says
    return problems


def _unreasoned(reason: str) -> str:
    if not reason:
        return _("Hãy ghi lý do.")
    return _("Hãy viết lý do ngắn hơn, nhiều nhất 500 chữ cái.") if len(reason) > LONGEST_REASON else ""


def _has_agencies(unit_code: str) -> bool:
    try:
        return bool(agencies_in(get_unit(unit_code).code))
    except UnitNotFoundError:
        return False


def _record(actor: Actor, row: Scope, action: str, why: str = "") -> None:
    facts = {
        "agency": str(row.agency_id),
        "family": row.family,
        "procedure": row.procedure_code,
        "unit": row.unit_code,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else "",
    }
    ledger.record(actor=actor, action=action, record_id=row.official_id, why=why, facts=facts)


def _listed(rows: "QuerySet[Scope]") -> tuple[ScopeView, ...]:
    chosen = rows.select_related("official").order_by("official__sort_key", "official_id", "-id")
    return tuple(_view(row) for row in chosen)


def _view(row: Scope) -> ScopeView:
    return ScopeView(
        id=row.id,
        official_id=row.official_id,
        official_name=row.official.name,
        family=row.family,
        procedure_code=row.procedure_code,
        unit_code=row.unit_code,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        reason=row.reason,
        given_by_name=row.given_by_name,
        given_at=row.given_at,
        ended_at=row.ended_at,
        live=_live(row),
    )
