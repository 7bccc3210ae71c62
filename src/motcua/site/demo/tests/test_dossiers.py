from collections import Counter
from time import perf_counter

import pytest

from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform import remembering
from motcua.platform.database.transactions import acting
from motcua.site.demo import world
from motcua.site.demo.stories import ROADS


@pytest.mark.django_db
def test_some_months_of_dossiers_stand_in_every_state_and_stay_when_loaded_again(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    remembering.forget()
    began = perf_counter()
    world.load()
    assert perf_counter() - began < 60  # about 5 s where it was measured; room for a busy machine
    with acting(SYSTEM):
        rows = list(Dossier.objects.all())
    planned = sum(end["many"] for end in world._world()["dossiers"]["ends"])
    assert len(rows) >= planned * 0.9
    assert set(Counter(row.state for row in rows)) == {*ROADS, "awaiting_earlier"}  # the worker hands those over
    assert all(row.submitted_at < clock.now() for row in rows)
    assert min(row.submitted_at for row in rows) < clock.now().replace(day=1)
    joined = next(row for row in rows if row.procedure_code == world._world()["joined_up"]["code"])
    assert joined.receiving_agency_id != joined.resolving_agency_id and len(joined.asked_agency_ids) == 2
    assert [segment["kind"] for segment in joined.clock] == ["checking", "running", "waiting_agency"]
    with acting(SYSTEM):
        assert joined.step_rows.get(step_id="ground").record["area"] == "420"
    world.load()
    with acting(SYSTEM):
        assert Dossier.objects.count() == len(rows)
    remembering.forget()
