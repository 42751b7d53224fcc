"""The event `AppealFiled`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Cause
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.event import Folded, HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class AppealFiled(Dispatched):
    """The requester appealed, after a non-response or against a decision.

    `opening` is the entry that opened the remedy; `also` are further ones that opened the same
    remedy and that the same document pleads.
    """

    kind = "appeal-filed"
    label = Message("Appeal filed")
    in_calendars = True
    happened = Message("the appeal was filed")
    document = Message("Appeal as filed")
    needs_document = Message("Attach the appeal as filed. Only the document closes the deadline.")
    purpose = "appeal"
    proof_purpose = "proof-of-filing"
    in_law = Message("filing of the appeal, review or complaint")

    stage: str
    opening: int
    to: str
    cause: Cause
    also: tuple[int, ...] = ()

    @property
    def openings(self) -> tuple[int, ...]:
        """Return every entry that opened what this filing pleads."""
        return self.opening, *self.also

    def body_of(self, state: Folded[Any]) -> str:
        return self.to or state.acting_body

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(appeals=(*state.appeals, entry))


def heard_by(state: Folded[Any], seq: int) -> str:
    """Return the body that hears the appeal with this entry; for another entry, the body whose
    time is counted."""
    filed = state.at(seq)
    to = filed.event.to if filed and isinstance(filed.event, AppealFiled) else ""
    return to or state.acting_body
