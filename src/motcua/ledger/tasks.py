"""Background work of the ledger: the sequencer."""

from motcua.ledger.installation import this_log
from motcua.ledger.sequencing.rounds import sequence


def sequence_entries() -> None:
    """Take what was committed into the public log, one checkpoint further; a long history takes many rounds, and whoever asks
    to stop waits for one of them. Raises LogBrokenError, and then nothing is signed."""
    sequence(this_log())


ALONGSIDE = {sequence_entries: 0.2}
