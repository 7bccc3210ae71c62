"""Background work of the ledger: the sequencer."""

from motcua.ledger.installation import this_log
from motcua.ledger.sequencing.rounds import sequence


def sequence_entries() -> None:
    """Take what was committed into the public log. Raises LogBrokenError, and then nothing is signed."""
    while sequence(this_log()):
        pass


ALONGSIDE = {sequence_entries: 0.2}
