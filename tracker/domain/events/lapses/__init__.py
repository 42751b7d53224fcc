"""Time limits that passed without an answer, and what changed their count."""
