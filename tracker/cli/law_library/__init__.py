"""Commands that read or write the law library."""
