"""Accounts, sessions, second factors, handover, and guests of partner organisations."""
