"""When the database moves to a server that counts its transactions from the beginning: entries go on in their order."""

from motcua.platform.database.counting import Places

settle_in = Places("ledger_entry", "place", "ledger_place", "ledger_horizon").settle_in
