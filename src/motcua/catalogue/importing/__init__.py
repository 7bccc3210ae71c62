"""From a national catalogue file to working procedure versions."""
