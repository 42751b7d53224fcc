"""The email address that a public body itself gives for information requests."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.law.law import Source

# An address is used for this number of days after someone last saw it in its source.
CONFIRMED_FOR = timedelta(days=90)


class DesignatedBy(StrEnum):
    """Where a body names an address for information requests."""

    NOTICE = "own-notice"
    PAGE = "own-page"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Designation:
    """The source by which a body's email address is designated for information requests, and the
    day on which someone last saw the address there."""

    designated_by: DesignatedBy
    source: Source
    confirmed_on: date
