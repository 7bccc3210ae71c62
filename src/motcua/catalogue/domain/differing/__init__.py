"""The parts of `domain.differences`: one file of a package each, and what they share."""
