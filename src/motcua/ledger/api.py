"""The front door of the ledger: write an act or a look down, read a record's history, give out the public log."""

from motcua.ledger.about import count_entries, count_sealed, find_entries, get_entry
from motcua.ledger.contracts import EntriesAsked, EntryView, Seal, SealedCount
from motcua.ledger.copying import COPY_ENTRIES, entry_line
from motcua.ledger.erasing import erase_bodies
from motcua.ledger.health import LogHealth, health_of
from motcua.ledger.proving import proof_of
from motcua.ledger.publication import read_checkpoint, read_key, read_tile
from motcua.ledger.reading import history_of
from motcua.ledger.sequencing.moving_house import settle_in
from motcua.ledger.writing import ENTRY_COLUMNS, ENTRY_CTE, entry_parameters, entry_values, record

__all__ = [
    "COPY_ENTRIES",
    "ENTRY_COLUMNS",
    "ENTRY_CTE",
    "EntriesAsked",
    "EntryView",
    "LogHealth",
    "Seal",
    "SealedCount",
    "count_entries",
    "count_sealed",
    "entry_line",
    "entry_parameters",
    "entry_values",
    "erase_bodies",
    "find_entries",
    "get_entry",
    "health_of",
    "history_of",
    "proof_of",
    "read_checkpoint",
    "read_key",
    "read_tile",
    "record",
    "settle_in",
]
