"""Writes: each one a transaction with its ledger entry."""

import csv
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from motcua.agencies.calendars import read_week
from motcua.agencies.contracts import AgencyView, OfficialView, Role, Tier
from motcua.agencies.errors import AgencyNotFoundError, DataUnreadableError
from motcua.agencies.models import Agency, Calendar, CalendarException, Official, Position, Unit
from motcua.agencies.queries import agency_view, today
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.languages import LocalText
from motcua.kernel.texts import alphabetical_key, clean, sort_key
from motcua.ledger import api as ledger
from motcua.platform import remembering
from motcua.platform.database.transactions import acting

UNITS_SINCE = date(2025, 7, 1)  # default for a file without dates: when the present two tiers began
_COLUMNS = ("code", "province_code", "name", "full_name", "name_en")


def import_units(path: str | Path, *, actor: Actor = SYSTEM, valid_from: date = UNITS_SINCE) -> int:
    """Read a CSV with the columns code, province_code, name, full_name, name_en; returns how many units it names.

    A unit of the same code and `valid_from` is overwritten, nothing is removed. Raises DataUnreadableError.
    """
    require_operator(actor)
    units = [_unit(row, valid_from) for row in _rows(Path(path))]
    with acting(actor):
        Unit.objects.bulk_create(
            units,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["code", "valid_from"],
            update_fields=["level", "name", "full_name", "parent_code", "sort_key"],
        )
        ledger.record(actor=actor, action="agencies.units_imported", facts={"units": len(units)})
    remembering.forget()
    return len(units)


def register_agency(
    *,
    actor: Actor,
    code: str,
    name: LocalText,
    tier: str,
    unit_code: str = "",
    parent_id: UUID | None = None,
    branch: str = "",
    address: str = "",
    phone: str = "",
    calendar: str = "vn",
    valid_from: date = UNITS_SINCE,
) -> AgencyView:
    """Enter an agency, or change the one of this code. Only operators."""
    require_operator(actor)
    facts: dict[str, Any] = {
        "name": {language: clean(text) for language, text in name.items()},
        "sort_key": alphabetical_key(name.get("vi") or next(iter(name.values()))),
        "tier": Tier(tier).value,
        "unit_code": unit_code,
        "parent_id": parent_id,
        "branch": branch,
        "address": clean(address),
        "phone": clean(phone),
        "calendar": calendar,
        "valid_from": valid_from,
    }
    with acting(actor):
        row, created = Agency.objects.update_or_create(code=clean(code), defaults=facts)
        verb = "registered" if created else "changed"
        ledger.record(actor=actor, action=f"agencies.agency_{verb}", record_id=row.id, facts={"code": row.code})
    remembering.forget()
    return agency_view(row)


def appoint_official(
    *,
    actor: Actor,
    name: str,
    agency_id: UUID,
    title: LocalText,
    roles: Collection[str],
    valid_from: date | None = None,
    official_id: UUID | None = None,
) -> OfficialView:
    """Give an official (a new one, or `official_id`) a position at an agency from `valid_from` (today). Only operators.

    Raises AgencyNotFoundError.
    """
    require_operator(actor)
    cleaned = clean(name)
    named = sorted(Role(role).value for role in roles)
    with acting(actor):
        if not Agency.objects.filter(id=agency_id).exists():
            raise AgencyNotFoundError
        facts = {"name": cleaned, "sort_key": sort_key(cleaned)}
        official = (
            Official.objects.create(**facts)
            if official_id is None
            else Official.objects.update_or_create(id=official_id, defaults=facts)[0]
        )
        Position.objects.update_or_create(
            official=official,
            agency_id=agency_id,
            valid_from=valid_from or today(),
            defaults={"title": dict(title), "roles": named},
        )
        ledger.record(
            actor=actor,
            action="agencies.official_appointed",
            record_id=official.id,
            facts={"agency": str(agency_id), "roles": named},
        )
    return OfficialView(official.id, cleaned, title, agency_id, frozenset(named))


def end_position(*, actor: Actor, official_id: UUID, agency_id: UUID, last_day: date) -> None:
    """Let an official's running positions at an agency end with `last_day`. Only operators."""
    require_operator(actor)
    with acting(actor):
        running = Position.objects.filter(official_id=official_id, agency_id=agency_id, valid_to=None)
        running.filter(valid_from__lte=last_day).update(valid_to=last_day)
        ledger.record(
            actor=actor,
            action="agencies.position_ended",
            record_id=official_id,
            facts={"agency": str(agency_id), "last_day": last_day.isoformat()},
        )


def define_calendar(
    *,
    actor: Actor,
    name: str,
    zone: str,
    week: Mapping[int, Sequence[Sequence[str]]],
    valid_from: date,
    country: str = "",
    day_minutes: int = 480,
) -> None:
    """Define weekly hours under a name, `week` as {0: [["07:00", "11:30"], ...]}; `country` adds its public holidays.

    Only operators. Raises ValueError for hours that make no sense.
    """
    require_operator(actor)
    read_week(week)
    with acting(actor):
        row, _ = Calendar.objects.update_or_create(
            name=name,
            valid_from=valid_from,
            defaults={"zone": zone, "week": dict(week), "country": country, "day_minutes": day_minutes},
        )
        ledger.record(actor=actor, action="agencies.calendar_defined", record_id=row.id, facts={"name": name})
    remembering.forget()


def set_exception(
    *,
    actor: Actor,
    calendar: str,
    day: date,
    name: LocalText,
    intervals: Sequence[Sequence[str]] = (),
    agency_id: UUID | None = None,
    reference: str = "",
) -> None:
    """Let `day` differ in a calendar, or for one agency that uses it; no intervals: closed. Only operators."""
    require_operator(actor)
    read_week({0: intervals})
    with acting(actor):
        row, _ = CalendarException.objects.update_or_create(
            calendar=calendar,
            agency=Agency.objects.get(id=agency_id) if agency_id else None,
            day=day,
            defaults={"intervals": [list(hours) for hours in intervals], "name": dict(name), "reference": reference},
        )
        ledger.record(
            actor=actor,
            action="agencies.exception_set",
            record_id=row.id,
            facts={"day": day.isoformat()},
            why=reference,
        )
    remembering.forget()


def require_operator(actor: Actor) -> None:
    """Raises NotAllowedError for anyone but the system and operators."""
    if actor.kind is not ActorKind.SYSTEM and Role.OPERATOR not in actor.roles:
        raise NotAllowedError


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as table:
            reader = csv.DictReader(table)
            missing = sorted(set(_COLUMNS) - set(reader.fieldnames or ()))
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataUnreadableError(fields={"path": str(error)}) from None
    if missing:
        raise DataUnreadableError(fields={"columns": ", ".join(missing)})
    return rows


def _unit(row: dict[str, str], valid_from: date) -> Unit:
    name = clean(row["name"])
    return Unit(
        code=row["code"],
        level="commune" if row["province_code"] else "province",  # whatever the list calls its levels
        name={"vi": name, "en": row["name_en"]},
        full_name={"vi": clean(row["full_name"]), "en": row["name_en"]},
        parent_code=row["province_code"] or "",
        sort_key=alphabetical_key(name),
        valid_from=valid_from,
    )
