"""Many requests at once: approving, letters and labels, and logging what happened from a table."""
