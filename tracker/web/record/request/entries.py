"""Entries of a record on its pages: the latest of a kind, and their names."""

from typing import TypeVar

from tracker.domain.events.event import Event
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.responses.reply import Reply
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedEntry
from tracker.web.base.language import gettext
from tracker.web.record.request.timeline_source import TimelineSource, entry_name
from tracker.web.record.words.words import short_name

_K = TypeVar("_K", bound=Event)


def latest(record: Record, kind: type[_K]) -> tuple[RecordedEntry, _K] | None:
    """Return the latest entry of a kind that counts, with its event."""
    found = (each for each in reversed(record.state.of(kind)) if each[0].counts)
    return next(found, None)


def named_entry(
    entry: RecordedEntry, record: Record, source: TimelineSource[RecordedEntry]
) -> str:
    """Return the name of an entry outside its page: a missed deadline or a reply of a body other
    than the one asked names that body."""
    return with_body(entry_name(entry, source), other_body(entry, record), source.library)


def other_body(entry: RecordedEntry, record: Record) -> str | None:
    """Return the body that missed a deadline or replied; None if it is the one asked, and for
    other entries."""
    event, body = entry.event, record.body
    if isinstance(event, MissedDeadline):
        body = event.body
    elif isinstance(event, Reply):
        body = record.state.answering_on(event.on.latest)
    return None if body == record.body else body


def with_body(name: str, body: str | None, library: Library) -> str:
    """Return the name of an entry with the body that `other_body` found."""
    if body is None:
        return name
    return gettext("{what} ({body})", what=name, body=short_name(library, body))
