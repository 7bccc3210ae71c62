"""Banks and platforms, a file each."""
