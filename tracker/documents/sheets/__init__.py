"""Sheets that accompany letters: address labels."""
