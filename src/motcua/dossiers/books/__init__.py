"""The books of an agency: who had a dossier when (form 06), what was received and returned (form 07), and their print."""
