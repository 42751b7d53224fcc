"""The event `Resent`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.messages import Message
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.event import Folded, NotBefore
from tracker.domain.events.proceedings.appeal_filed import heard_by


@dataclass(frozen=True, kw_only=True)
class Resent(Dispatched):
    """A document was sent again: the request, or the appeal filed by the entry `of`.

    It is the same document, so it starts no new time.
    """

    kind = "resent"
    label = Message("Sent again")
    document = Message("Proof of another dispatch")
    unproved_document = Message("Another dispatch")
    happened = Message("that document was sent")
    purpose = "letter"

    of: int

    def body_of(self, state: Folded[Any]) -> str:
        return heard_by(state, self.of)

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return state.bound(self.of)
