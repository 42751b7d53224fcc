"""The event `Approved`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, Folded, HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class Approved(Event):
    """A person read the letter and allowed it to go out. Its bytes are fixed from here on: the
    Word document is the first evidence, the text the second."""

    kind = "approved"
    label = Message("Letter approved")
    publicity = "never"
    permission = "approve"
    purpose = "approved-letter"

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if state.drafted is None:
            raise NotAllowed("No finalised request is ready to approve yet.")

    @property
    def once(self) -> str:
        return self.kind

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(approved=True)
