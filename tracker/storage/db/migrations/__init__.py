"""The steps by which a database came to its present tables; run by `tracker.storage.db.migrate`."""
