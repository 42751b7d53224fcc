"""The event `Answered`."""

from dataclasses import dataclass

from tracker.domain.events.responses.reply import Reply


@dataclass(frozen=True, kw_only=True)
class Answered(Reply):
    """The body gave what was asked."""

    kind = "answered"
