"""The event `HearingFixed`."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class HearingFixed(Event):
    """A hearing of an appeal was fixed for the day `hearing`, before the body of that key; empty
    for a court that is no body on file."""

    kind = "hearing-fixed"
    appeal: int
    hearing: date
    before: str = ""
