"""What each public page is made from, and the cache of pages."""
