"""The event `AppealFiled`."""

from dataclasses import dataclass, replace

from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.terms import Cause, Channel


@dataclass(frozen=True, kw_only=True)
class AppealFiled(Event):
    """The requester went to the appeal body, against a silence or a decision."""

    kind = "appeal-filed"
    stage: str
    opening: int
    to: str
    channel: Channel
    cause: Cause

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, appeals=(*state.appeals, entry))
