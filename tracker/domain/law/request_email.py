"""The email addresses that a public body itself gives: for requests, and for what is filed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.base.messages import Message
from tracker.domain.law.law import ReadIn, Source

# An address is used for this number of days after someone last saw it in its source.
CONFIRMED_FOR = timedelta(days=90)
NO_FILING_ADDRESS = Message(
    "The library has no email address that this body itself gives for filing appeals, complaints "
    "and reviews. File by hand or by post. A copy by email files nothing."
)
_NOT_CONFIRMED = Message(
    "Nobody has confirmed the body’s email address for filing within the last 90 days. Check its "
    "source, then enter the new date in the library."
)


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


@dataclass(frozen=True, slots=True)
class FilingAddress:
    """The email address that a body itself gives for appeals, complaints and reviews, with its
    source and the day on which someone last saw it there.

    An address for information requests is not one, and nor is one for other complaints.
    """

    email: str
    designated_by: DesignatedBy
    source: Source
    confirmed_on: date

    def lacks(self, today: date) -> Message | None:
        """Return why nothing may be filed at this address on a day; None if it may."""
        if self.source.read_in is ReadIn.MEMORY:
            return NO_FILING_ADDRESS
        return None if seen_lately(self.confirmed_on, today) else _NOT_CONFIRMED


def seen_lately(confirmed_on: date, today: date) -> bool:
    """Return whether an address was seen in its source within the last 90 days."""
    return timedelta() <= today - confirmed_on <= CONFIRMED_FOR
