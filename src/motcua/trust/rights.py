"""The rights of a person over data about her, as data with dates: which requests there are, and by when they are due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import yaml
from django.conf import settings

from motcua.agencies import api as agencies
from motcua.kernel.languages import LocalText
from motcua.kernel.working_time import reckon

SHIPPED = Path(__file__).parent / "data" / "rights"


@dataclass(frozen=True, slots=True)
class Span:
    """So many hours, working days, days or months, as `kernel.working_time` counts them."""

    amount: int
    unit: str

    def after(self, moment: datetime, agency_id: UUID) -> datetime:
        """When it is over, by the working days of the agency."""
        return reckon(agencies.calendar_of(agency_id), ((True, moment),), self.amount, self.unit).due or moment


@dataclass(frozen=True, slots=True)
class RequestKind:
    """One thing that can be asked for."""

    code: str
    name: LocalText
    hint: LocalText
    carry_out: Span


@dataclass(frozen=True, slots=True)
class RightsRule:
    """What held from a day to a day. `verified`: somebody has read it in the official text."""

    first: date
    last: date | None
    law: LocalText
    verified: bool
    acknowledge: Span
    extend: Span
    kinds: tuple[RequestKind, ...]

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        kinds = tuple(
            RequestKind(one["code"], one["name"], one["hint"], Span(**one["carry_out"])) for one in written["kinds"]
        )
        return cls(
            written["from"],
            written["until"],
            written["law"],
            bool(written["verified"]),
            Span(**written["acknowledge"]),
            Span(**written["extend"]),
            kinds,
        )

    def kind(self, code: str) -> RequestKind | None:
        """None for one that this rule does not know."""
        return next((one for one in self.kinds if one.code == code), None)


def rule_on(day: date) -> RightsRule | None:
    """The rule in force on `day`; None where there is none, and nothing can be asked for."""
    found = (
        one for one in _rules(settings.MOTCUA_RIGHTS) if one.first <= day and (one.last is None or day <= one.last)
    )
    return next(found, None)


@lru_cache(maxsize=4)
def _rules(name: str) -> tuple[RightsRule, ...]:
    """`name`: of a list that is shipped ("vn"), or the path of a file of the operator's."""
    path = Path(name) if "/" in name else SHIPPED / f"{name}.yaml"
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(RightsRule.read(one) for one in written["rules"])
