"""The event `BodyStated`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.terms import AuthorshipCheck


@dataclass(frozen=True, kw_only=True)
class BodyStated(Event):
    """A body made a statement about what the record says of it, and somebody made sure that it is
    the body's own. It stands beside the record and replaces nothing."""

    kind = "body-stated"
    body: str
    checked: AuthorshipCheck
