"""What all events of the kind `Reply` share."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.outcome import QuestionOutcome


@dataclass(frozen=True, kw_only=True)
class Reply(Event):
    """What a body answered, question by question. `lacking` names duties that the paper fails."""

    stage: str
    outcomes: tuple[QuestionOutcome, ...]
    lacking: tuple[str, ...] = ()
