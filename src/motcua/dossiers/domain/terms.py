"""What a flow says about the acts beside the straight way: how often, by whom, how much. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.dossiers.domain.clock import Amount, Clock, extensions

WHOLE_DAYS = frozenset({"day", "month"})
# Sections of flow.yaml that may say by whom: the act that each is about.
ACTS_OF = {"extension": "extend"}
KNOWN: Mapping[str, tuple[str, ...]] = {
    "supplement": ("times", "days"),
    "extension": ("times", "after_due", "most", "role", "legal"),
}


@dataclass(frozen=True, slots=True)
class Extension:
    """`times`: how often the limit may be prolonged; `most`: by how much at a time, None when the flow does not say;
    `after_due`: also when it has ended already. `legal`: ids of the procedure's legal basis."""

    times: int
    most: Amount | None
    after_due: bool
    legal: tuple[str, ...]

    def used_up(self, clock: Clock) -> bool:
        return extensions(clock) >= self.times

    def too_late(self, due_at: datetime, at: datetime) -> bool:
        return at > due_at and not self.after_due


def compile_extension(written: Mapping[str, Any]) -> Extension:
    most = written.get("most")
    return Extension(
        times=int(written["times"]),
        most=(int(most["amount"]), str(most["unit"])) if most else None,
        after_due=bool(written.get("after_due", False)),
        legal=tuple(written.get("legal", ())),
    )


def same_measure(one: str, other: str) -> bool:
    """Whether amounts of these two units add up: both count opening hours, or both whole days."""
    return (one in WHOLE_DAYS) == (other in WHOLE_DAYS)
