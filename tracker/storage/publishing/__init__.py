"""Public records, what is derived from them, and publications that are pending."""
