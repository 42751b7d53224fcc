"""Migrations of the tables, forward only, run by `tracker.storage.db.migrate`.

Triggers and the search index are in no migration: they are created after each one.
"""
