"""Today: what is due, reminders, calendars, findings."""
