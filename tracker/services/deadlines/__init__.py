"""Deadlines in sentences and calendars, and the deadline calculator."""
