"""The base of every use case: the office, languages, the audit trail, entering events."""
