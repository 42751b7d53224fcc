"""One request calculated under another library version, without anything open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from secrets import token_bytes

from tracker.domain.base.canonical import canonical
from tracker.domain.base.days import DaySpan
from tracker.domain.base.kept import SamePart
from tracker.domain.case.history import (
    NONCE_BYTES,
    History,
    NewEntry,
    entry_from_bytes,
    is_already_entered,
    new_entry,
)
from tracker.domain.case.recalculation import recounts
from tracker.domain.clock.deadline_changes import DeadlineSnapshot, Shift
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.deadlines_recalculated import DeadlinesRecalculated
from tracker.domain.library import Library
from tracker.services.core.entering import Derived, derive, versions
from tracker.services.core.office import Calculating, LibraryAt
from tracker.services.deadlines.snapshot_bytes import snapshot_bytes, snapshots_from
from tracker.services.ports.case_rows import edition_in, says_the_same
from tracker.services.ports.cases import QuietChange, StoredCase

REVISER = "revise"
# Bytes. An entry has at most 65,535; the calculations of many limits together could exceed that.
ROOM_FOR_COUNTS = 50_000


def quiet_changes(
    library: Library, moment: datetime, batch: Sequence[StoredCase]
) -> tuple[QuietChange, ...]:
    """Return the quiet changes among some requests, calculated as of a moment."""
    at = LibraryAt(library, moment)
    return tuple(change for each in batch if (change := quiet_change(at, each)))


def quiet_change(office: Calculating, stored: StoredCase) -> QuietChange | None:
    """Return the new calculation of a request, if the public sees no change.

    None for any other, also for one that is in doubt or cannot be read or counted: it has to be
    opened.
    """
    if stored.columns is None or stored.days is None:
        return None
    try:
        return _quiet_change(office, stored, stored.days, edition_in(stored.columns))
    except Exception:
        return None


def _quiet_change(
    office: Calculating, stored: StoredCase, stored_days: bytes, before: str
) -> QuietChange | None:
    history = history_in(stored)
    derived = derive(office, stored.reference, history)
    days = snapshot_bytes(derived.told)
    told = derived.told if days == stored_days else snapshots_from(stored_days, derived.told)
    events = recounts_of(office, history, derived, before, told)
    new = entries_to_add(stored.reference, history, events, office.now(), REVISER)
    if derived.doubts or any(is_already_entered(event, history) for event in events):
        return None
    return change_of(stored, history, new, derived, days)


def change_of(
    stored: StoredCase,
    history: History,
    new: tuple[NewEntry, ...],
    derived: Derived,
    days: bytes,
) -> QuietChange | None:
    """Return the change of a request by these entries, None if the public sees it.

    `derived` is what they lead to, and `days` are its last days as they are stored.
    """
    if stored.columns is None:
        return None
    if new and versions((*history, *(each.entry for each in new))) > versions(history):
        return None
    same = says_the_same(stored.columns, derived.row)
    return QuietChange(
        stored.reference,
        len(history),
        edition_in(stored.columns),
        None if same else derived.row,
        None if days == stored.days else days,
        new,
        derived.row.law,
    )


def history_in(stored: StoredCase) -> History:
    """Return the history from its stored bytes. Raises what `entry_from_bytes` raises."""
    return tuple(entry_from_bytes(*each) for each in stored.entries)


def entries_to_add(
    reference: str, history: History, events: Sequence[Event], at: datetime, by: str
) -> tuple[NewEntry, ...]:
    """Return the entries for these events after a history. Raises BadInput as `new_entry` does."""
    new: list[NewEntry] = []
    for event in events:
        nonce = token_bytes(NONCE_BYTES)
        new.append(new_entry(reference, history, event, at=at, by=by, nonce=nonce))
        history = (*history, new[-1].entry)
    return tuple(new)


def recounts_of(
    office: Calculating,
    history: History,
    derived: Derived,
    before: str | None,
    told: Sequence[DeadlineSnapshot] | None,
) -> tuple[DeadlinesRecalculated, ...]:
    """Return the recalculation entries to add to a history.

    `before` is the library version that derived what is stored, and `told` are the stored
    deadlines. Empty if another run was here first, if there is no stored calculation to compare
    with, or if the request has nothing that can fall due.
    """
    drafted, edition = derived.case_status.case_state.drafted, office.library.digest
    if before is None or told is None or drafted is None or not derived.case_status.open:
        return ()
    if before == edition or tuple(told) == derived.told:
        return ()
    found = recounts(
        history,
        told,
        derived.told,
        versions=(before, edition),
        on=DaySpan.on(office.today_at(drafted.body)),
    )
    return tuple(_that_fits(each) for each in found)


def _that_fits(recount: DeadlinesRecalculated) -> DeadlinesRecalculated:
    """Return the recalculation entry, without its calculations if they are too large."""
    if _length(tuple(map(SamePart, recount.shifts))) <= ROOM_FOR_COUNTS:
        return recount
    return replace(recount, shifts=tuple(replace(each, count=()) for each in recount.shifts))


@lru_cache(maxsize=512)
def _length(shifts: tuple[SamePart[Shift], ...]) -> int:
    """Return how many bytes shifts take in an entry; requests that move together share them."""
    return len(canonical([shift.part for shift in shifts]))
