"""Drafts, batches and imports."""
