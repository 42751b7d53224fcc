"""Migrations: the steps to the present tables, run by `tracker.storage.db.migrate`."""
