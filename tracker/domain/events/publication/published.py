"""The event `Published`."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.base.canonical import Private
from tracker.domain.base.messages import Message
from tracker.domain.events.copy import Copy
from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.events.release import Release


@dataclass(frozen=True, kw_only=True)
class Published(Event):
    """A person published entries.

    `prepared_by` is the account of another person who prepared the publication; empty if nobody
    confirmed it. `kept_until` is the day until which it was delayed.
    """

    kind = "published"
    label = Message("Published")
    publicity = "never"
    correctable = False
    changes_record = True

    entries: tuple[int, ...]
    releases: tuple[Release, ...] = ()
    copies: tuple[Copy, ...] = ()
    provisional_accepted: bool = False
    prepared_by: Private[str] = ""
    kept_until: date | None = None

    def fold(self, entry: HistoryEntry, state: S) -> S:
        # What was taken down stays down: publishing again shows only what is chosen then.
        nothing = state.changed(published=frozenset(), releases=(), copies=())
        start = nothing if state.withheld else state
        return start.changed(
            published=start.published | frozenset(self.entries),
            releases=(*start.releases, *self.releases),
            copies=(*start.copies, *self.copies),
            withheld=False,
        )
