"""`motcua procedure …`: writing procedures from the command line."""
