"""The history of a request: events entered once and never changed, with their bytes.

When and by whom an event was entered stands beside it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.base.canonical import canonical, from_plain
from tracker.domain.events.event import E, Event, HistoryEntry

FORM_OF_BYTES = 1
# Who enters what the program finds automatically, such as a missed deadline.
SWEEPER = "sweep"


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded event: its position, its bytes, when it was entered, and by whom."""

    seq: int
    event: Event
    entered_at: datetime
    entered_by: str
    nonce: bytes
    body: bytes

    @property
    def digest(self) -> str:
        """Return the commitment to this entry: without the nonce its content cannot be guessed."""
        return commitment(self.nonce, self.body)


History = tuple[Entry, ...]


def commitment(nonce: bytes, body: bytes) -> str:
    """Return the SHA-256 hash by which the log commits to the bytes of an entry."""
    return hashlib.sha256(nonce + body).hexdigest()


def write(event: Event, entered_at: datetime, entered_by: str) -> bytes:
    """Return the canonical bytes of an event as entered."""
    return canonical(
        {
            "form": FORM_OF_BYTES,
            "entered_at": entered_at.isoformat(),
            "entered_by": entered_by,
            "event": event,
        }
    )


def entry_from_bytes(seq: int, body: bytes, nonce: bytes) -> Entry:
    """Return the entry of which `write` made the bytes.

    Raises ValueError, KeyError, TypeError or AttributeError for bytes that it did not make.
    """
    plain = json.loads(body)
    return Entry(
        seq=seq,
        event=from_plain(Event, plain["event"]),
        entered_at=datetime.fromisoformat(plain["entered_at"]),
        entered_by=plain["entered_by"],
        nonce=bytes(nonce),
        body=bytes(body),
    )


def struck(history: Iterable[HistoryEntry]) -> frozenset[int]:
    """Return the numbers of the entries that no longer count: corrected ones, and those counted
    from a corrected event."""
    entries = tuple(history)
    wrong = {seq for entry in entries if (seq := entry.event.corrects) is not None}
    counted = {entry.seq for entry in entries if entry.event.counted_from in wrong}
    return frozenset(wrong | counted)


def entries_in_force(history: Iterable[E]) -> tuple[E, ...]:
    """Return the entries that count, in the order of entry."""
    entries = tuple(history)
    wrong = struck(entries)
    return tuple(entry for entry in entries if entry.seq not in wrong)


def once_key(event: Event, history: History) -> str | None:
    """Return the key under which the store accepts `event` only once, however many processes try.

    A corrected fact may be entered again, so the key includes the number of corrected entries
    before it.
    """
    if event.once is None:
        return None
    wrong = struck(history)
    before = [e for e in history if e.event.once == event.once and e.seq in wrong]
    return f"{event.once}#{len(before)}"
