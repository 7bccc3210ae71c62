"""`make bench-dossiers`: the dossier engine beside its floors, in one run, on one PostgreSQL. A row is a module here."""
