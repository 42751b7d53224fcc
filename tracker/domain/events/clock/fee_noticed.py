"""The event `FeeNoticed`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class FeeNoticed(Event):
    """The body told the requester what the information costs."""

    kind = "fee-noticed"
