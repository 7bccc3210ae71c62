"""The one sequencer: entries that are committed get their number, tiles are written, a checkpoint is signed."""
