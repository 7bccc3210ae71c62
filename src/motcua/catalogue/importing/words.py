"""The words of the national catalogue, read once from `data/`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Words:
    """`data/national.yaml` and the standard form."""

    levels: dict[str, str]
    subjects: dict[str, str]
    ministries: dict[str, str]
    units: dict[str, str]
    step: str
    papers: dict[str, Any]
    fees: dict[str, Any]
    legal_bodies: tuple[str, ...]
    texts: dict[str, Any]
    form: dict[str, Any]


@cache
def words() -> Words:
    known = yaml.safe_load((DATA / "national.yaml").read_text("utf-8"))
    known["legal_bodies"] = tuple(known["legal_bodies"])
    return Words(**known, form=yaml.safe_load((DATA / "standard_form.yaml").read_text("utf-8")))
