"""Reminders, morning summaries, calendars to subscribe to, and the mail that carries them."""
