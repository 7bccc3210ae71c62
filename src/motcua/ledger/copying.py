"""Entries by COPY, for invented histories of a demo. What somebody really did is written by `record`."""

COPY_ENTRIES = (
    "COPY ledger_entry (id, at, action, actor_kind, actor_id, actor_name, position, agency_id, subject_id, record_id,"
    " why, facts) FROM STDIN"
)
_NULL = "\\N"


def entry_line(
    *,
    entry_id: str,
    at: str,
    action: str,
    actor_kind: str,
    actor_id: str | None,
    actor_name: str,
    position: str,
    agency_id: str | None,
    subject_id: str,
    record_id: str,
    why: str,
    facts: str,
) -> str:
    """One entry as a line for `COPY_ENTRIES`; `at` is written with its time zone. Texts hold no tab, no line end and no
    backslash; `facts` is JSON text."""
    return (
        f"{entry_id}\t{at}\t{action}\t{actor_kind}\t{actor_id or _NULL}\t{actor_name}\t{position}"
        f"\t{agency_id or _NULL}\t{subject_id}\t{record_id}\t{why}\t{facts}\n"
    )
