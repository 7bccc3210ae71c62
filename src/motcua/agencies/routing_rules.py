"""Loading rules of competence: a table that somebody wrote down from the law, with the reference of each line."""

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from motcua.agencies.contracts import Tier
from motcua.agencies.errors import DataUnreadableError
from motcua.agencies.models import Agency, RoutingRule, Unit
from motcua.agencies.services import require_operator
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.texts import clean
from motcua.ledger import api as ledger
from motcua.platform import remembering
from motcua.platform.database.transactions import acting

COLUMNS = ("procedure", "field", "tier", "unit", "branch", "agency", "priority", "valid_from", "valid_to", "legal")
_KEY = ("procedure_code", "field", "tier", "unit_code", "branch", "valid_from")
_HIGHEST = 1000


def import_routes(path: str | Path, *, actor: Actor = SYSTEM) -> int:
    """Read rules from a CSV with the columns COLUMNS, or a JSON list of objects with these keys; returns how many.

    What is left out is "any"; no `agency`: the coordinators decide; `legal` is needed. A line that is there already is
    passed over, but for `valid_to`: a rule is never changed, it ends on a day. Only operators.
    Raises DataUnreadableError that names each line at fault; then nothing was loaded.
    """
    require_operator(actor)
    wanted = _read(Path(path))
    agencies = dict(Agency.objects.values_list("code", "id"))
    units = set(Unit.objects.values_list("code", flat=True))
    faults: dict[str, str] = {}
    rules: dict[tuple[Any, ...], RoutingRule] = {}
    for number, line in enumerate(wanted, 1):
        try:
            rule = _rule(line, agencies, units)
        except ValueError as error:
            faults[f"line {number}"] = str(error)
            continue
        key = tuple(getattr(rule, name) for name in _KEY)
        if key in rules:
            faults[f"line {number}"] = "an earlier line says the same"
        rules[key] = rule
    if faults:
        raise DataUnreadableError(fields=faults)
    with acting(actor):
        added, ended = _write(rules)
        ledger.record(actor=actor, action="agencies.routes_imported", facts={"added": added, "ended": ended})
    remembering.forget()
    return len(rules)


def _write(rules: Mapping[tuple[Any, ...], RoutingRule]) -> tuple[int, int]:
    there = {tuple(getattr(one, name) for name in _KEY): one for one in RoutingRule.objects.all()}
    faults = {
        f"line {number}": "another rule for the same begins on this day; end that one and begin this one on a later day"
        for number, (key, rule) in enumerate(rules.items(), 1)
        if key in there and there[key].agency_id != rule.agency_id
    }
    if faults:
        raise DataUnreadableError(fields=faults)
    ending = [there[key] for key, rule in rules.items() if key in there and there[key].valid_to != rule.valid_to]
    for one in ending:
        one.valid_to = rules[tuple(getattr(one, name) for name in _KEY)].valid_to
    RoutingRule.objects.bulk_update(ending, ["valid_to"], batch_size=1000)
    new = [rule for key, rule in rules.items() if key not in there]
    RoutingRule.objects.bulk_create(new, batch_size=1000)
    return len(new), len(ending)


def _read(path: Path) -> list[Mapping[str, Any]]:
    try:
        if path.suffix == ".json":
            lines = json.loads(path.read_text("utf-8"))
        else:
            with path.open(encoding="utf-8-sig", newline="") as table:
                lines = list(csv.DictReader(table, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error, json.JSONDecodeError, RecursionError) as error:
        raise DataUnreadableError(fields={"path": str(error)}) from None
    if not isinstance(lines, list) or not lines or not all(isinstance(line, dict) for line in lines):
        raise DataUnreadableError(fields={"path": f"no list of rules; each has {', '.join(COLUMNS)}"})
    strange = sorted({str(key) for line in lines for key in line} - set(COLUMNS))
    if strange:
        raise DataUnreadableError(fields={"columns": f"not known: {', '.join(strange)}"})
    return lines


def _rule(line: Mapping[str, Any], agencies: Mapping[str, Any], units: set[str]) -> RoutingRule:
    """One line as a row. Raises ValueError that says what is wrong with it."""
    told = {name: clean(str(line.get(name) or "")) for name in COLUMNS}
    if told["procedure"] and told["field"]:
        raise ValueError("name a procedure or a field, not both")
    if told["tier"] and told["tier"] not in set(Tier):
        raise ValueError(f"tier is one of {', '.join(Tier)}")
    if told["unit"] and told["unit"] not in units:
        raise ValueError(f"no unit has the code {told['unit']}")
    if told["agency"] and told["agency"] not in agencies:
        raise ValueError(f"no agency has the code {told['agency']}")
    if not told["legal"]:
        raise ValueError("legal is missing: by which article is it so?")
    begins, ends = _day(told["valid_from"], "valid_from"), _day(told["valid_to"], "valid_to")
    if begins is None:
        raise ValueError("valid_from is missing: write a day as 2025-07-01")
    if ends and ends < begins:
        raise ValueError("it ends before it begins")
    priority = told["priority"] or "0"
    if not priority.isascii() or not priority.isdigit() or int(priority) > _HIGHEST:
        raise ValueError(f"priority is a whole number from 0 to {_HIGHEST}")
    return RoutingRule(
        procedure_code=told["procedure"],
        field=told["field"],
        tier=told["tier"],
        unit_code=told["unit"],
        branch=told["branch"],
        priority=int(priority),
        agency_id=agencies.get(told["agency"]),
        legal=told["legal"],
        valid_from=begins,
        valid_to=ends,
    )


def _day(written: str, name: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise ValueError(f"{name}: write a day as 2025-07-01") from None
