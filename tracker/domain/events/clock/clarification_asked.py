"""The event `ClarificationAsked`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ClarificationAsked(Event):
    """The body asked what exactly is sought."""

    kind = "clarification-asked"
