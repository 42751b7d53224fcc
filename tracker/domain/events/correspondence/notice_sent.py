"""The event `NoticeSent`."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.base.canonical import Private
from tracker.domain.base.messages import Message
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.event import Folded, NotBefore


@dataclass(frozen=True, kw_only=True)
class NoticeSent(Dispatched):
    """A body was notified of what the public record would say about it, with time until
    `answer_by` to answer; `about` are the entries concerned."""

    kind = "notice-sent"
    label = Message("Notice sent before publication")
    needs_document = Message("Attach the notice as sent.")
    purpose = "notice-letter"
    needs_proof = Message(
        "Attach proof that it was sent. The time to reply is counted from that date."
    )

    to: str
    answer_by: date
    about: Private[tuple[int, ...]] = ()

    def body_of(self, state: Folded[Any]) -> str:
        return self.to

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        about = [entry.event.on.latest for entry in state.entries if entry.seq in self.about]
        return NotBefore(max(about), Message("what it is about was fact")) if about else None
