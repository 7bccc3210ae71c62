"""Rules of authoring as pure functions."""
