"""Letters by email: prepared, handed over once, and what became of each."""
