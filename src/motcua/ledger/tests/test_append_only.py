"""Nobody who runs as the application can change what was written down."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from motcua.ledger.api import history_of, record

pytestmark = pytest.mark.django_db


def test_an_entry_is_written_and_read_back():
    record_id = new_id()
    record(actor=SYSTEM, action="ledger.tried", record_id=record_id, why="thử", facts={"version": 2})
    (entry,) = history_of(record_id)
    assert (entry.action, entry.why, entry.facts, entry.actor_name) == (
        "ledger.tried",
        "thử",
        {"version": 2},
        "Một Cửa",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET why = ''",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "DROP TABLE ledger_entry",
    ],
)
def test_the_application_role_can_not_change_or_remove_entries(statement):
    record(actor=SYSTEM, action="ledger.tried")
    with pytest.raises((ProgrammingError, psycopg.errors.InsufficientPrivilege)), transaction.atomic():
        connection.cursor().execute(statement)
