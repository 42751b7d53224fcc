"""The event `NotHeld`."""

from dataclasses import dataclass

from tracker.domain.events.responses.reply import Reply


@dataclass(frozen=True, kw_only=True)
class NotHeld(Reply):
    """The body said that it does not hold the records."""

    kind = "not-held"
