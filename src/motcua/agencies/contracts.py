"""What the agencies room tells others: units, agencies, officials and their positions, calendars."""

from dataclasses import dataclass
from datetime import date, datetime
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
    SECURITY = "security"  # proves anew who a colleague is who lost every passkey
    INTEGRATOR = "integrator"  # an agency's own system, no human: pushes what that system decides


@dataclass(frozen=True, slots=True)
class UnitView:
    """An administrative unit of the day. `code`: 2 digits (province) or 5 digits (commune)."""

    code: str
    name: LocalText
    full_name: LocalText
    level: str  # "province" | "commune"
    parent_code: str | None


class ChangeKind(StrEnum):
    """How much of a former unit went over to a present one."""

    WHOLE = "whole"
    UNCHANGED = "unchanged"
    RENAMED = "renamed"
    PART = "part"  # the table doesn't say which part
    PART_AREA = "part_area"  # some of the land
    PART_AREA_ALL_PEOPLE = "part_area_all_people"  # some of the land, and everybody
    PART_PEOPLE = "part_people"  # some of those who live there


@dataclass(frozen=True, slots=True)
class UnitPart:
    """A present unit that took a former one or a part of it; `note` is the table's own word on it."""

    unit: UnitView
    kind: ChangeKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class OldUnitView:
    """A commune as it was before `since`. More than one of `parts`: it was split, and only who lives there knows where."""

    code: str
    name: str
    district: str
    province_code: str
    province: str
    since: date
    parts: tuple[UnitPart, ...]

    @property
    def full_name(self) -> str:
        """As addresses of before wrote it: "Phường Đa Kao, Quận 1, Thành phố Hồ Chí Minh"."""
        return ", ".join(part for part in (self.name, self.district, self.province) if part)


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


ONE_STOP = "one_stop"  # the branch of a centre that receives everything and resolves nothing


class RouteReason(StrEnum):
    """Why a matter goes where it goes."""

    RULE = "rule"
    PLACE = "place"  # no rule: the agency of this tier and branch in the place
    RECEIVED_THERE = "received_there"  # no rule: the agency that received it resolves such matters
    UNCLEAR = "unclear"  # a rule leaves it to the coordinators
    NOBODY = "nobody"  # no rule, and no agency of this tier and branch in the place


@dataclass(frozen=True, slots=True)
class RouteRule:
    """A rule of competence. "" is any; `agency_id` None: the coordinators decide; `legal`: by which article it is so."""

    id: UUID
    procedure_code: str
    field: str
    tier: str
    unit_code: str
    branch: str
    priority: int
    agency_id: UUID | None
    legal: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Route:
    """Where a matter goes; `agency` None: people have to find out. `rule`: the one that says so, if one does."""

    agency: AgencyView | None
    reason: RouteReason
    rule: RouteRule | None


@dataclass(frozen=True, slots=True)
class PositionView:
    """An official's position today: `roles` hold at `agency` and at `agency_ids` (itself and those below). `reach`: what it
    sees of their dossiers where it is restricted, as keys of `reach.py`; empty for all of them."""

    official_id: UUID
    official_name: str
    title: LocalText
    agency: AgencyView
    agency_ids: tuple[UUID, ...]
    roles: frozenset[str]
    valid_from: date
    valid_to: date | None
    reach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScopeView:
    """One right of a restricted official: the dossiers of this family of procedures or of this one procedure, in this unit;
    "" is any. `live`: it counts today; a right that was ended, or whose days are over, gives nothing and restricts on."""

    id: UUID
    official_id: UUID
    official_name: str
    family: str
    procedure_code: str
    unit_code: str
    valid_from: date
    valid_to: date | None
    reason: str
    given_by_name: str
    given_at: datetime
    ended_at: datetime | None
    live: bool


@dataclass(frozen=True, slots=True)
class OfficialView:
    id: UUID
    name: str
    title: LocalText
    agency_id: UUID
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Somebody away from `first_day` to `last_day`, inclusive, and who works in their place."""

    id: UUID
    official_id: UUID
    official_name: str
    substitute_id: UUID
    substitute_name: str
    first_day: date
    last_day: date
