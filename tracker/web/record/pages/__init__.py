"""The inputs of each public page, and the cache of pages."""
