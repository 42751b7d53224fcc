"""Letters by email: prepared, approved, handed over once, and settled by reports."""
