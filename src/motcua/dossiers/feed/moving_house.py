"""When the database moves to a server that counts its transactions from the beginning: positions go on ascending."""

from motcua.platform.database.counting import LEAP, Places

_CHANGES = Places("dossiers_change", "position", "dossiers_feed_position", "dossiers_feed_horizon")

settle_in = _CHANGES.settle_in
leap = _CHANGES.leap

__all__ = ["LEAP", "leap", "settle_in"]
