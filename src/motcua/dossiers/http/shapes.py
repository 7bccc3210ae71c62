"""What the data plane answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self
from uuid import UUID

import msgspec

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import JourneyTracking, JourneyView, State, Tracking
from motcua.dossiers.services.submitting import Receipt


class Submitted(msgspec.Struct):
    """201, or 200 when the same key had sent the same content before. `check_by`: by when an official looks at it."""

    id: UUID
    code: str
    submitted_at: datetime
    check_by: datetime

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        return cls(receipt.id, receipt.code, receipt.submitted_at, receipt.check_by)


class TrackedProcedure(msgspec.Struct):
    """`name` by language."""

    code: str
    name: Mapping[str, str]


class TrackedProgress(msgspec.Struct):
    """A step that another system told. `status`: the national code from here on, if it says so."""

    at: datetime
    unit: str
    status: int | None


class TrackedHolding(msgspec.Struct):
    """Who has it now. `agency` by language, null for the applicant; `step` by language, null for the dossier itself."""

    agency: Mapping[str, str] | None
    since: datetime | None
    step: Mapping[str, str] | None
    paused: bool


class TrackedWork(msgspec.Struct):
    """A step before the result. `state`: waiting, open, paused, done or cancelled."""

    name: Mapping[str, str]
    agency: Mapping[str, str]
    state: str
    since: datetime | None
    done_at: datetime | None


class Tracked(msgspec.Struct):
    """Status and dates; nothing about the person. `status` is the national code, 1 to 10. `source`: the name of the other
    system that decides it and told its `progress`, oldest first; "" for a dossier that is handled here. `held_by`: the agencies that have it now, or the applicant."""

    code: str
    procedure: TrackedProcedure
    agency: Mapping[str, str]
    state: State
    status: int
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None
    source: str
    progress: list[TrackedProgress]
    held_by: list[TrackedHolding]
    steps: list[TrackedWork]

    @classmethod
    def of(cls, found: Tracking) -> Self:
        return cls(
            found.code,
            TrackedProcedure(found.procedure_code, found.procedure_name),
            found.agency,
            found.state,
            found.status,
            found.submitted_at,
            found.received_at,
            found.due_at,
            found.decided_at,
            found.ended_at,
            found.source,
            [TrackedProgress(one.at, one.unit, one.status) for one in found.progress],
            [TrackedHolding(_name(one.agency_id), one.since, one.step, one.paused) for one in found.holding],
            [
                TrackedWork(
                    one.name, agencies.get_agency(one.agency_id).name, one.state, one.opened_at, one.recorded_at
                )
                for one in found.steps
            ],
        )


def _name(agency_id: UUID | None) -> Mapping[str, str] | None:
    return agencies.get_agency(agency_id).name if agency_id else None


class FiledDossier(msgspec.Struct):
    """One dossier of a journey. `state` "awaiting_earlier": it is handed over when those before it are done."""

    code: str
    procedure: TrackedProcedure
    state: State


class JourneySubmitted(msgspec.Struct):
    """201, or 200 when the same key had sent the same content before."""

    id: UUID
    code: str
    submitted_at: datetime
    dossiers: list[FiledDossier]

    @classmethod
    def of(cls, journey: JourneyView) -> Self:
        return cls(
            journey.id,
            journey.code,
            journey.submitted_at,
            [
                FiledDossier(one.code, TrackedProcedure(one.procedure_code, one.procedure_name), one.state)
                for one in journey.dossiers
            ],
        )


class TrackedJourney(msgspec.Struct):
    """Status and dates of all that was filed together; nothing about the person."""

    code: str
    procedure: TrackedProcedure
    submitted_at: datetime
    dossiers: list[Tracked]

    @classmethod
    def of(cls, found: JourneyTracking) -> Self:
        return cls(
            found.code,
            TrackedProcedure(found.procedure_code, found.procedure_name),
            found.submitted_at,
            [Tracked.of(one) for one in found.dossiers],
        )
