"""A tamper-evident log's mathematics: RFC 6962 trees, C2SP tiles, checkpoints and proofs. No Django, no database."""
