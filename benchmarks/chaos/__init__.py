"""`make chaos`: break things while people work, then count. Acknowledged = stored = in the ledger = announced = in the public log."""
