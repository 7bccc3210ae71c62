"""Every address, asked by every role, for its own things and for everybody else's."""

from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test import override_settings

from motcua.kernel import clock
from tests.matrix import doors, endpoints
from tests.matrix import world as worlds
from tests.matrix.cells import cells


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, test_cluster, tmp_path_factory):
    """Built once: what is refused leaves nothing behind. Real commits, in the application's own database role."""
    monday = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")), django_db_blocker.unblock(), clock.at(monday):
        yield worlds.build()
        connections.close_all()
        test_cluster.renew()


@pytest.fixture
def facts(test_cluster):
    """Everything the rooms hold, as one hash a table; what looks and refusals leave behind is left out."""

    def read() -> dict[str, str]:
        with test_cluster.owner() as owner:
            names = owner.execute(
                "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'"
                " AND c.relname ~ '^(dossiers|forms|agencies|authoring|files|catalogue|payments)_' AND c.relname !~ 'asked|use$'"
            ).fetchall()
            hashes = "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {} t"
            return {name: owner.execute(hashes.format(name)).fetchone()[0] for (name,) in names}

    return read


@pytest.mark.timeout(280)
def test_what_is_not_ones_own_is_refused_gives_nothing_away_and_stays_as_it_is(world, facts, record_property):
    before, asked, wrong = facts(), 0, []
    for endpoint in endpoints.everything():
        for cell in cells(world, endpoint):
            if not cell.must_be_refused:
                continue
            answer, asked = cell.ask(), asked + 1
            if not cell.is_refused(answer):
                wrong.append(f"{cell} was answered {answer.status} {answer.headers.get('location', '')}")
            wrong += [f"{cell} told {secret!r}" for secret in cell.given_away(world, answer)]
    record_property("cells", asked)
    print(f"\nmatrix: {asked} foreign cells refused")
    assert not wrong, "\n".join(wrong)
    assert asked > 1500
    assert facts() == before


@pytest.mark.timeout(280)
def test_what_is_ones_own_opens_and_tells_nothing_of_others(world):
    """So no door is refused only because it leads nowhere."""
    wrong, closed = [], []
    for endpoint in endpoints.everything():
        own = [cell for cell in cells(world, endpoint) if not cell.must_be_refused]
        answers = [(cell, cell.ask()) for cell in own if cell.method == "GET"]
        wrong += [f"{cell} told {secret!r}" for cell, answer in answers for secret in cell.given_away(world, answer)]
        wrong += [f"{cell} broke" for cell, answer in answers if answer.status >= 500]
        opened = any(answer.status < 400 for _cell, answer in answers)
        if not opened and not all(answer.status == 405 for _cell, answer in answers) and endpoint.policy != "public":
            closed.append(endpoint.route)
    assert not wrong, "\n".join(wrong)
    new = set(closed) - doors.CLOSED.keys()
    assert not new, f"Nobody could open these; fill them better, or say why in CLOSED of tests/matrix/doors.py: {new}"
