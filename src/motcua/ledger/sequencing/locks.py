"""Who writes to the log holds these, one at a time over all nodes."""

LOCK = 0x6C6F67  # of the whole server's advisory locks, the sequencer's
ALONE = "SELECT pg_advisory_xact_lock(7107445, 1)"  # with what erases bodies: see ledger_erase
