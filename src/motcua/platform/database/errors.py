"""What an operator is told: one clear sentence, shown as it is."""


class StartRefusedError(Exception):
    """The product cannot start. `str(error)` says what is wrong and what to do, in one sentence."""


class PartitionError(Exception):
    """A partition cannot be found or taken out. `str(error)` says why and what to do, in one sentence."""
