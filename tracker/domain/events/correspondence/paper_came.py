"""The event `PaperCame`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.terms import Channel


@dataclass(frozen=True, kw_only=True)
class PaperCame(Event):
    """A paper of a body came, and nobody has said yet what it is.

    Until a later entry rests on the same paper, no silence is entered: it may be the answer.
    """

    kind = "paper-came"
    publicity = "never"
    channel: Channel
