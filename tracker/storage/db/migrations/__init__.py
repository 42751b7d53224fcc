"""Migrations to the present tables, run by `tracker.storage.db.migrate`; forward only.

Triggers and the index of search words are in none of them: they are put up after each migration.
"""
