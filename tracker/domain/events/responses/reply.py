"""The base class of responses."""

from dataclasses import dataclass
from typing import Any, ClassVar

from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, Folded, HistoryEntry, NotBefore, S
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.questions import Outcome

PLAIN_REPLY = Message("Reply")
_UNDECIDED = frozenset({Outcome.REFERRED_ELSEWHERE, Outcome.PASSED_OVER})


@dataclass(frozen=True, kw_only=True)
class Reply(Event):
    """A body's response, question by question.

    `lacking` names duties that its document does not meet.
    """

    # The usual outcome of such a response, and what a letter may plead because of it.
    typical: ClassVar[Outcome]
    raises: ClassVar[Circumstance | None] = None
    permission = "classify"
    needs_document = Message("Attach the document. We say nothing about a body without it.")
    purpose = "reply"
    finding = True
    in_calendars = True

    stage: str
    outcomes: tuple[QuestionOutcome, ...]
    lacking: tuple[str, ...] = ()

    @property
    def own_words(self) -> tuple[str, ...]:
        sections = [each.section for each in self.outcomes if each.section]
        named = [words for each in sections for words in (each.number, each.words) if words]
        vague = (each.vague.words for each in self.outcomes if each.vague)
        return tuple(dict.fromkeys((*named, *vague)))

    @property
    def only_refers(self) -> bool:
        """Return whether it decides on no item: it refers items elsewhere, and at most passes
        over the others."""
        outcomes = {each.outcome for each in self.outcomes}
        return Outcome.REFERRED_ELSEWHERE in outcomes and outcomes <= _UNDECIDED

    @property
    def called(self) -> str:
        """Return the name of its document in a letter, true of each of its outcomes."""
        return PLAIN_REPLY if self.only_refers else self.document

    @property
    def listed_as(self) -> str:
        """Return its name among the entries that a letter lists, true of each of its outcomes."""
        return PLAIN_REPLY if self.called == PLAIN_REPLY else self.label

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return state.received.event.bound if state.received else super().not_before(state)

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(replies=(*state.replies, entry))
