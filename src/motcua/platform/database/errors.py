"""Why the product refuses to start: one clear sentence, shown to the operator as it is."""


class StartRefusedError(Exception):
    """The product cannot start. `str(error)` says what is wrong and what to do, in one sentence."""
