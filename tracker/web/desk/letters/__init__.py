"""Letters and the letterhead."""
