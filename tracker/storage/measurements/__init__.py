"""Snapshots of measurements by others, findings, and captures of cited pages."""
