"""Letters by email: prepared, handed over once, and the outcome of each."""
