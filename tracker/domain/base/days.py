"""Days and spans of days, each a calendar day in the public body's own time zone."""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
URDU_MONTHS = (
    *("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون"),
    *("جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"),
)


def day_in_words(day: date) -> str:
    """Return a day as English text, such as `19 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days, both ends included; without `until` it is still running."""

    since: date
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two spans share a day."""
        starts_in_time = other.until is None or self.since <= other.until
        return starts_in_time and (self.until is None or other.since <= self.until)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """One day, known to lie between `earliest` and `latest`, both included.

    Raises ValueError if `latest` is before `earliest`.
    """

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"a day cannot lie between {self.earliest} and {self.latest}")

    @classmethod
    def on(cls, day: date) -> "DaySpan":
        """Return a day that is known exactly."""
        return cls(day, day)

    @property
    def exact(self) -> bool:
        """Return whether the day is known exactly."""
        return self.earliest == self.latest

    def __str__(self) -> str:
        return f"{self.earliest}" if self.exact else f"{self.earliest} to {self.latest}"


def days_in(span: DaySpan) -> tuple[date, ...]:
    """Return every day on which the uncertain day may lie, earliest first."""
    length = (span.latest - span.earliest).days
    return tuple(span.earliest + timedelta(days=n) for n in range(length + 1))


def first_hole(whole: Span, parts: list[Span]) -> date | None:
    """Return the first day of `whole` that none of `parts` covers, or None."""
    day = whole.since
    for part in sorted(parts, key=lambda part: part.since):
        if day < part.since:
            break
        if part.until is None:
            return None
        day = max(day, part.until + ONE_DAY)
    return day if day in whole else None


def hole_between(parts: list[Span]) -> date | None:
    """Return the first uncovered day between the first and last of `parts`, or None."""
    if not parts:
        return None
    starts = [part.since for part in parts]
    return first_hole(Span(min(starts), max(starts)), parts)
