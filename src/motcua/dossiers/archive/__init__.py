"""What happens to dossiers after their end: archived, kept, handed over, destroyed by lists that two people agreed to."""
