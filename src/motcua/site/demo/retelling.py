"""A scenario's answers, told by somebody else on another day."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from motcua.identity.contracts import PersonView

RECENT = timedelta(days=400)  # dates nearer than this to the scenario's day belong to its story and move with it


def retell(scenario: Mapping[str, Any], person: PersonView, day: date) -> dict[str, Any]:
    """The answers with the applicant's facts replaced by `person`'s, addresses by where they live, and recent dates
    moved as far as `day` is from the scenario's day.
    """
    told = datetime.fromisoformat(str(scenario["today"])).date()
    theirs = scenario.get("applicant", {})
    facts = {
        "full_name": person.full_name,
        "personal_id": person.personal_id,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "phone": person.phone,
        "email": person.email,
    }
    swaps = {str(theirs[key]): fact for key, fact in facts.items() if theirs.get(key) and fact}
    home = {"province": "46", "commune": person.unit_code, "detail": person.address.split(",")[0]}
    return {field: _retold(value, swaps, home, told, day - told) for field, value in scenario["answers"].items()}


def fits(scenario: Mapping[str, Any], person: PersonView) -> bool:
    """Whether somebody of the same sex tells it: a mother's story is a woman's."""
    return bool(scenario.get("applicant", {}).get("sex", person.sex) == person.sex)


def _retold(value: Any, swaps: Mapping[str, str], home: Mapping[str, str], told: date, step: timedelta) -> Any:
    if isinstance(value, dict):
        return dict(home) if "commune" in value else value
    if not isinstance(value, str):
        return value
    if value in swaps:
        return swaps[value]
    moment = _date(value)
    return (moment + step).isoformat() if moment and abs(moment - told) < RECENT else value


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-01") else None
    except ValueError:
        return None
