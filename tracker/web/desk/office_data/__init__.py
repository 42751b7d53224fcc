"""Exports and unsent mail."""
