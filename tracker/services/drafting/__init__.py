"""Drafts of requests, batches of them, and lists to import."""
