"""The national lists as data: what a status means, how a code is written, what the portal's fields are called."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from motcua.dossiers.contracts import State

ALWAYS = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class StatusRule:
    """`decided`, `ended`: whether that is over for a dossier in this national status."""

    state: State
    decided: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one day."""

    zone: ZoneInfo
    moments: str
    code: re.Pattern[str]
    statuses: dict[int, StatusRule]
    services: dict[str, Any]
    envelope: dict[str, str]
    answer: dict[str, str]
    later: tuple[int, ...]


def lists_on(day: date) -> Lists:
    """The lists in force on `day`; the earliest ones for a day before all of them."""
    written = _written()
    fitting = [one for one in written if one.get("valid_from", ALWAYS) <= day <= one.get("valid_to", date.max)]
    return _compiled(written.index(fitting[-1] if fitting else written[0]))


@cache
def _written() -> list[dict[str, Any]]:
    text = files("motcua.dossiers.syncing").joinpath("data", "national.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


@cache
def _compiled(number: int) -> Lists:
    told = _written()[number]
    return Lists(
        zone=ZoneInfo(told["zone"]),
        moments=told["moments"],
        code=re.compile(told["code"], re.ASCII),
        statuses={
            int(status): StatusRule(State(rule["state"]), "over" in rule, rule.get("over") == "ended")
            for status, rule in told["statuses"].items()
        },
        services=told["services"],
        envelope=told["envelope"],
        answer=told["answer"],
        later=tuple(told["later"]),
    )
