"""The rules of money as pure functions."""
