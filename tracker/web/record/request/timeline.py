"""The timeline of a request: one list of items, and its layout on the public record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic

from tracker.domain.base.days import DaySpan
from tracker.domain.events.event import E
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedEntry
from tracker.web.record.request.counts import Sources, Step, steps_of
from tracker.web.record.request.record_parts import RECORD_ENTRIES
from tracker.web.record.request.said_once import said_once
from tracker.web.record.request.timeline_source import TimelineSource, entry_name, source_of
from tracker.web.record.request.timeline_words import lacking, reason, says


@dataclass(frozen=True, slots=True)
class TimelineItem(Generic[E]):
    """One entry in words: its name, its details, and what the law requires but its document does
    not show.

    `why` is the reason for its correction; empty if unknown.
    """

    entry: E
    name: str
    says: tuple[str, ...]
    lacking: tuple[str, ...]
    corrected: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class PublicItem:
    """One entry of the public timeline.

    A corrected one shows only `struck_because`, the reason for its correction.
    """

    seq: int
    kind: str
    name: str
    on: DaySpan
    entered_on: date
    details: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    count: tuple[Step, ...] = ()
    struck: bool = False
    struck_because: str = ""


def timeline_items(source: TimelineSource[E]) -> tuple[TimelineItem[E], ...]:
    """Return every entry in words, in the order of entry."""
    reasons = {event.entry: reason(event) for _, event in source.state.of(Corrected)}
    return tuple(_item(entry, source, reasons) for entry in source.entries)


def _item(entry: E, source: TimelineSource[E], reasons: Mapping[int, str]) -> TimelineItem[E]:
    event = (source.state.at(entry.seq) or entry).event
    return TimelineItem(
        entry=entry,
        name=entry_name(entry, source),
        says=tuple(says(event, entry, source)),
        lacking=tuple(lacking(event, source.law)),
        corrected=entry.seq not in source.counting,
        why=reasons.get(entry.seq, ""),
    )


def public_timeline(record: Record, library: Library, sources: Sources) -> tuple[PublicItem, ...]:
    """Return the entries of a record in the order of their days, then of entry."""
    # Many entries would need much memory, and most are on other pages.
    in_order = _in_order_once if len(record.entries) <= RECORD_ENTRIES else _in_order
    return tuple([_mark(item, sources) for item in in_order(record, library)])


def _in_order(record: Record, library: Library) -> tuple[TimelineItem[RecordedEntry], ...]:
    items = timeline_items(source_of(record, library))
    return tuple(sorted(items, key=lambda item: (item.entry.on.earliest, item.entry.seq)))


_in_order_once = said_once(_in_order)


def _mark(item: TimelineItem[RecordedEntry], sources: Sources) -> PublicItem:
    entry, event = item.entry, item.entry.event
    marked = (entry.seq, entry.kind, item.name, entry.on, entry.entered_on)
    if item.corrected:
        return PublicItem(*marked, struck=True, struck_because=item.why)
    count = event.count if isinstance(event, MissedDeadline) else ()
    return PublicItem(*marked, item.says, item.lacking, steps_of(count, sources))
