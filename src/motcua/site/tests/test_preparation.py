"""What is done between "start" and "serving"."""

import psycopg

from motcua.site.preparation import make_months_ahead


class Held:
    """A database whose tables somebody holds: a backup, a long report."""

    def execute(self, *_said: object) -> None:
        raise psycopg.errors.LockNotAvailable


def test_a_start_does_not_fail_because_a_backup_holds_the_tables():
    said: list[str] = []
    make_months_ahead(Held(), said.append)
    assert len(said) == 1
