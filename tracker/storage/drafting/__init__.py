"""Drafts, and lists from which requests are imported."""
