"""The entries of a record that its pages speak of: the latest of a kind, and their names."""

from typing import TypeVar

from flask_babel import gettext

from tracker.domain.events.event import Event
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.responses.reply import Reply
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedEntry
from tracker.web.record.request.timeline_source import entry_name, source_of
from tracker.web.record.words.words import short_name

K = TypeVar("K", bound=Event)


def latest(record: Record, kind: type[K]) -> tuple[RecordedEntry, K] | None:
    """Return the latest entry of a kind that counts, with its event."""
    found = (each for each in reversed(record.state.of(kind)) if each[0].counts)
    return next(found, None)


def named(entry: RecordedEntry, record: Record, library: Library) -> str:
    """Return the name of an entry away from its page: a lapse or a reply of another body than the
    one that was asked names that body."""
    name, event, body = entry_name(entry, source_of(record, library)), entry.event, record.body
    if isinstance(event, Lapse):
        body = event.body
    elif isinstance(event, Reply):
        body = record.state.answering_on(event.on.latest)
    if body == record.body:
        return name
    return gettext("{what} ({body})", what=name, body=short_name(library, body))
