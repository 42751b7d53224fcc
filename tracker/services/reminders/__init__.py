"""Reminders, morning summaries, calendar feeds, and the mail that carries them."""
