"""Entries of a request: sending, receipt, responses, appeals, hearings, compliance."""
