"""The event `Refused`."""

from dataclasses import dataclass

from tracker.domain.events.responses.reply import Reply


@dataclass(frozen=True, kw_only=True)
class Refused(Reply):
    """The body refused."""

    kind = "refused"
