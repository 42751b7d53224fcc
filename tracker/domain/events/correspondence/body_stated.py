"""The event `BodyStated`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import AuthorshipCheck
from tracker.domain.events.event import Event, Folded

# The key for the words of a statement, as those of a response have the key of an item.
STATEMENT = "statement"


@dataclass(frozen=True, kw_only=True)
class BodyStated(Event):
    """A body made a statement about what the record says of it, and the office checked that it is
    the body's own.

    It stands beside the record and replaces nothing.
    """

    kind = "body-stated"
    label = Message("Statement by the body")
    needs_document = Message("Attach the signed statement.")
    purpose = "statement"
    finding = True

    body: str
    checked: AuthorshipCheck

    def body_of(self, state: Folded[Any]) -> str:
        return self.body
