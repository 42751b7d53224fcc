"""What all events of the kind `Reply` share."""

from dataclasses import dataclass, replace

from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.outcome import QuestionOutcome


@dataclass(frozen=True, kw_only=True)
class Reply(Event):
    """What a body answered, question by question. `lacking` names duties that the paper fails."""

    stage: str
    outcomes: tuple[QuestionOutcome, ...]
    lacking: tuple[str, ...] = ()

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, replies=(*state.replies, entry))
