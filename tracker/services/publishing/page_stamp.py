"""What the pages of a copy are made from, as a few values that are read at once.

An export that finds each of them as the last one noted it has nothing to make, and need not load
the pages to know that. Each question that a page can ask (`PageInputs`) is answered from these
parts and from nothing else, so that no page changes unless one of them does.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from zoneinfo import ZoneInfo

from tracker.services.ports.data import MadePackage


class PagePart(StrEnum):
    """A part of everything that the pages of a copy are made from."""

    FILES = "files"
    """The program, its templates, the shipped library, the settings, and the keys."""
    OFFICE = "office"
    """Its name and its mark, whether it is live, and the version of the tables."""
    OWN_LIBRARY = "own library"
    SIGNATURES = "signatures"
    """Those of jurists under laws."""
    RECORDS = "records"
    """Records, corrections, findings, captures, and the words by which records are found."""
    LOG = "log"
    """The public log, its keys, what waits for a place, and statements by others."""
    DATA = "data"
    """The data package as it is offered."""
    DAYS = "days"
    """The date in each time zone of the library."""


_LIBRARY = frozenset({PagePart.FILES, PagePart.OWN_LIBRARY})

# Of every question of `PageInputs`, the parts from which it is answered.
ANSWERED_FROM: Mapping[str, frozenset[PagePart]] = {
    "library": _LIBRARY,
    "today_at": _LIBRARY | {PagePart.DAYS},
    "latest_today": _LIBRARY | {PagePart.DAYS},
    "own_version": frozenset({PagePart.OWN_LIBRARY}),
    "law_signatures": frozenset({PagePart.SIGNATURES}),
    "record": frozenset({PagePart.RECORDS, PagePart.LOG}),
    "led_to": frozenset({PagePart.RECORDS}),
    "require_followed": _LIBRARY | {PagePart.RECORDS},
    "changes": frozenset({PagePart.RECORDS}),
    "counts": frozenset({PagePart.RECORDS}),
    "rows": frozenset({PagePart.RECORDS}),
    "newest": frozenset({PagePart.RECORDS}),
    "corrected": frozenset({PagePart.RECORDS, PagePart.LOG}),
    "notices": frozenset({PagePart.RECORDS}),
    "log": frozenset({PagePart.LOG}),
    "data": frozenset({PagePart.DATA}),
    "library_data": _LIBRARY | {PagePart.DATA},
}


PageStamp = Mapping[str, str]
"""The digest of each part, by its name."""


def stamp_of_days(zones: Iterable[str], moment: datetime) -> PageStamp:
    """Return the part of the days, in the time zones of the library."""
    days = sorted((zone, moment.astimezone(ZoneInfo(zone)).date()) for zone in set(zones))
    return {PagePart.DAYS: digest_of_part(days)}


def stamp_of_data(made: MadePackage | None) -> PageStamp:
    """Return the part of the data package.

    It is apart because an export brings the package up to date, by what it read before.
    """
    return {PagePart.DATA: digest_of_part(made)}


def digest_of_part(value: object) -> str:
    """Return the digest of a value whose `repr` is stable."""
    return sha256(repr(value).encode()).hexdigest()[:40]
