"""Publication: what is published, who confirms it, and how it is fair to the body."""
