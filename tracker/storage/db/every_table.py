"""The base class of the tables, once every table is known to its metadata."""

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
from tracker.storage.db.tables.base import Table

__all__ = [
    "Table",
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
