"""The inputs of a request's timeline: a history, private or public, and the library."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic

from tracker.domain.base.days import DaySpan
from tracker.domain.case.case_state import HistoryState
from tracker.domain.events.event import E, HistoryEntry
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.law.law import Law
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedEntry
from tracker.web.base.language import gettext, lazy_gettext

# If a stage has one limit, a missed deadline must not mention an ordinary and a longest one.
_NO_ANSWER = lazy_gettext("No response within the time allowed")
NO_DECISION = lazy_gettext("No decision within the time allowed")


@dataclass(frozen=True)
class TimelineSource(Generic[E]):
    """A history with its law.

    `doubted` maps the entry of a missed deadline to when a document came that casts doubt on
    it.
    """

    entries: tuple[E, ...]
    state: HistoryState[E]
    library: Library
    law: Law | None
    doubted: Mapping[int, DaySpan]

    @cached_property
    def counting(self) -> frozenset[int]:
        """Return the numbers of the entries that were not corrected."""
        return frozenset(entry.seq for entry in self.state.entries)

    def at(self, seq: int) -> E | None:
        """Return the entry with this number; None if the history shows none."""
        return next((entry for entry in self.entries if entry.seq == seq), None)

    def certain(self) -> Iterator[E]:
        """Return the entries that count, without missed deadlines in doubt."""
        return (entry for entry in self.state.entries if entry.seq not in self.doubted)

    def lapse(self, filed: HistoryEntry | None = None) -> tuple[E, MissedDeadline] | None:
        """Return the latest certain missed deadline of this appeal, or of the request itself."""
        found = reversed(self.state.lapses_of(filed))
        return next((each for each in found if each[0].seq not in self.doubted), None)


def source_of(record: Record, library: Library) -> TimelineSource[RecordedEntry]:
    """Return the inputs of a public record's timeline."""
    doubted = {
        each.seq: each.possible_response for each in record.entries if each.possible_response
    }
    law = library.instrument(record.law)
    return TimelineSource(record.entries, record.state, library, law, doubted)


def entry_name(entry: HistoryEntry, source: TimelineSource[E]) -> str:
    """Return the name of an entry: if the stage has only one limit, a missed deadline names no
    other."""
    event = entry.event
    if not isinstance(event, FellSilent) or two_limits(
        event, source, corrected=entry.seq not in source.counting
    ):
        return gettext(event.label)
    asked = (source.state.body, *source.state.holders)
    return str(_NO_ANSWER if event.body in asked else NO_DECISION)


def two_limits(
    lapse: MissedDeadline, source: TimelineSource[E], *, corrected: bool = False
) -> bool:
    """Return whether the history also shows the ordinary limit of that stage; a corrected entry
    counts only for a missed deadline that is itself `corrected`."""
    return any(
        isinstance(each.event, Overdue)
        and each.event.stage == lapse.stage
        and (corrected or each.seq in source.counting)
        for each in source.entries
    )
