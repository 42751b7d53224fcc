"""Work on many requests at once: approval, letters, labels, and logging from a table."""
