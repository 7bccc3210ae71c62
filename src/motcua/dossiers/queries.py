"""Reading cases: rows to contracts. Reading personal data is itself written down in the ledger."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import msgspec

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import (
    CoSigned,
    DossierSummary,
    DossierView,
    JourneySummary,
    JourneyTracking,
    JourneyView,
    Reckoning,
    State,
    Tracking,
)
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.codes import places_of
from motcua.dossiers.errors import DossierNotFoundError, JourneyNotFoundError
from motcua.dossiers.holding import tracked_holding, tracked_steps
from motcua.dossiers.models import Dossier, DossierParty, Journey
from motcua.dossiers.rules import calendar_agency, reckoning_of
from motcua.dossiers.syncing.progress import tracked_progress
from motcua.dossiers.viewing import AT_AGENCIES, LOOKED_AT, summaries_of, view_of
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.languages import LocalText
from motcua.ledger import api as ledger
from motcua.platform.database.together import Together
from motcua.platform.database.transactions import looking, prepared

_encode = msgspec.json.Encoder().encode


def get_dossier(*, actor: Actor, code: str, why: str = "") -> DossierView:
    """The whole case. An official's look at it is an entry in the ledger before the page is shown.

    Raises DossierNotFoundError, also for a dossier that the actor may not see.
    """
    with looking(actor):
        row = row_of(code)
        view = view_of(actor, row)
        if not actor.is_person:
            others = [str(one.person_id) for one in view.co_signers]
            facts = {"subjects": others} if others else {}
            ledger.record(
                actor=actor, action=LOOKED_AT, record_id=row.id, subject_id=row.applicant_id, why=why, facts=facts
            )
        return view


def list_my_dossiers(*, actor: Actor, limit: int = 50) -> tuple[DossierSummary, ...]:
    """The actor's own dossiers, newest first."""
    if actor.id is None:
        return ()
    with looking(actor):
        rows = Dossier.objects.filter(applicant_id=actor.id).order_by("-id")[:limit]
        return summaries_of(list(rows))


def names_of_mine(*, actor: Actor, ids: Collection[UUID]) -> dict[UUID, tuple[str, LocalText]]:
    """Code and procedure of those of these dossiers, and of what was filed together, that the actor applied for."""
    if not actor.is_person or actor.id is None or not ids:
        return {}
    with looking(actor):
        own = Dossier.objects.filter(id__in=ids, applicant_id=actor.id).values_list("id", "code", "version_hash")
        together = Journey.objects.filter(id__in=ids, applicant_id=actor.id).values_list("id", "code", "version_hash")
        return {row_id: (code, catalogue.get_version(version).name) for row_id, code, version in [*own, *together]}


def list_cosigned(*, actor: Actor, limit: int = 50) -> tuple[CoSigned, ...]:
    """Dossiers of others that the actor agreed to, newest first: what to track them by."""
    if not actor.is_person or actor.id is None:
        return ()
    with looking(actor):
        rows = DossierParty.objects.filter(person_id=actor.id).order_by("-id")[:limit]
        return tuple(CoSigned(row.dossier_code, row.procedure_name, row.agreed_at) for row in rows)


def list_my_journeys(*, actor: Actor, limit: int = 50) -> tuple[JourneySummary, ...]:
    """What the actor filed together, newest first."""
    if actor.id is None:
        return ()
    with looking(actor):
        rows = Journey.objects.filter(applicant_id=actor.id).order_by("-id")[:limit]
        return tuple(_journey_summary(row) for row in rows)


def track_dossier(*, code: str) -> Tracking:
    """Status and dates for whoever knows the code; nothing about the person. Raises DossierNotFoundError."""
    if "\x00" not in code:  # PostgreSQL's text holds none
        for first, end in places_of(code):
            if row := _together.do((code, first, end)):
                return _tracking(row)
    raise DossierNotFoundError


def _track(wanted: Sequence[tuple[str, UUID, UUID]]) -> list[tuple[Any, ...]]:
    """Asked in the same instant, answered by one statement: a row for each, () where there is none."""
    if len(wanted) == 1:
        return [prepared(_TRACK, wanted[0]).fetchone() or ()]
    asked = _encode([{"n": n, "c": code, "f": first, "e": end} for n, (code, first, end) in enumerate(wanted)]).decode()
    found = {row[0]: row[1:] for row in prepared(_TRACK_MANY, (asked,)).fetchall()}
    return [found.get(n, ()) for n in range(len(wanted))]


_together: Together[tuple[str, UUID, UUID], tuple[Any, ...]] = Together(_track)


def get_journey(*, actor: Actor, code: str) -> JourneyView:
    """All dossiers of a journey that the actor may see; an official's look is an entry in the ledger.

    Raises JourneyNotFoundError.
    """
    with looking(actor):
        row = Journey.objects.filter(code=code).first() if "\x00" not in code else None
        if row is None:
            raise JourneyNotFoundError
        if not actor.is_person:
            ledger.record(actor=actor, action=LOOKED_AT, record_id=row.id, subject_id=row.applicant_id)
        return view_of_journey(actor, row)


