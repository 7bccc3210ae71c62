"""Carrying procedures from one installation to another: signed archives, planned before they are applied."""
