"""Days and stretches of days; a day is always a calendar day in the public body's own zone."""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def in_words(day: date) -> str:
    """A day as an English sentence writes it: `19 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included; no `until` means still running."""

    since: date
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: "Span") -> bool:
        """Whether some day lies in both."""
        starts_in_time = other.until is None or self.since <= other.until
        return starts_in_time and (self.until is None or other.since <= self.until)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """One day that may not be known exactly: it lies between `earliest` and `latest`."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"a day cannot lie between {self.earliest} and {self.latest}")

    @classmethod
    def on(cls, day: date) -> "DaySpan":
        """A day known exactly."""
        return cls(day, day)

    @property
    def exact(self) -> bool:
        """Whether the day is known exactly."""
        return self.earliest == self.latest

    def __str__(self) -> str:
        return f"{self.earliest}" if self.exact else f"{self.earliest} to {self.latest}"


def days_of(span: DaySpan) -> tuple[date, ...]:
    """Every day on which it may have been."""
    length = (span.latest - span.earliest).days
    return tuple(span.earliest + timedelta(days=n) for n in range(length + 1))
