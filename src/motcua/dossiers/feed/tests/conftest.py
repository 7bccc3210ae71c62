import pytest

from motcua.dossiers.tests import world as worlds


@pytest.fixture
def world(db, frozen_clock) -> worlds.World:
    """Monday 2 March 2026, 09:00."""
    return worlds.build()
