"""What is owed and what was paid: money that is never lost."""
