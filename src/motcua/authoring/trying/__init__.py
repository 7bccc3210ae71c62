"""`motcua procedure try FOLDER`: a package as people will meet it, alive while it is written. No database."""
