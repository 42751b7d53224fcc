"""The event `Resent`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.terms import Channel


@dataclass(frozen=True, kw_only=True)
class Resent(Event):
    """A paper left the office once more: the request, or an appeal that the entry `of` filed.

    It is the same paper, so nothing begins anew by it.
    """

    kind = "resent"
    of: int
    channel: Channel
