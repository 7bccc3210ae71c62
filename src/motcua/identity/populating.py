"""Invented people by COPY, for a demo. Somebody real is entered by `register_person`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

from motcua.identity.accounts import DEMO
from motcua.identity.contracts import PersonView
from motcua.identity.models import Person
from motcua.identity.numbers import person_ids
from motcua.kernel.actors import SYSTEM
from motcua.kernel.texts import sort_key
from motcua.platform.database.transactions import acting

_COPY = (
    "COPY identity_person (id, full_name, sort_key, personal_id, birth_date, sex, phone, email, address, unit_code,"
    " nationality, ethnicity) FROM STDIN"
)
PIECE = 20_000


def demo_people() -> tuple[PersonView, ...]:
    """The people whom the demo lets anybody sign in as."""
    with acting(SYSTEM):
        rows = Person.objects.filter(account__provider=DEMO, account__is_active=True).order_by("id")
        return tuple(PersonView(*(getattr(row, name) for name in PersonView.__dataclass_fields__)) for row in rows)


@dataclass(frozen=True, slots=True)
class Invented:
    """`personal_id` begins with 000, which no place has. `birth_date` is written yyyy-mm-dd."""

    full_name: str
    personal_id: str
    birth_date: str
    sex: str
    phone: str
    address: str
    unit_code: str


def enter_invented(owner: "psycopg.Connection[Any]", people: Iterable[Invented]) -> Iterator[tuple[str, Invented]]:
    """Enter those who are not there yet, as the owner. Yields everybody with the id in 32 hexadecimal digits."""
    piece: list[Invented] = []
    for person in people:
        piece.append(person)
        if len(piece) == PIECE:
            yield from _enter(owner, piece)
            piece = []
    yield from _enter(owner, piece)


def _enter(owner: "psycopg.Connection[Any]", piece: list[Invented]) -> list[tuple[str, Invented]]:
    numbers = [person.personal_id for person in piece]
    ids = person_ids(actor=SYSTEM, numbers=[f"person:{number}" for number in numbers])
    known = {
        number
        for (number,) in owner.execute(
            "SELECT personal_id FROM identity_person WHERE personal_id = ANY(%s)", (numbers,)
        )
    }
    found = [(ids[f"person:{person.personal_id}"].hex, person) for person in piece]
    lines = (
        f"{key}\t{one.full_name}\t{sort_key(one.full_name)}\t{one.personal_id}\t{one.birth_date}\t{one.sex}\t{one.phone}"
        f"\t\t{one.address}\t{one.unit_code}\tViệt Nam\tKinh\n"
        for key, one in found
        if one.personal_id not in known
    )
    with owner.transaction(), owner.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write("".join(lines))
    return found
