"""The event `Published`."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.events.event import Event
from tracker.domain.events.publication.copy import Copy
from tracker.domain.events.publication.release import Release


@dataclass(frozen=True, kw_only=True)
class Published(Event):
    """A person put entries on the public record. `body_told_on` is the day on which the body was
    told that the record would say so, before its first silence is shown.

    `prepared_by` is the account of another person who had prepared it; empty where nobody
    confirmed. `kept_until` is the day until which it had been kept back.
    """

    kind = "published"
    entries: tuple[int, ...]
    releases: tuple[Release, ...] = ()
    copies: tuple[Copy, ...] = ()
    body_told_on: date | None = None
    provisional_accepted: bool = False
    prepared_by: str = ""
    kept_until: date | None = None
