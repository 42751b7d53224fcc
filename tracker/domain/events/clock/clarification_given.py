"""The event `ClarificationGiven`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ClarificationGiven(Event):
    """The body received the requester's clarification."""

    kind = "clarification-given"
