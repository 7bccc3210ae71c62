"""People: reading one, finding one by number, entering one at the counter."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from motcua.identity.contracts import PersonView
from motcua.identity.errors import PersonExistsError, PersonInvalidError, PersonNotFoundError
from motcua.identity.models import Person
from motcua.identity.numbers import id_of_person
from motcua.identity.policies import require_desk
from motcua.kernel.actors import Actor
from motcua.kernel.identifiers import personal_id_problem, phone_problem
from motcua.kernel.texts import clean, sort_key
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import SET_ACTOR, acting, looking, prepared, row_security

_SEXES = ("male", "female")


def get_person(*, actor: Actor, person_id: UUID) -> PersonView:
    """A person by id: oneself, or for an official somebody whose dossier is at hand. The caller writes the official's
    look into the ledger together with the dossier it was for. Raises PersonNotFoundError.
    """
    if not connection.in_atomic_block:
        return _looked_up(actor, person_id)
    with looking(actor):
        row = Person.objects.filter(id=person_id).first()
    if row is None:
        raise PersonNotFoundError
    return _view(row)


_FACTS = tuple(PersonView.__dataclass_fields__)
# The person is read only after the actor is set, and `true` ends that with the statement.
_LOOK_UP = f"""
WITH actor AS MATERIALIZED (SELECT {SET_ACTOR}, %s::uuid AS wanted)
SELECT found.* FROM actor CROSS JOIN LATERAL (
  SELECT {", ".join(_FACTS)} FROM identity_person WHERE id = actor.wanted OFFSET 0) AS found
"""


def _looked_up(actor: Actor, person_id: UUID) -> PersonView:
    """The same in one prepared statement, for whoever has no transaction open: submitting waits for it."""
    row = prepared(_LOOK_UP, (*row_security(actor), person_id)).fetchone()
    if row is None:
        raise PersonNotFoundError
    return PersonView(*row)


def find_person(*, actor: Actor, personal_id: str, why: str = "") -> PersonView:
    """A person by number, for an official at a desk. Every search goes into the ledger, found or not.

    Raises NotAllowedError, PersonNotFoundError.
    """
    require_desk(actor)
    number = clean(personal_id)
    with looking(actor):
        row = Person.objects.filter(personal_id=number).first()
        ledger.record(
            actor=actor,
            action="identity.person_searched",
            subject_id=row.id if row else None,
            record_id=row.id if row else None,
            why=why,
            facts={"found": row is not None},
        )
    if row is None:
        raise PersonNotFoundError
    return _view(row)


def register_person(
    *,
    actor: Actor,
    full_name: str,
    personal_id: str,
    birth_date: date | None = None,
    sex: str,
    phone: str = "",
    email: str = "",
    address: str = "",
    unit_code: str = "",
    nationality: str = "",
    ethnicity: str = "",
) -> PersonView:
    """Enter a person who comes to the counter for the first time. Raises NotAllowedError, PersonInvalidError (its
    `fields` name what to mend), PersonExistsError.
    """
    require_desk(actor)
    facts = {
        "full_name": clean(full_name),
        "personal_id": clean(personal_id),
        "sex": sex,
        "phone": clean(phone)[:20],
        "email": clean(email),
        "address": clean(address),
        "unit_code": unit_code,
        "nationality": clean(nationality),
        "ethnicity": clean(ethnicity),
    }
    _check(facts)
    with acting(actor):
        row, created = Person.objects.get_or_create(
            personal_id=facts["personal_id"],
            defaults={
                **facts,
                "id": id_of_person(facts["personal_id"]),
                "birth_date": birth_date,
                "sort_key": sort_key(facts["full_name"]),
            },
        )
        if not created:
            raise PersonExistsError
        ledger.record(actor=actor, action="identity.person_registered", record_id=row.id, subject_id=row.id)
    return _view(row)


def _check(facts: dict[str, str]) -> None:
    problems: dict[str, object] = {}
    if not facts["full_name"]:
        problems["full_name"] = _("Bạn hãy nhập họ và tên.")
    if personal_id_problem(facts["personal_id"]):
        problems["personal_id"] = _("Số định danh cá nhân có 12 chữ số. Bạn hãy xem lại trên thẻ.")
    if facts["sex"] not in _SEXES:
        problems["sex"] = _("Bạn hãy chọn nam hoặc nữ.")
    if facts["phone"] and phone_problem(facts["phone"]):
        problems["phone"] = _("Số điện thoại này chưa đủ hoặc thừa chữ số.")
    for field, most in (("full_name", 200), ("email", 254), ("address", 300), ("nationality", 60), ("ethnicity", 60)):
        if len(facts[field]) > most:
            problems[field] = _("Nhiều nhất %(most)s ký tự.") % {"most": most}
    if problems:
        raise PersonInvalidError(fields=problems)


def _view(row: Person) -> PersonView:
    return PersonView(
        id=row.id,
        full_name=row.full_name,
        personal_id=row.personal_id,
        birth_date=row.birth_date,
        sex=row.sex,
        phone=row.phone,
        email=row.email,
        address=row.address,
        unit_code=row.unit_code,
        nationality=row.nationality,
        ethnicity=row.ethnicity,
    )
