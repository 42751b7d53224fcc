"""Pages about the requests of all partners of a campaign."""
