"""Proving and checking the log from outside: no Django, and for most of it no database, only files and a public key."""
