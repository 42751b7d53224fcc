"""The event `FellSilent`."""

from dataclasses import dataclass

from tracker.domain.events.lapses.lapse import Lapse


@dataclass(frozen=True, kw_only=True)
class FellSilent(Lapse):
    """No answer within the longest limit that the law could allow."""

    kind = "fell-silent"
