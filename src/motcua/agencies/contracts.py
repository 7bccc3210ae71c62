"""What the agencies room tells others: units, agencies, officials and their positions, calendars."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from motcua.kernel.languages import LocalText


class Tier(StrEnum):
    MINISTRY = "ministry"
    PROVINCE = "province"
    COMMUNE = "commune"


class Role(StrEnum):
    """What a position may do. An act on a dossier names the role it needs; see `dossiers/flows`."""

    RECEIVER = "receiver"  # one-stop official: receives, asks for supplements, refuses, returns
    SPECIALIST = "specialist"  # examines and proposes
    HEAD = "head"  # approves, signs, redistributes
    OPERATOR = "operator"  # runs the installation
    EDITOR = "editor"  # writes procedures and the words they are found by
    PUBLISHER = "publisher"  # publishes what somebody else has written


@dataclass(frozen=True, slots=True)
class UnitView:
    """An administrative unit of the day. `code`: 2 digits (province) or 5 digits (commune)."""

    code: str
    name: LocalText
    full_name: LocalText
    level: str  # "province" | "commune"
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class AgencyView:
    """`code` is the agency identifier that dossier codes begin with, e.g. "H57.17". `branch` "" is general
    competence; an agency of a branch ("police") is competent for that branch only.
    """

    id: UUID
    code: str
    name: LocalText
    tier: Tier
    unit_code: str | None
    parent_id: UUID | None
    address: str
    phone: str
    calendar: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class PositionView:
    """An official's position today: `roles` hold at `agency` and at `agency_ids` (itself and those below)."""

    official_id: UUID
    official_name: str
    title: LocalText
    agency: AgencyView
    agency_ids: tuple[UUID, ...]
    roles: frozenset[str]
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class OfficialView:
    id: UUID
    name: str
    title: LocalText
    agency_id: UUID
    roles: frozenset[str]
