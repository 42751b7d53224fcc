"""The history of a request: events entered once and never changed, with their bytes.

When and by whom an event was entered stands beside it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tracker.domain.base.canonical import canonical, from_plain
from tracker.domain.base.errors import BadInput
from tracker.domain.base.kept import kept_for_each
from tracker.domain.events.event import E, Event, HistoryEntry

FORM_OF_BYTES = 1
NONCE_BYTES = 32
LONGEST_BODY = 65_535
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


class NewEntry(NamedTuple):
    """An entry that is not stored yet. A history takes a `once` only a single time."""

    reference: str
    entry: Entry
    once: str | None


def commitment(nonce: bytes, body: bytes) -> str:
    """Return the SHA-256 hash by which the log commits to the bytes of an entry."""
    return hashlib.sha256(nonce + body).hexdigest()


def write(event: Event, entered_at: datetime, entered_by: str) -> bytes:
    """Return the canonical bytes of an event as entered."""
    said = {
        "entered_at": entered_at.isoformat(),
        "entered_by": entered_by,
        "event": event,
        "form": FORM_OF_BYTES,
    }
    if not event.in_many_histories:
        return canonical(said)
    # The same bytes: the names are in order, and those of the event are written once.
    values = (_often(value) if value is event else canonical(value) for value in said.values())
    parts = zip(said, values, strict=True)
    return b"{" + b",".join(b'"%s":%s' % (name.encode(), value) for name, value in parts) + b"}"


# Only of the events of a few days and bodies: each takes some kilobytes.
_often = kept_for_each(canonical, 64)


def entry_from_bytes(seq: int, body: bytes, nonce: bytes) -> Entry:
    """Return the entry whose bytes `write` made.

    Raises ValueError, KeyError, TypeError or AttributeError for bytes that it did not make.
    """
    # As bytes, the reader would first look for another encoding.
    plain = json.loads(str(body, "utf-8"))
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
    same = [e for e in history if e.event.once == event.once]
    wrong = struck(history) if same else ()
    return f"{event.once}#{sum(e.seq in wrong for e in same)}"


def is_already_entered(event: Event, history: History) -> bool:
    """Return whether an entry that was not corrected has the key of this event, which may occur
    only once."""
    if event.once is None:
        return False
    same = [e for e in history if e.event.once == event.once]
    wrong = struck(history) if same else ()
    return any(e.seq not in wrong for e in same)


def new_entry(
    reference: str, history: History, event: Event, *, at: datetime, by: str, nonce: bytes
) -> NewEntry:
    """Return the entry for an event after a history. `nonce` are `NONCE_BYTES` random bytes.

    Raises BadInput if it is too long for the log.
    """
    body = write(event, at, by)
    if len(body) > LONGEST_BODY:
        raise BadInput(
            "This entry would take {number} bytes. The limit is {longest_body}. Shorten the "
            "text, or put it into a document.",
            number=len(body),
            longest_body=LONGEST_BODY,
        )
    entry = Entry(len(history) + 1, event, at, by, nonce, body)
    return NewEntry(reference, entry, once_key(event, history))
