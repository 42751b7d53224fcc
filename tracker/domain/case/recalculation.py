"""Recalculation: the deadlines of a request as shown, and lapses that no longer hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.base.days import DaySpan
from tracker.domain.base.kept import SamePart
from tracker.domain.base.terms import Cause
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.history import Entry, History, entries_in_force
from tracker.domain.case.pending_duties import PendingDuty, awaited_in
from tracker.domain.clock.deadline import Deadline
from tracker.domain.clock.deadline_changes import (
    Bounds,
    DeadlineChange,
    DeadlineSnapshot,
    Shift,
    Term,
    Why,
    changes_between,
    kept_shifts,
)
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.deadlines_recalculated import DeadlinesRecalculated
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.law.law import Stage
from tracker.domain.library import Library

TERM_AFTER_CAUSE = {
    Cause.SILENCE: Term.AFTER_SILENCE,
    Cause.DECISION: Term.AFTER_DECISION,
    Cause.NOTICE: Term.AFTER_NOTICE,
}


def deadline_snapshots(case_status: CaseStatus) -> tuple[DeadlineSnapshot, ...]:
    """Return every deadline of a request with its count, as it is shown now.

    Windows after a full answer are left out: nobody is reminded of them.
    """
    return tuple(each for each, _ in counted_snapshots(case_status))


def counted_snapshots(case_status: CaseStatus) -> Iterator[tuple[DeadlineSnapshot, Deadline]]:
    """Yield each of the `deadline_snapshots` with its `Deadline`."""
    for awaited in case_status.awaited:
        for term, deadline in _terms(awaited):
            yield _as_told(awaited.stage, deadline, awaited.opening.seq, term), deadline
    for window in case_status.windows:
        if not window.quiet:
            told_of = _as_told(
                window.stage, window.closes, window.opening, TERM_AFTER_CAUSE[window.cause]
            )
            yield told_of, window.closes


def _terms(awaited: PendingDuty) -> Iterator[tuple[Term, Deadline]]:
    if awaited.urgent:
        yield Term.URGENT, awaited.urgent
    yield Term.ORDINARY, awaited.ordinary
    if awaited.longest is not awaited.ordinary:
        yield Term.LONGEST, awaited.longest


def _as_told(stage: Stage, deadline: Deadline, opening: int, term: Term) -> DeadlineSnapshot:
    day = deadline.earliest, deadline.latest
    return DeadlineSnapshot(stage.key, opening, term, *day, deadline.moves)


def recounts(
    history: History,
    before: Iterable[DeadlineSnapshot],
    now: Iterable[DeadlineSnapshot],
    *,
    versions: tuple[str, str],
    on: DaySpan,
) -> tuple[DeadlinesRecalculated, ...]:
    """Return the events to log for deadlines that moved between two library versions.

    There is one event for each entry from which limits are counted. What the last such event of
    the newer version says is not repeated, so that a count put back by an older process is not
    logged twice.
    """
    older, newer = versions
    moved: dict[int, list[Shift]] = {}
    for opening, shift in kept_shifts(before, now):
        last = _last_recount(history, opening)
        if last is None or not _says(last.event, newer, shift):
            moved.setdefault(opening, []).append(shift)
    return tuple(
        _recount(
            on,
            opening,
            last.seq if (last := _last_recount(history, opening)) else 0,
            older,
            newer,
            tuple(map(SamePart, found)),
        )
        for opening, found in moved.items()
    )


# Requests that a body received on one day move together. These share the event.
@lru_cache(maxsize=512)
def _recount(
    on: DaySpan,
    opening: int,
    after: int,
    older: str,
    newer: str,
    shifts: tuple[SamePart[Shift], ...],
) -> DeadlinesRecalculated:
    return DeadlinesRecalculated(
        on=on,
        opening=opening,
        after=after,
        previous_library_version=older,
        library_version=newer,
        shifts=tuple(shift.part for shift in shifts),
    )


def _last_recount(history: History, opening: int) -> Entry | None:
    found = (
        entry
        for entry in reversed(history)
        if isinstance(entry.event, DeadlinesRecalculated) and entry.event.opening == opening
    )
    return next(found, None)


def _says(event: Event, version: str, shift: Shift) -> bool:
    return (
        isinstance(event, DeadlinesRecalculated)
        and event.library_version == version
        and any(
            (said.stage, said.term, said.now) == (shift.stage, shift.term, shift.now)
            for said in event.shifts
        )
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """A logged lapse that would not be logged under the present library.

    `now` is the last day as it is counted today; None if its limit is no longer known.
    """

    entry: Entry
    was: Bounds
    now: Bounds | None
    why: tuple[DeadlineChange, ...]


def doubts(history: History, library: Library) -> tuple[Doubt, ...]:
    """Return the lapses that count but no longer hold.

    By today's library, the body still had time on the day from which they say that it had not.
    Each is counted from what was logged before it, so that nothing later puts it in doubt. A lapse
    logged under the present version holds.
    """
    counting = entries_in_force(history)
    return tuple(
        doubt
        for entry in counting
        if isinstance(entry.event, MissedDeadline)
        and entry.event.library_version != library.digest
        for doubt in _doubt(entry, entry.event, counting, library)
    )


def _doubt(
    entry: Entry, lapse: MissedDeadline, counting: History, library: Library
) -> Iterator[Doubt]:
    before = _up_to(entry, counting)
    now = _counted_for(lapse, _awaited_by(before, library))
    if now and now.latest and now.latest < lapse.on.earliest:
        return
    was = Bounds(lapse.earliest, lapse.latest)
    if now is None:
        yield Doubt(entry, was, None, (DeadlineChange(Why.NO_NUMBER_NOW),))
        return
    old = DeadlineSnapshot(
        lapse.stage, lapse.opening, now.term, lapse.earliest, lapse.latest, lapse.count
    )
    yield Doubt(entry, was, now.bounds, changes_between(old, now))


def _up_to(entry: Entry, counting: History) -> History:
    """Return the entries up to and including a lapse, which tells whose time it is."""
    return tuple(each for each in counting if each.seq <= entry.seq)


def undone_by(event: Event, history: History, library: Library) -> tuple[Entry, ...]:
    """Return the lapses that count but would not have been logged after `event`.

    With that event the body had acted or still had time, or another body had to answer. A lapse
    that `event` does not affect is left out, whether or not it is in doubt.
    """
    counting = entries_in_force(history)
    return tuple(
        entry
        for entry in counting
        if isinstance(entry.event, MissedDeadline)
        and _undone(entry, entry.event, event, counting, library)
    )


def _undone(
    entry: Entry, lapse: MissedDeadline, event: Event, counting: History, library: Library
) -> bool:
    before = _up_to(entry, counting)
    as_if = Entry(entry.seq, event, entry.entered_at, entry.entered_by, b"", b"")
    stood = _stands(lapse, _awaited_by(before, library))
    return stood and not _stands(lapse, _awaited_by((*before, as_if), library))


def _awaited_by(history: History, library: Library) -> tuple[PendingDuty, ...]:
    """Return the stages in which a body must act by that history, without any windows.

    Empty if nothing was drafted.
    """
    case_state = case_state_of(history)
    if case_state.drafted is None:
        return ()
    return tuple(awaited_in(case_state, library.law(case_state.drafted.law), library, []))


def _stands(lapse: MissedDeadline, waited_for: tuple[PendingDuty, ...]) -> bool:
    """Return whether a lapse of that body could be logged on the day it names."""
    awaited = _awaited_for(lapse, waited_for)
    if awaited is None or awaited.done or awaited.body != lapse.body:
        return False
    last = _limit_passed(lapse, awaited).latest
    return last is not None and last < lapse.on.earliest


def _counted_for(
    lapse: MissedDeadline, waited_for: tuple[PendingDuty, ...]
) -> DeadlineSnapshot | None:
    """Return the limit that a lapse says was passed, as counted in `waited_for`, or None."""
    awaited = _awaited_for(lapse, waited_for)
    if awaited is None:
        return None
    term = Term.LONGEST if isinstance(lapse, FellSilent) else Term.ORDINARY
    return _as_told(awaited.stage, _limit_passed(lapse, awaited), lapse.opening, term)


def _awaited_for(lapse: MissedDeadline, waited_for: tuple[PendingDuty, ...]) -> PendingDuty | None:
    """Return the stage in `waited_for` that a lapse says was not met, or None."""
    place = lapse.stage, lapse.opening
    found = (each for each in waited_for if (each.stage.key, each.opening.seq) == place)
    return next(found, None)


def _limit_passed(lapse: MissedDeadline, awaited: PendingDuty) -> Deadline:
    return awaited.longest if isinstance(lapse, FellSilent) else awaited.ordinary
