"""The history of a request: events entered once and never changed, with their bytes.

When and by whom an event was entered stands beside it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.base.canonical import canonical
from tracker.domain.events.event import E, Event, HistoryEntry

FORM_OF_BYTES = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it stands in a history: its place, its bytes, and when and by whom entered."""

    seq: int
    event: Event
    entered_at: datetime
    entered_by: str
    nonce: bytes
    body: bytes

    @property
    def digest(self) -> str:
        """The commitment to this entry: without the nonce nobody can guess what it stands for."""
        return hashlib.sha256(self.nonce + self.body).hexdigest()


History = tuple[Entry, ...]


def write(event: Event, entered_at: datetime, entered_by: str) -> bytes:
    """The canonical bytes of an event as entered."""
    return canonical(
        {
            "form": FORM_OF_BYTES,
            "entered_at": entered_at.isoformat(),
            "entered_by": entered_by,
            "event": event,
        }
    )


def struck(history: Iterable[HistoryEntry]) -> frozenset[int]:
    """The places of the entries that count no more: corrected ones, and what was counted from
    an event that was corrected."""
    entries = tuple(history)
    wrong = {seq for entry in entries if (seq := entry.event.corrects) is not None}
    counted = {entry.seq for entry in entries if entry.event.counted_from in wrong}
    return frozenset(wrong | counted)


def entries_in_force(history: Iterable[E]) -> tuple[E, ...]:
    """The entries that count, in the order in which they were entered."""
    entries = tuple(history)
    wrong = struck(entries)
    return tuple(entry for entry in entries if entry.seq not in wrong)


def once_key(event: Event, history: History) -> str | None:
    """The key under which the store admits `event` a single time, however many processes try.

    A fact that was corrected may be entered anew, so the key counts the struck ones before it.
    """
    if event.once is None:
        return None
    wrong = struck(history)
    before = [e for e in history if e.event.once == event.once and e.seq in wrong]
    return f"{event.once}#{len(before)}"
