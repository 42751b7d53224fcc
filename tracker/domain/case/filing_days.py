"""The days on which a remedy is certainly open: filing is neither premature nor late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.terms import Cause
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.windows import Window, is_remedy


class Timing(StrEnum):
    """How a day of filing compares with the days on which filing is advised."""

    TOO_EARLY = "too-early"
    PERHAPS_EARLY = "perhaps-early"
    ADVISED = "advised"
    PERHAPS_LATE = "perhaps-late"
    TOO_LATE = "too-late"


@dataclass(frozen=True, slots=True)
class FilingDays:
    """The days on which filing is neither premature nor late on any reading.

    `first` is the day after the latest end of the longest time to reply, or the day of the
    decision; None while it is not known. `last` is the earliest last day to file or, where the
    office may be closed then, the last day before on which it is certainly open. If `first` comes
    after `last` there are no such days, and the advice is to file by `last`.
    """

    first: date | None
    last: date

    @property
    def certain(self) -> bool:
        """Return whether there is a day on which filing is neither premature nor late."""
        return self.first is not None and self.first <= self.last


def filing_days(window: Window) -> FilingDays:
    """Return the days to file in one window."""
    return FilingDays(window.certain_from, window.closes.last_safe_day or window.closes.earliest)


def filing_days_together(gates: Iterable[Window]) -> FilingDays:
    """Return the days to file one appeal that several causes opened: a silence and a late reply.

    Once one gate is open, the appeal is not premature; it is late at no gate before the first of
    them closes. Pass only the gates that are still open. Raises ValueError without a gate.
    """
    days = [filing_days(gate) for gate in gates]
    if not days:
        raise ValueError("no gate is open")
    first = min((each.first for each in days if each.first), default=None)
    return FilingDays(first, min(each.last for each in days))


def days_to_file(case_status: CaseStatus, window: Window, today: date) -> FilingDays:
    """Return the days advised on `today` for a window, with the causes that are appealed in one.

    Windows that were used or waived are left out.
    """
    return filing_days_together(gates_of(window, case_status.unfiled(), today))


def gates_of(window: Window, windows: Iterable[Window], today: date) -> tuple[Window, ...]:
    """Return the windows that one appeal in `window` can use together on a day.

    A silence and the replies after it open one appeal. A window that may have closed before
    `today` is left out, unless it is `window` itself.
    """
    joined = [
        each
        for each in windows
        if each.stage.key == window.stage.key
        and is_remedy(each)
        and is_remedy(window)
        and not (each.cause is window.cause is Cause.SILENCE)
        and filing_days(each).last >= today
    ]
    return (window, *(each for each in joined if each != window))


def timing_of(window: Window, days: FilingDays, on: date) -> Timing:
    """Return how a day of filing compares with the days advised for a window.

    It is too early before the window can be open, and too late once it has certainly closed.
    Where no day is certain, filing by the last day is advised although it may be premature.
    """
    if on < window.opens_earliest:
        return Timing.TOO_EARLY
    if window.closes.missed_on(on):
        return Timing.TOO_LATE
    if on > days.last:
        return Timing.PERHAPS_LATE
    if days.certain and days.first and on < days.first:
        return Timing.PERHAPS_EARLY
    return Timing.ADVISED
