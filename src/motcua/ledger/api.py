"""The front door of the ledger: write an act or a look down, read a record's history."""

from motcua.ledger.contracts import EntryView
from motcua.ledger.copying import COPY_ENTRIES, entry_line
from motcua.ledger.reading import history_of
from motcua.ledger.writing import ENTRY_CTE, entry_parameters, record

__all__ = ["COPY_ENTRIES", "ENTRY_CTE", "EntryView", "entry_line", "entry_parameters", "history_of", "record"]
