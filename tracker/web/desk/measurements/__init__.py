"""Answers of others, the sentences that rest on them, and captures of cited pages."""
