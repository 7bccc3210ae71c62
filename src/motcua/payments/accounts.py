"""The treasury's accounts: data with dates, loaded from a file."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.db.models import Q
from django.utils import timezone

from motcua.agencies import api as agencies
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.payments.models import TreasuryAccount
from motcua.platform.database.transactions import acting


def account_of(agency_id: UUID, at: datetime) -> TreasuryAccount | None:
    """The account into which money for the agency goes that is owed since `at`; the newest of several."""
    day = timezone.localdate(at)
    held = TreasuryAccount.objects.filter(agency_id=agency_id, valid_from__lte=day)
    return held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).order_by("-valid_from").first()


def account_for(bank: str, bin_: str, number: str) -> TreasuryAccount | None:
    """The account of which `bank` may tell movements. One that is no longer in use still gets its late money."""
    return TreasuryAccount.objects.filter(bank=bank, bin=bin_, number=number).order_by("-valid_from").first()


def import_accounts(path: Path, *, actor: Actor = SYSTEM) -> int:
    """Load a YAML file of accounts; returns how many are new. What is known stays, but for its last day."""
    return write_accounts(yaml.safe_load(path.read_text("utf-8"))["accounts"], actor=actor)


def write_accounts(accounts: Iterable[dict[str, Any]], *, actor: Actor = SYSTEM) -> int:
    """The same for accounts at hand: agency (its code), bank, bank_name, bin, number, holder, from, to."""
    new = 0
    with acting(SYSTEM):
        for one in accounts:
            new += _import(one)
        ledger.record(actor=actor, action="payments.import_accounts", facts={"new": new})
    return new


def _import(one: dict[str, Any]) -> bool:
    until = _day(one["to"]) if one.get("to") else None
    known = {name: str(one[name]) for name in ("bank", "bank_name", "holder")}
    _row, made = TreasuryAccount.objects.update_or_create(
        bin=str(one["bin"]),
        number=str(one["number"]),
        valid_from=_day(one["from"]),
        defaults={"valid_to": until},
        create_defaults=known | {"agency_id": agencies.get_agency_by_code(one["agency"]).id, "valid_to": until},
    )
    return made


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
