"""What every use case rests on: the office, languages, the audit trail, entering of events."""
