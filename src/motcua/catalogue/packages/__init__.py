"""Reading procedure packages from disk: YAML with lines, schemas, checks."""
