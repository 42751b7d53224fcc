"""The team, guests, risk notes and the audit trail."""
