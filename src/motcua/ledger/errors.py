"""What the ledger refuses. None of it is said to people: the operator reads it, and the log stands still."""


class LogBrokenError(RuntimeError):
    """What lies in the database, in the tiles and in public does not fit together; nothing is signed until it does."""
