"""The event `PartlyAnswered`."""

from dataclasses import dataclass

from tracker.domain.events.responses.reply import Reply


@dataclass(frozen=True, kw_only=True)
class PartlyAnswered(Reply):
    """The body gave some of what was asked."""

    kind = "partly-answered"
