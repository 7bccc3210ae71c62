"""Finding a procedure in everyday words: pure, in memory, no database. Why so: docs/adr/0011-search.md."""
