import pytest

from motcua.authoring.tests import people


@pytest.fixture
def office(db, frozen_clock) -> people.Office:
    """Monday 2 March 2026, 09:00; the birth registration is published."""
    made = people.open_office()
    people.publish_birth()
    return made
