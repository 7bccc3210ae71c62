"""Seats at an agency: which are free, taking one for good in the submission's own transaction, giving it back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.contracts import AppointmentView
from motcua.dossiers.errors import SubmissionInvalidError
from motcua.dossiers.models import Seat
from motcua.dossiers.viewing import LOOKED_AT
from motcua.forms import api as forms
from motcua.forms.contracts import FieldType, FormField, FreeDay, Slots
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.dates import say_moment
from motcua.kernel.ids import new_id
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking, prepared


def appointments_of(version: ProcedureVersion) -> tuple[FormField, ...]:
    """The questions of the form that ask for an appointment."""
    fields = forms.compile_form(version).fields.values()
    return tuple(field for field in fields if field.type is FieldType.APPOINTMENT)


def free_days_at(
    agency_id: UUID, procedure_code: str, own: UUID | None = None
) -> Callable[[FormField], Sequence[FreeDay]]:
    """What a form asks: the free days and times at the agency. Reckoned once a field; the seat that the dossier `own`
    holds counts as free, since it may be kept."""
    found: dict[str, Sequence[FreeDay]] = {}

    def free_days(field: FormField) -> Sequence[FreeDay]:
        if field.id not in found:
            found[field.id] = _free(agency_id, procedure_code, field.slots, own) if field.slots else ()
        return found[field.id]

    return free_days


def hold_seats(dossier_id: UUID, version: ProcedureVersion, agency_id: UUID, answers: Mapping[str, Any]) -> None:
    """Let the dossier hold exactly the seats that its answers name; in the caller's transaction.

    Raises SubmissionInvalidError on the field whose time is full, somebody else was first; or whose applicant holds as many
    seats of this procedure as one person may.
    """
    for field in appointments_of(version):
        wanted = _moment(agency_id, answers[field.id]) if answers.get(field.id) else None
        held = Seat.objects.filter(dossier_id=dossier_id, field=field.id).first()
        if held and held.starts_at == wanted:
            continue
        if held:
            held.delete()
        if wanted:
            _require_room(dossier_id, version.code, field, agency_id)
        if wanted and (wanted <= clock.now() or not _take(dossier_id, version.code, agency_id, field, wanted)):
            raise SubmissionInvalidError(fields={field.id: taken()})


def release_seats(dossier_id: UUID) -> None:
    Seat.objects.filter(dossier_id=dossier_id).delete()


def list_appointments(*, actor: Actor, day: date) -> tuple[AppointmentView, ...]:
    """Who comes to the actor's agency on `day`, in order of time. Names people, so it is a look at all of them."""
    if actor.agency_id is None:
        return ()
    zone = agencies.calendar_of(actor.agency_id).zone
    begins = datetime.combine(day, time(), zone)
    with looking(actor):
        rows = Seat.objects.filter(
            agency_id=actor.agency_id, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)
        )
        found = list(rows.select_related("dossier").order_by("starts_at", "number"))
        subjects = sorted({str(row.dossier.applicant_id) for row in found})
        if subjects:
            ledger.record(actor=actor, action=LOOKED_AT, facts={"subjects": subjects})
        return tuple(
            AppointmentView(
                starts_at=row.starts_at,
                code=row.dossier.code,
                applicant_name=row.dossier.applicant_name,
                procedure_name=catalogue.get_version(row.dossier.version_hash).name,
            )
            for row in found
        )


def taken() -> str:
    return _("Giờ này vừa có người khác chọn hết chỗ. Hãy chọn giờ khác; mọi câu trả lời khác vẫn được giữ.")


def _free(agency_id: UUID, procedure_code: str, slots: Slots, own: UUID | None) -> Sequence[FreeDay]:
    calendar = agencies.calendar_of(agency_id)
    today = clock.now().astimezone(calendar.zone).date()
    full = {
        moment.astimezone(calendar.zone)
        for moment, many in prepared(_TAKEN, (agency_id, procedure_code, clock.now(), own)).fetchall()
        if many >= slots.capacity
    }
    days = forms.offered_days(slots, calendar.hours, today)
    left = (
        FreeDay(each.day, tuple(at for at in each.times if _at(each.day, at, calendar.zone) not in full))
        for each in days
    )
    return tuple(each for each in left if each.times)


