"""Which rules hold on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.catalogue.contracts.law import Fee, LegalReference, Paper, TimeLimit
from motcua.catalogue.contracts.procedures import ProcedureVersion


@dataclass(frozen=True, slots=True)
class RuleSpan:
    """A fee or a time limit of a procedure's history, as long as it held. `kind`: "fee" or "time_limit".

    `valid_from` None: as far back as we know; `valid_to` None: until something else is published. `version_hash` names
    the version that says so; `legal` its references in full.
    """

    kind: str
    rule: Fee | TimeLimit
    legal: tuple[LegalReference, ...]
    valid_from: date | None
    valid_to: date | None
    version_hash: str


@dataclass(frozen=True, slots=True)
class RulesOn:
    """What the rule was on `day`. `in_force` False: no version known here covers that day; what is told are dated rules
    that `version`, a later one, still records. `legal_basis` are the references in force; `history` is in order of days.
    """

    code: str
    day: date
    version: ProcedureVersion
    in_force: bool
    fees: tuple[Fee, ...]
    time_limits: tuple[TimeLimit, ...]
    papers: tuple[Paper, ...]
    legal_basis: tuple[LegalReference, ...]
    source: Mapping[str, Any]
    history: tuple[RuleSpan, ...]
