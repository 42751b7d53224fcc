"""Reminders and outgoing email."""
