"""Some tasks wait for no other one."""

from motcua.ledger.tasks import sequence_entries
from motcua.platform.backup.tasks import keep_backup
from motcua.platform.files.tasks import scan_waiting
from motcua.site.worker import of_rooms, periodic


def test_the_sequencer_has_a_thread_of_its_own_and_other_tasks_have_not():
    assert of_rooms("ALONGSIDE") == {sequence_entries: 0.2, keep_backup: 60.0, scan_waiting: 60.0}
    assert sequence_entries not in periodic()
