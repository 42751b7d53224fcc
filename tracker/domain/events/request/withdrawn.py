"""The event `Withdrawn`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, Folded, HistoryEntry, S
from tracker.domain.events.form import EntryForm


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """The requester withdrew the request."""

    kind = "withdrawn"
    label = Message("Request withdrawn")
    in_calendars = True
    form = EntryForm(
        title=Message("Withdraw request"),
        intro=Message(
            "All deadlines and reminders end. The timeline stays and, if it was published, so "
            "does the public record."
        ),
        button=Message("Withdraw request"),
        grave=True,
        done=Message("Request withdrawn."),
        today=True,
    )

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if state.drafted is None:
            raise NotAllowed("There is no finalised request to withdraw.")

    @property
    def once(self) -> str:
        return self.kind

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(withdrawn=True)
