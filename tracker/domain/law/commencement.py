"""The first day of a law: how exactly sources give it, and the refusal of every earlier day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.base.text import Text


class FirstDayKnown(StrEnum):
    """How exactly sources give the day on which a law came into force.

    Year: only the year is known, and the law counts from the last day of that year. At the latest:
    sources show only that the law was in force by a day, and the law counts from that day.
    """

    DAY = "day"
    YEAR = "year"
    AT_LATEST = "at-latest"


@dataclass(frozen=True, slots=True)
class Commencement:
    """How exactly the first day of a law is known, and the provisions that give it."""

    known: FirstDayKnown
    sources: tuple[str, ...]

    def too_early(self, law: Text, since: date, day: date) -> NoLimitOnFile:
        """Return the refusal to count from `day`, which is before the first day of `law`."""
        match self.known:
            case FirstDayKnown.DAY:
                return NoLimitOnFile(
                    "No time limit is counted from {day}: {law} came into force later, on "
                    "{since}.",
                    law=law,
                    since=since,
                    day=day,
                )
            case FirstDayKnown.YEAR:
                return NoLimitOnFile(
                    "We know only the year in which {law} came into force, so its time limits "
                    "are counted from the end of that year, {since}. No time limit is counted "
                    "from {day}, which is earlier.",
                    law=law,
                    since=since,
                    day=day,
                )
            case FirstDayKnown.AT_LATEST:
                return NoLimitOnFile(
                    "We know only that {law} was in force by {since}. No time limit is counted "
                    "from {day}, which is earlier.",
                    law=law,
                    since=since,
                    day=day,
                )