def find_journey(*, actor: Actor, journey_id: UUID) -> JourneyTracking:
    """What stands around a dossier: the status of all that was filed with it, also at agencies that the actor is none
    of. Raises JourneyNotFoundError for a journey of which the actor sees no dossier."""
    with looking(actor):
        row = Journey.objects.filter(id=journey_id).first()
        if row is None:
            raise JourneyNotFoundError
        return track_journey(code=row.code)


def track_journey(*, code: str) -> JourneyTracking:
    """Status and dates for whoever knows the code; nothing about the person. Raises JourneyNotFoundError."""
    found = prepared(_TRACK_JOURNEY, (code,)).fetchone() if "\x00" not in code else None
    if found is None:
        raise JourneyNotFoundError
    journey_id, version_hash, submitted_at = found
    version = catalogue.get_version(version_hash)
    rows = prepared(f"{_TRACKING} WHERE journey_id = %s ORDER BY id", (journey_id,)).fetchall()
    return JourneyTracking(code, version.code, version.name, submitted_at, tuple(_tracking(row) for row in rows))


def _journey_summary(row: Journey) -> JourneySummary:
    version = catalogue.get_version(row.version_hash)
    names = {part.id: part.name for part in version.journey if part.name}
    return JourneySummary(row.id, row.code, version.name, row.submitted_at, names)


def view_of_journey(actor: Actor, row: Journey) -> JourneyView:
    """In the caller's transaction: the dossiers of it that this one shows the actor."""
    version = catalogue.get_version(row.version_hash)
    dossiers = tuple(view_of(actor, one) for one in Dossier.objects.filter(journey_id=row.id).order_by("id"))
    by_part = {one.journey_part: one for one in dossiers}
    after = {part.id: part.after for part in version.journey}
    called = {part.id: part.name for part in version.journey}
    waits = {
        one.id: tuple(
            by_part[name].id
            for name in after.get(one.journey_part, ())
            if name in by_part and by_part[name].decided_at is None
        )
        for one in dossiers
        if one.state is State.AWAITING_EARLIER
    }
    return JourneyView(
        id=row.id,
        code=row.code,
        procedure_code=row.procedure_code,
        procedure_name=version.name,
        applicant_id=row.applicant_id,
        applicant_name=row.applicant_name,
        submitted_at=row.submitted_at,
        dossiers=dossiers,
        names={one.id: called.get(one.journey_part) or one.procedure_name for one in dossiers},
        waits_for=waits,
    )


def explain_due_date(*, actor: Actor, code: str) -> Reckoning | None:
    """Every day of the reckoning up to the due date, or up to now while the clock waits. None before acceptance."""
    with looking(actor):
        row = row_of(code)
        until = row.ended_at or (clock.now() if row.due_at is None else None)
        return reckoning_of(row, clocks.from_json(row.clock), until)


def row_of(code: str) -> Dossier:
    """The row, in the caller's transaction, as far as it lets the caller see it. Raises DossierNotFoundError."""
    if "\x00" not in code:  # PostgreSQL's text holds none
        for first, end in places_of(code):
            if row := Dossier.objects.filter(code=code, id__gte=first, id__lt=end).first():
                return row
    raise DossierNotFoundError


def _tracking(row: tuple[Any, ...]) -> Tracking:
    code, version_hash, receiving, was, status, submitted, received, *dates, source, dossier_id, resolving, turned = row
    version, agency, state = catalogue.get_version(version_hash), agencies.get_agency(receiving), State(was)
    told = (code, version.code, version.name, agency.name, receiving, state, status, submitted, received)
    due, decided, ended = dates
    if source:
        return Tracking(*told, due, decided, ended, source, progress=tracked_progress(dossier_id))
    steps = tracked_steps(dossier_id, version_hash) if received else ()
    holding = tracked_holding(state, version_hash, (receiving, resolving), turned or submitted, steps)
    calendar = calendar_agency(version_hash, receiving, resolving)
    waits = tuple(dict.fromkeys(one.agency_id for one in steps if one.stops_case)) if state in AT_AGENCIES else ()
    return Tracking(
        *told, due, decided, ended, holding=holding, steps=steps, calendar_agency_id=calendar, waits_for=waits
    )


_TRACKING = (
    "SELECT code, version_hash, receiving_agency_id, state, status, submitted_at, received_at, due_at, decided_at, "
    "ended_at, source, id, resolving_agency_id, turned_at FROM dossiers_tracking"
)
# Without `concat`, which is only stable, PostgreSQL would plan anew each time, for the months at hand; so it keeps one
# plan for all months and leaves those out that the range does not touch when it runs.
_TRACK = f"{_TRACKING} WHERE code = %s AND id >= concat(%s::uuid)::uuid AND id < concat(%s::uuid)::uuid"
_TRACK_MANY = f"""
SELECT w.n, found.* FROM json_to_recordset(%s::json) AS w(n int, c text, f uuid, e uuid) CROSS JOIN LATERAL (
  {_TRACKING} WHERE code = w.c AND id >= concat(w.f)::uuid AND id < concat(w.e)::uuid OFFSET 0) AS found
"""
_TRACK_JOURNEY = "SELECT id, version_hash, submitted_at FROM dossiers_journey_tracking WHERE code = %s"
