"""Evidence by others: answers handed in as files, and findings that a person confirms."""
