"""The steps of a count, which a reader can follow with a paper calendar."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from tracker.domain.base.text import Text
from tracker.domain.law.law import Cited
from tracker.domain.law.limits import Unit


class Reason(StrEnum):
    """Why a count includes a step."""

    EVENT = "event"
    PERHAPS_RECEIVED = "perhaps-received"
    CLOSED = "closed"
    UNCERTAIN = "uncertain"
    LIMIT = "limit"
    EXTENDED_FROM = "extended-from"
    PERHAPS_EXTENDED_FROM = "perhaps-extended-from"
    EXTENSION = "extension"
    RUNS_ON = "runs-on"
    PAUSED = "paused"
    STOPPED = "stopped"
    PERHAPS_STOPPED = "perhaps-stopped"
    DECIDED = "decided-by-notice"
    RESTARTED = "restarted"
    TRANSFERRED = "transferred"
    OUTER = "outer"
    MOVES_ON = "moves-on"
    MOVES_BACK = "moves-back"
    MAY_MOVE_ON = "may-move-on"
    END_CLOSED = "end-closed"


STANDS_STILL = frozenset({Reason.STOPPED, Reason.PERHAPS_STOPPED, Reason.DECIDED})
"""The steps after which the end of the count is unknown."""


class Bound(StrEnum):
    """One end of a span: every doubt resolved for an earlier date, or for a later one."""

    EARLIEST = "earliest"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class CountStep:
    """One step of a count: the day reached or skipped, why, and on what authority.

    A step is complete in itself, so that it can be stored and read years later. `bound` says to
    which of two different readings the step belongs. `until` is the last day of a stretch that
    begins on `day`.
    """

    # One count is stored with every request that was received on one day.
    written_often: ClassVar[bool] = True

    day: date
    reason: Reason
    cited: tuple[Cited, ...] = ()
    names: tuple[Text, ...] = ()
    length: int = 0
    unit: Unit | None = None
    bound: Bound | None = None
    until: date | None = None

    def __hash__(self) -> int:
        """Return the hash of day and reason: steps rarely differ in the rest alone."""
        return hash((self.day, self.reason))


class Caution(StrEnum):
    """What a reader must know beside a date.

    The cautions in PROVISIONAL make the date provisional.
    """

    CLOCK_STOPPED = "clock-stopped"
    CLOCK_IN_DOUBT = "clock-in-doubt"
    DECIDED_BY_NOTICE = "decided-by-notice"
    OPENING_UNKNOWN = "opening-unknown"
    RECEIPT_READING = "receipt-reading"
    RULE_UNVERIFIED = "rule-unverified"
    NO_PAUSE_RULE = "no-pause-rule"
    NO_TRANSFER_RULE = "no-transfer-rule"
    TRANSFER_OUTSIDE_THE_LAW = "transfer-outside-the-law"
    NO_OUTER_EVENT = "no-outer-event"
    LIMIT_UNCERTAIN = "limit-uncertain"
    CALENDAR_UNCHECKED = "calendar-unchecked"
    CALENDAR_NEVER_CHECKED = "calendar-never-checked"
    CALENDAR_UNKNOWN = "calendar-unknown"
    INTERRUPTION_UNSETTLED = "interruption-unsettled"
    EXTENSION_TOO_LATE = "extension-too-late"
    EXTENSION_IN_DOUBT = "extension-in-doubt"
    TRANSFER_IN_DOUBT = "transfer-in-doubt"
    HOURS = "hours"
    UNCERTAIN_DAYS = "uncertain-days"
    UNCERTAIN_END = "uncertain-end"
    UNSETTLED_END = "unsettled-end"
    UNSETTLED_EXTENSION = "unsettled-extension"
    EXTENSION_EITHER_WAY = "extension-either-way"
    RECEIVED_ON_CLOSED_DAY = "received-on-closed-day"
    INFERRED = "inferred"
    OPEN_DAYS_UNKNOWN = "open-days-unknown"
    LAST_DAY_CLOSED = "last-day-closed"
    NO_SAFE_DAY = "no-safe-day"


PROVISIONAL = frozenset(
    {
        Caution.CLOCK_STOPPED,
        Caution.CLOCK_IN_DOUBT,
        Caution.DECIDED_BY_NOTICE,
        Caution.OPENING_UNKNOWN,
        Caution.RECEIPT_READING,
        Caution.RULE_UNVERIFIED,
        Caution.NO_PAUSE_RULE,
        Caution.NO_TRANSFER_RULE,
        Caution.TRANSFER_OUTSIDE_THE_LAW,
        Caution.NO_OUTER_EVENT,
        Caution.LIMIT_UNCERTAIN,
        Caution.CALENDAR_UNCHECKED,
        Caution.CALENDAR_NEVER_CHECKED,
        Caution.CALENDAR_UNKNOWN,
        Caution.OPEN_DAYS_UNKNOWN,
    }
)


@dataclass(frozen=True, slots=True)
class Warn:
    """A caution with the values that its sentence needs.

    `fields` are the fields of a limit that were inferred from the text of the law.
    """

    caution: Caution
    day: date | None = None
    other_day: date | None = None
    cited: tuple[Cited, ...] = ()
    detail: str = ""
    fields: tuple[str, ...] = ()
