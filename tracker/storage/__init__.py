"""Everything that one database and one folder store.

This file imports nothing: what only looks at a stamp of the database loads none of the rest.
"""

from importlib import import_module


def prepare_tables() -> None:
    """Load all tables, and relate them to classes now, as the first statement would, so that forks
    share the result."""
    import_module("tracker.storage.opening")
    import_module("sqlalchemy.orm").configure_mappers()
