"""Hearings of different requests on one day, and how close they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Nearness(StrEnum):
    """How close two hearings are. Without both times a clash cannot be ruled out."""

    SAME_TIME = "same-time"
    SAME_DAY = "same-day"
    TIME_UNKNOWN = "time-unknown"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A hearing of a request: its day, its time as `10:30`, and who appears; each of these two is
    empty if it is not known."""

    reference: str
    seq: int
    day: date
    time: str = ""
    counsel: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Another hearing on the same day."""

    other: Appointment
    nearness: Nearness


def clashes_of(one: Appointment, all_of_them: Sequence[Appointment]) -> tuple[Clash, ...]:
    """Return the other hearings on the day of this one, in the order given."""
    return tuple(
        Clash(other, _nearness(one, other))
        for other in all_of_them
        if other.day == one.day and (other.reference, other.seq) != (one.reference, one.seq)
    )


def _nearness(one: Appointment, other: Appointment) -> Nearness:
    if not one.time or not other.time:
        return Nearness.TIME_UNKNOWN
    return Nearness.SAME_TIME if one.time == other.time else Nearness.SAME_DAY
