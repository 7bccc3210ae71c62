"""Một Cửa: every public service through one door."""

__version__ = "0.1.0"
