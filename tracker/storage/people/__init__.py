"""Accounts, second factors, sharing, personal settings and the audit trail."""
