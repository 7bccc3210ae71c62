"""The public JSON API of the catalogue."""
