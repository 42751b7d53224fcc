"""The tables of the database: no behaviour, and every invariant a constraint of the database.

Rows are never validated when made, so none is ever filled from a form: repositories write them
from domain objects only. Importing this package completes `Table.metadata`.
"""

from tracker.storage.db.tables import (
    cases,
    correspondence,
    deadlines,
    drafting,
    keys,
    letters,
    log,
    mail_letters,
    mail_readings,
    measurements,
    office,
    people,
    photographs,
    public,
    publishing,
    reminders,
    workbook,
)

__all__ = [
    "cases",
    "correspondence",
    "deadlines",
    "drafting",
    "keys",
    "letters",
    "log",
    "mail_letters",
    "mail_readings",
    "measurements",
    "office",
    "people",
    "photographs",
    "public",
    "publishing",
    "reminders",
    "workbook",
]
