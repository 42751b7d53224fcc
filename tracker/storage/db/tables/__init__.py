"""The tables of the database: no behaviour, and every invariant a constraint of the database.

Rows are never validated when made, so none is ever filled from a form: repositories write them
from domain objects only. `tracker.storage.db.every_table` loads all of them.
"""
