"""Snapshots of others' measurements, and findings."""
