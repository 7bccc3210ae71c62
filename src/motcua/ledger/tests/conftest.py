import pytest

from motcua.ledger.tests.log import log_in


@pytest.fixture
def log(tmp_path, clean_db):
    """A log in a folder of the test's own, over a database that is as new afterwards."""
    return log_in(tmp_path / "ledger")