def _take(dossier_id: UUID, procedure_code: str, agency_id: UUID, field: FormField, moment: datetime) -> bool:
    """The lowest free number, or another one when somebody took that in the same instant. False when none is left."""
    capacity = field.slots.capacity if field.slots else 0
    for _try in range(capacity):
        parameters = {
            "id": new_id(),
            "dossier": dossier_id,
            "agency": agency_id,
            "procedure": procedure_code,
            "field": field.id,
            "moment": moment,
            "capacity": capacity,
        }
        if prepared(_TAKE, parameters).fetchone():
            return True
        if len(prepared(_NUMBERS, (agency_id, procedure_code, moment)).fetchall()) >= capacity:
            return False
    return False


def _require_room(dossier_id: UUID, procedure_code: str, field: FormField, agency_id: UUID) -> None:
    """One person does not hold the seats of many. Raises SubmissionInvalidError with what is held."""
    most = field.slots.per_person if field.slots else 1
    parameters = {"dossier": dossier_id, "procedure": procedure_code, "field": field.id, "now": clock.now()}
    prepared(_ONE_AFTER_THE_OTHER, parameters)
    held = prepared(_HELD, parameters).fetchall()
    if len(held) >= most:
        starts_at, code = held[0]
        moment = say_moment(starts_at, agencies.calendar_of(agency_id).zone, get_language() or "vi")
        raise SubmissionInvalidError(fields={field.id: held_already(moment, code, most)})


def held_already(moment: str, code: str, most: int) -> str:
    return _(
        "Đã có lịch hẹn cho thủ tục này: %(moment)s, hồ sơ %(code)s. Mỗi người giữ nhiều nhất %(most)s lịch hẹn chưa đến, để"
        " ai cũng có chỗ. Muốn đến lúc khác thì rút hồ sơ ấy trước; mọi câu trả lời ở đây vẫn được giữ."
    ) % {"moment": moment, "code": code, "most": most}


def _moment(agency_id: UUID, answer: str) -> datetime:
    day, _t, at = answer.partition("T")
    return _at(date.fromisoformat(day), at, agencies.calendar_of(agency_id).zone)


def _at(day: date, at: str, zone: Any) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), zone)


# `dossiers_seattaken` shows everybody which seats are taken, and nobody whose they are.
_TAKEN = """SELECT starts_at, count(*) FROM dossiers_seattaken
WHERE agency_id = %s AND procedure_code = %s AND starts_at > %s AND dossier_id IS DISTINCT FROM %s::uuid
GROUP BY starts_at"""
_NUMBERS = "SELECT number FROM dossiers_seattaken WHERE agency_id = %s AND procedure_code = %s AND starts_at = %s"
# Whose the dossier is decides: an official at the counter files for many. Two of one person's at once wait for each other.
_ONE_AFTER_THE_OTHER = """SELECT pg_advisory_xact_lock(hashtextextended(applicant_id::text || %(procedure)s, 0))
FROM dossiers_dossier WHERE id = %(dossier)s"""
_HELD = """SELECT s.starts_at, d.code FROM dossiers_dossier own
JOIN dossiers_dossier d ON d.applicant_id = own.applicant_id JOIN dossiers_seat s ON s.dossier_id = d.id
WHERE own.id = %(dossier)s AND s.procedure_code = %(procedure)s AND s.field = %(field)s AND s.starts_at > %(now)s
ORDER BY s.starts_at"""
_TAKE = """
INSERT INTO dossiers_seat (id, dossier_id, agency_id, procedure_code, field, starts_at, number)
SELECT %(id)s::uuid, %(dossier)s::uuid, %(agency)s::uuid, %(procedure)s::text, %(field)s::text, %(moment)s::timestamptz, n
FROM generate_series(1, %(capacity)s::int) n
WHERE NOT EXISTS (SELECT 1 FROM dossiers_seattaken t WHERE t.agency_id = %(agency)s::uuid
  AND t.procedure_code = %(procedure)s::text AND t.starts_at = %(moment)s::timestamptz AND t.number = n)
ORDER BY n LIMIT 1
ON CONFLICT (agency_id, procedure_code, starts_at, number) DO NOTHING RETURNING number
"""
