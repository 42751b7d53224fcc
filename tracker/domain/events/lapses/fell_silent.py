"""The event `FellSilent`."""

from dataclasses import dataclass

from tracker.domain.errors import Words
from tracker.domain.events.lapses.lapse import Lapse


@dataclass(frozen=True, kw_only=True)
class FellSilent(Lapse):
    """No answer within the longest limit that the law could allow."""

    kind = "fell-silent"
    label = Words("No answer within the longest time limit")
    in_calendars = True
    in_law = Words("the end of the time before, without an answer")
    tone = "late"
